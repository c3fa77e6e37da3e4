#include "application/use_cases/import_dataset.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
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
    ImportReport import(const std::filesystem::path& path, bool skip_bad_lines = false) {
        const auto reader = open_dataset(path);
        return ImportDataset(store_, progress_, go_on_).execute(*reader, skip_bad_lines);
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
        import(bad);
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
    const ImportReport report = import(
        dataset("1::Toy Story (1995)::Comedy\n7::\n", "1::F::1::10::48067\nx\n", ratings), true);

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
            ImportDataset(store_, progress_, stop).execute(*reader, false);
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
    EXPECT_THROW(import(archive, true), domain::InvalidInput);
    EXPECT_EQ(store_.load().fingerprint(), before);
}

}  // namespace
}  // namespace neurec::application
