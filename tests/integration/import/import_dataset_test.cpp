#include "application/use_cases/import_dataset.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "support/archives.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::application {
namespace {

using domain::StoreCounts;
using infrastructure::datasets::open_dataset;
using infrastructure::persistence::Database;
using infrastructure::persistence::SqlDatasetStore;
using testing::HasSubstr;

/// Keeps what was reported.
class RecordedProgress : public domain::ProgressReporter {
  public:
    void begin(std::string_view stage, std::uint64_t total) override {
        stage_ = stage;
        total_ = total;
    }
    void update(std::uint64_t done, std::string_view /*detail*/) override { done_ = done; }
    void finish(std::string_view summary) override { summary_ = summary; }

    std::string stage_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    std::string summary_;
};

/// Asks to stop from the n-th time on that it is asked.
class StopAtThe : public domain::StopToken {
  public:
    explicit StopAtThe(int nth) : left_(nth) {}
    [[nodiscard]] bool stop_requested() const noexcept override { return --left_ <= 0; }

  private:
    mutable int left_;
};

class ImportingADataset : public testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path dataset(const std::string& movies, const std::string& users,
                                                const std::string& ratings) const {
        static_cast<void>(folder_.write("data/movies.dat", movies));
        static_cast<void>(folder_.write("data/users.dat", users));
        static_cast<void>(folder_.write("data/ratings.dat", ratings));
        return folder_.path() / "data";
    }
    [[nodiscard]] std::filesystem::path good_dataset() const {
        return dataset("1::Toy Story (1995)::Comedy\n6::Heat (1995)::Crime\n",
                       "1::F::1::10::48067\n2::M::56::16::70072\n",
                       "1::1::5::978300760\n2::1::3::0\n2::6::4::978300761\n");
    }
    ImportReport import(const std::filesystem::path& path, const ImportRequest& request = {}) {
        const auto reader = open_dataset(path);
        return ImportDataset(store_, progress_, go_on_).execute(*reader, request);
    }
    /// What refuses the import, which must leave the database as it was.
    std::string refusal_of(const std::filesystem::path& path, const ImportRequest& request = {}) {
        const auto before = store_.load().fingerprint();
        try {
            import(path, request);
            ADD_FAILURE() << "it was imported";
        } catch (const domain::Error& error) {
            EXPECT_EQ(store_.load().fingerprint(), before);
            return error.what();
        }
        return {};
    }
    /// `count` lines, "<id>::<text>" from id 1 on.
    static std::string lines(int count, const std::function<std::string(int)>& text) {
        std::string all;
        for (int id = 1; id <= count; ++id)
            all += std::to_string(id) + "::" + text(id) + "\n";
        return all;
    }
    /// A catalogue of 40 movies and 20 users, each of whom rates ten.
    [[nodiscard]] std::filesystem::path catalogue(const std::function<std::string(int)>& title,
                                                  const std::string& known = "F::25::10::0",
                                                  int stars = 4) const {
        std::string ratings;
        for (int user = 1; user <= 20; ++user)
            for (int movie = 1; movie <= 10; ++movie)
                ratings += std::to_string(user) + "::" + std::to_string(movie + user) +
                           "::" + std::to_string(stars) + "::978300760\n";
        return dataset(lines(40, [&](int id) { return title(id) + "::Drama"; }),
                       lines(20, [&](int) { return known; }), ratings);
    }

    tests::TemporaryFolder folder_;
    Database database_{folder_.path() / "neurec.sqlite"};
    SqlDatasetStore store_{database_};
    RecordedProgress progress_;
    tests::StopFlag go_on_;
};

TEST_F(ImportingADataset, StoresEveryRowAndSaysSo) {
    const ImportReport report = import(good_dataset());
    EXPECT_EQ(report.layout, "ml-1m");
    EXPECT_EQ(report.movies_read, 2U);
    EXPECT_EQ(report.users_read, 2U);
    EXPECT_EQ(report.ratings_read, 3U);
    EXPECT_EQ(report.lines_rejected, 0U);
    EXPECT_EQ(report.ratings_stored, 3U);
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 2, .movies = 2, .ratings = 3}));
    EXPECT_EQ(progress_.stage_, "Importing");
    EXPECT_GT(progress_.total_, 0U);
    EXPECT_EQ(progress_.done_, progress_.total_);
    EXPECT_EQ(progress_.summary_, "3 ratings of 2 movies by 2 users");
}

TEST_F(ImportingADataset, ChangesNothingTheSecondTime) {
    import(good_dataset());
    const auto before = store_.load().fingerprint();
    const ImportReport again = import(good_dataset());
    EXPECT_EQ(again.ratings_read, 3U);
    EXPECT_EQ(again.ratings_stored, 3U);
    EXPECT_EQ(store_.load().fingerprint(), before);
}

TEST_F(ImportingADataset, GivesGenresTheNamesThatTheDatabaseHas) {
    import(good_dataset());
    import(dataset("7::Sabrina (1995)::comedy |CRIME|None|Sci-Fi \n8::Up (2009)::sci-fi;Comedy\n",
                   "1::F::1::10::48067\n", "1::7::5::978300760\n"));
    const domain::Dataset data = store_.load();
    EXPECT_EQ(data.movies()[2].genres, (std::vector<std::string>{"Comedy", "Crime", "Sci-Fi"}));
    EXPECT_EQ(data.movies()[3].genres, (std::vector<std::string>{"Sci-Fi", "Comedy"}));
}

TEST_F(ImportingADataset, AddsToWhatIsThereAndUpdatesIt) {
    import(good_dataset());
    const ImportReport report = import(dataset("6::Heat, Restored (1995)::Crime|Drama\n",
                                               "3::M::25::0::00000\n", "3::6::5::978300999\n"));
    EXPECT_EQ(report.movies_read, 1U);
    EXPECT_EQ(report.movies_stored, 2U);
    EXPECT_EQ(report.users_stored, 3U);
    EXPECT_EQ(report.ratings_stored, 4U);
    EXPECT_EQ(store_.load().movies()[1].title, "Heat, Restored (1995)");
}

TEST_F(ImportingADataset, TakesTheLaterLineOfAPairThatIsThereTwice) {
    const ImportReport report = import(dataset(
        "1::Toy Story (1995)::Comedy\n", "1::F::1::10::48067\n", "1::1::5::10\n1::1::2::9\n"));
    EXPECT_EQ(report.ratings_read, 2U);
    EXPECT_EQ(report.ratings_stored, 1U);
    EXPECT_EQ(store_.load().ratings_of(0).values[0], 2);
}

TEST_F(ImportingADataset, StopsAtABadLineAndLeavesTheDatabaseAsItWas) {
    import(good_dataset());
    const auto before = store_.load().fingerprint();
    const auto bad = dataset("1::Changed (1995)::Drama\n", "1::M::25::3::00000\n",
                             "1::1::4::978300760\n1::1::9::978300760\n");
    try {
        import(bad, {.is_update = true});
        ADD_FAILURE() << "it was imported";
    } catch (const domain::InvalidInput& error) {
        EXPECT_STREQ(error.what(),
                     "ratings.dat, line 2: rating '9' is not a number from 0.5 to 5.\n"
                     "  1::1::9::978300760\n"
                     "Nothing was imported. Correct the line, or leave such lines out with "
                     "--skip-bad-lines.");
    }
    EXPECT_EQ(store_.load().fingerprint(), before);
}

TEST_F(ImportingADataset, LeavesOutBadLinesWhenToldAndQuotesTheFirstOfEachFile) {
    std::string ratings = "1::1::5::978300760\n";
    for (int i = 0; i < 20; ++i)
        ratings += "1::7::5::978300760\n";  // movie 7's line is bad, so its ratings are
    const ImportReport report =
        import(dataset("1::Toy Story (1995)::Comedy\n7::\n", "1::F::1::10::48067\nx\n", ratings),
               {.skipped_share = 0.96});

    EXPECT_EQ(report.movies_read, 1U);
    EXPECT_EQ(report.users_read, 1U);
    EXPECT_EQ(report.ratings_read, 1U);
    EXPECT_EQ(report.lines_rejected, 22U);
    ASSERT_EQ(report.first_rejected.size(), 7U);
    EXPECT_EQ(report.first_rejected[0].file, "movies.dat");
    EXPECT_EQ(report.first_rejected[0].line, 2U);
    EXPECT_EQ(report.first_rejected[0].text, "7::");
    EXPECT_EQ(report.first_rejected[1].file, "users.dat");
    EXPECT_EQ(report.first_rejected[2].problem, "movie 7 is not in movies.dat");
    EXPECT_EQ(report.first_rejected[6].line, 6U);
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 1, .movies = 1, .ratings = 1}));
}

TEST_F(ImportingADataset, LeavesTheDatabaseAsItWasWhenItIsStopped) {
    import(good_dataset());
    const auto before = store_.load().fingerprint();
    const auto other =
        dataset("1::Changed (1995)::Drama\n", "1::M::25::3::00000\n", "1::1::4::978300760\n");
    for (const int nth : {1, 2, 3}) {
        const StopAtThe stop(nth);
        const auto reader = open_dataset(other);
        try {
            ImportDataset(store_, progress_, stop).execute(*reader, {.is_update = true});
            ADD_FAILURE() << "it was imported";
        } catch (const domain::Interrupted& error) {
            EXPECT_THAT(error.what(), HasSubstr("the database is as it was before"));
        }
        EXPECT_EQ(store_.load().fingerprint(), before);
    }
}

TEST_F(ImportingADataset, LeavesTheDatabaseAsItWasWhenTheArchiveTurnsOutDamaged) {
    import(good_dataset());
    const auto before = store_.load().fingerprint();
    std::string ratings;
    for (int i = 0; i < 30'000; ++i)
        ratings += "1::1::5::" + std::to_string(i * 7919) + "\n";
    const auto archive = tests::write_archive(folder_.path() / "a.zip",
                                              {{"movies.dat", "1::Changed (1995)::Drama\n"},
                                               {"users.dat", "1::M::25::3::00000\n"},
                                               {"ratings.dat", ratings}});
    {
        std::fstream file(archive, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(archive) / 2));
        file << "damage";
    }
    EXPECT_THROW(import(archive, {.is_update = true, .skipped_share = 0.01}), domain::InvalidInput);
    EXPECT_EQ(store_.load().fingerprint(), before);
}

std::string film(int id) {
    return "Film Number " + std::to_string(id) + " (1990)";
}

TEST_F(ImportingADataset, RefusesAnotherCatalogueWithExamplesAndSaysWhatToDo) {
    import(catalogue(film));
    const auto other = catalogue([](int id) { return "Quite Else " + std::to_string(100 + id); });
    EXPECT_EQ(refusal_of(other),
              "The source 'default' holds another data set than this one: the titles of 40 of 40 "
              "movies with the same id differ: movie 1, there \"Film Number 1 (1990)\", here "
              "\"Quite Else 101\"; movie 2, there \"Film Number 2 (1990)\", here \"Quite Else "
              "102\"; movie 3, there \"Film Number 3 (1990)\", here \"Quite Else 103\". Nothing "
              "was imported. Keep the two apart with --source NAME; or, if this is a newer edition "
              "of the same data set, take it over with --update.");
}

TEST_F(ImportingADataset, RefusesToMakeAnotherMovieOfTheOnlyOne) {
    import(dataset("1::Toy Story (1995)::Comedy\n", "1::F::1::10::0\n", "1::1::5::1\n"));
    EXPECT_THAT(
        refusal_of(dataset("1::Jumanji (1995)::Comedy\n", "1::F::1::10::0\n", "1::1::5::1\n")),
        HasSubstr("titles of 1 of 1 movies"));
    // Without users and ratings in it, too.
    EXPECT_THAT(
        refusal_of(dataset("1::Jumanji (1995)::Comedy\n", "9::F::1::10::0\n", "9::1::5::1\n")),
        HasSubstr("--source NAME"));
}

TEST_F(ImportingADataset, TakesCorrectionsOfTitles) {
    import(catalogue(film));
    // Articles, case, punctuation, years and parentheses are none; four of forty titles may be new.
    const ImportReport report = import(catalogue([](int id) {
        if (id <= 4) return "Renamed (" + std::to_string(1990 + id) + ")";
        return "film, number " + std::to_string(id) + ", The (a.k.a. Filmen) (1991)";
    }));
    EXPECT_EQ(report.movies_changed, 40U);
    EXPECT_EQ(report.movies_added, 0U);
    EXPECT_THAT(refusal_of(catalogue([](int id) {
                    return id <= 9 ? "Something Else " + std::to_string(id) : film(id);
                })),
                HasSubstr("titles of 9 of 40"));
}

TEST_F(ImportingADataset, TakesANewerEditionWhenToldAndKeepsAnotherCatalogueApart) {
    import(catalogue(film));
    const auto other = [&] {
        return catalogue([](int id) { return "Quite Else " + std::to_string(100 + id); },
                         "M::50::1::0");
    };
    const ImportReport apart = import(other(), {.source = {"else", ""}});
    EXPECT_EQ(apart.source, "else");
    EXPECT_EQ(apart.movies_added, 40U);
    EXPECT_EQ(apart.movies_with_other_ids, 40U);
    EXPECT_EQ(apart.users_with_other_ids, 20U);
    EXPECT_EQ(apart.movies_stored, 80U);
    EXPECT_EQ(apart.ratings_stored, 400U);
    EXPECT_EQ(store_.load().movies()[0].title, "Film Number 1 (1990)");

    const ImportReport update = import(other(), {.is_update = true});
    EXPECT_EQ(update.movies_changed, 40U);
    EXPECT_EQ(update.users_changed, 20U);
    EXPECT_EQ(update.movies_stored, 80U);
    EXPECT_EQ(store_.load().movies()[0].title, "Quite Else 101");
}

TEST_F(ImportingADataset, RefusesOtherPeopleUnderTheSameIds) {
    import(catalogue(film));
    EXPECT_THAT(refusal_of(catalogue(film, "M::50::1::0")),
                HasSubstr("age, gender or occupation of 20 of 20 users with the same id differ: "
                          "user 1; user 2; user 3"));
}

TEST_F(ImportingADataset, SeesAllUsersBeforeItTakesThemForOthersWhereTheyComeWithTheirRatings) {
    const auto before = store_.begin_import({});
    before->upsert(domain::User{domain::UserId{1}, {25, {}, {}}});
    for (std::int64_t id = 2; id <= 20; ++id)
        before->upsert(domain::User{domain::UserId{id}, {}});
    before->commit();
    std::string ratings = "userId,movieId,rating,timestamp\n";
    for (int user = 1; user <= 20; ++user)
        ratings += std::to_string(user) + ",1,4,978300760\n";
    static_cast<void>(
        folder_.write("csv/movies.csv", "movieId,title,genres\n1,Toy Story (1995),Comedy\n"));
    static_cast<void>(folder_.write("csv/ratings.csv", ratings));
    EXPECT_EQ(import(folder_.path() / "csv").ratings_added, 20U);
}

TEST_F(ImportingADataset, RefusesOtherRatingsUnderTheSameIds) {
    import(catalogue(film));
    EXPECT_THAT(refusal_of(catalogue(film, "F::25::10::0", 2)),
                HasSubstr("stars or time of 200 of 200 ratings of the same movie by the same user "
                          "differ"));
}

TEST_F(ImportingADataset, RefusesNamesOfSourcesThatAreNone) {
    for (const std::string& name : {std::string(), std::string("a b"), std::string("a\nb"),
                                    std::string(101, 'a'), std::string("a\0b", 3)})
        EXPECT_THAT(refusal_of(good_dataset(), {.source = {name, ""}}),
                    HasSubstr("A source's name has"));
}

TEST_F(ImportingADataset, LeavesOutAHundredthOfTheLinesAndNoMore) {
    // 1,000 lines: one movie, 400 users, 599 ratings.
    const auto with_bad_ratings = [&](int bad) {
        std::string ratings;
        for (int i = 0; i < 599; ++i)
            ratings += std::to_string(i % 400 + 1) +
                       "::1::" + (i < bad ? std::to_string(6 + i) : std::string("4")) +
                       "::978300760\n";
        return dataset("1::Toy Story (1995)::Comedy\n",
                       lines(400, [](int) { return "F::1::10::0"; }), ratings);
    };
    EXPECT_EQ(refusal_of(with_bad_ratings(11), {.skipped_share = 0.01}),
              "11 of 1000 lines cannot be taken; at most 1% may be left out. The fault of 11 of "
              "them is that of ratings.dat, line 1: rating '6' is not a number from 0.5 to 5.\n"
              "  1::1::6::978300760\n"
              "Nothing was imported. Correct the file, or, if so much is to be lost, allow it with "
              "--skip-bad-lines=2%.");
    EXPECT_EQ(import(with_bad_ratings(10), {.skipped_share = 0.01}).lines_rejected, 10U);
    EXPECT_EQ(import(with_bad_ratings(11), {.skipped_share = 0.02}).lines_rejected, 11U);
}

TEST_F(ImportingADataset, RefusesToDropMostOfASmallDataSet) {
    // 24 of 30 ratings, most of them with one fault.
    std::string ratings;
    for (int i = 0; i < 30; ++i)
        ratings += i < 4    ? "1::9::5::1\n"
                   : i < 24 ? "1::1::5::soon\n"
                            : "1::1::5::" + std::to_string(i) + "\n";
    const auto most = dataset("1::Toy Story (1995)::Comedy\n", "1::F::1::10::0\n", ratings);
    EXPECT_THAT(refusal_of(most, {.skipped_share = 0.01}),
                testing::AllOf(HasSubstr("24 of 32 lines cannot be taken"),
                               HasSubstr("The fault of 20 of them is that of ratings.dat, line 5"),
                               HasSubstr("timestamp 'soon'")));
    // All of them.
    EXPECT_THAT(refusal_of(dataset("x\n", "y\n", "z\n"), {.skipped_share = 0.01}),
                HasSubstr("3 of 3 lines"));
    // A few lines of a small data set may be bad.
    EXPECT_EQ(import(dataset("1::Toy Story (1995)::Comedy\n", "1::F::1::10::0\n",
                             "1::1::5::1\n1::1::9::1\n"),
                     {.skipped_share = 0.01})
                  .lines_rejected,
              1U);
}

/// A store that cannot count any more once an import is committed, as when counting takes longer
/// than a statement may.
class StoreThatCannotCount : public SqlDatasetStore {
  public:
    using SqlDatasetStore::SqlDatasetStore;
    [[nodiscard]] StoreCounts counts() override { throw domain::Unavailable("it takes too long"); }
};

TEST_F(ImportingADataset, SucceedsWhereNothingCanBeReadAfterTheCommit) {
    StoreThatCannotCount store(database_);
    const auto reader = open_dataset(good_dataset());
    const ImportReport report = ImportDataset(store, progress_, go_on_).execute(*reader, {});
    EXPECT_EQ(report.ratings_stored, 3U);
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 2, .movies = 2, .ratings = 3}));
}

}  // namespace
}  // namespace neurec::application
