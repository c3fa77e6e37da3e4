#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"
#include "support/tiny_filesystem.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using domain::Dataset;
using domain::StoreCounts;
using domain::UserId;
using testing::AllOf;
using testing::HasSubstr;
using tests::kMovies;
using tests::kRatings;
using tests::kUsers;
using tests::movie;
using tests::rating;
using tests::store_sample;

class DatasetStore : public tests::OnEachDatabase {
  protected:
    Database database_{place_.engine()};
    SqlDatasetStore store_{database_};
};
INSTANTIATE_TEST_SUITE_P(, DatasetStore, tests::kEachDatabase, tests::kDatabaseName);

TEST_P(DatasetStore, LoadsWhatWasStored) {
    store_sample(store_);
    EXPECT_EQ(store_.load().fingerprint(),
              Dataset(kUsers, kMovies,
                      std::vector{// by user, then by movie
                                  rating(1, 73, 4, 0), rating(2, 1, 0.5F, 978300761),
                                  rating(2, 73, 3, 978300762), rating(2, 260, 5, 978300760)})
                  .fingerprint());
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
}

TEST_P(DatasetStore, KeepsDemographicsTitlesAndGenresAsTheyAre) {
    store_sample(store_);
    const Dataset data = store_.load();
    EXPECT_EQ(data.users(), (std::vector{kUsers[1], kUsers[0], kUsers[2]}));
    EXPECT_EQ(data.movies(), (std::vector{kMovies[0], kMovies[3], kMovies[2], kMovies[1]}));
}

TEST_P(DatasetStore, LoadsNothingFromANewDatabase) {
    EXPECT_EQ(store_.load().rating_count(), 0U);
    EXPECT_EQ(store_.counts(), StoreCounts{});
}

TEST_P(DatasetStore, HoldsEachRowOnceWhenTheSameIsStoredAgain) {
    store_sample(store_);
    const auto before = store_.load().fingerprint();
    store_sample(store_);
    EXPECT_EQ(store_.load().fingerprint(), before);
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
}

TEST_P(DatasetStore, UpdatesRowsThatAreThere) {
    store_sample(store_);
    const auto transaction = store_.begin_import({});
    transaction->upsert(movie(1, "Toy Story, New Cut (1996)", {"Comedy"}));
    transaction->upsert(domain::User{UserId{2}, {57, std::nullopt, 3}});
    transaction->upsert(rating(2, 260, 1, 978300800));
    transaction->commit();

    const Dataset data = store_.load();
    EXPECT_EQ(data.movies()[0], movie(1, "Toy Story, New Cut (1996)", {"Comedy"}));
    EXPECT_EQ(data.users()[1], (domain::User{UserId{2}, {57, std::nullopt, 3}}));
    EXPECT_EQ(data.profile_of(1).ratings.back(),
              (domain::RatedMovie{domain::MovieId{260}, 1, 978300800}));
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
    SqlMovieRepository movies(database_);
    EXPECT_EQ(movies.search({.title_words = "new cut"}).total, 1U);
    EXPECT_EQ(movies.search({.genres = {"Animation"}}).total, 0U);
}

TEST_P(DatasetStore, LetsTheLaterOfTwoRatingsOfAPairWin) {
    const auto transaction = store_.begin_import({});
    transaction->upsert(kMovies[0]);
    transaction->upsert(kUsers[0]);
    transaction->upsert(rating(2, 1, 5, 978300760));
    transaction->upsert(rating(2, 1, 2, 978300759));
    transaction->commit();
    EXPECT_EQ(store_.load().profile_of(0).ratings,
              (std::vector<domain::RatedMovie>{{domain::MovieId{1}, 2, 978300759}}));
}

TEST_P(DatasetStore, ShowsNothingOfAnImportBeforeItIsCommitted) {
    const auto transaction = store_.begin_import({});
    transaction->upsert(kMovies[0]);
    transaction->upsert(kUsers[0]);
    EXPECT_EQ(store_.counts(), StoreCounts{});
    transaction->commit();
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 1, .movies = 1, .ratings = 0}));
}

TEST_P(DatasetStore, IsAsBeforeWhenAnImportIsNotCommitted) {
    store_sample(store_);
    const auto before = store_.load().fingerprint();
    {
        const auto transaction = store_.begin_import({});
        transaction->upsert(movie(1, "Other (2000)", {"War"}));
        transaction->upsert(movie(77, "More (2000)", {"War"}));
        transaction->upsert(rating(2, 260, 1, 5));
    }
    EXPECT_EQ(store_.load().fingerprint(), before);
    store_sample(store_);  // and the next import finds no lock left
    EXPECT_EQ(store_.load().fingerprint(), before);
}

TEST_P(DatasetStore, KeepsCommittedRowsWhenItIsOpenedAgain) {
    store_sample(store_);
    Database again(place_.engine());
    EXPECT_EQ(SqlDatasetStore(again).counts(),
              (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
}

TEST_P(DatasetStore, RefusesRowsThatBreakTheSchemasRules) {
    store_sample(store_);
    const auto attempt = [&](const auto& row) {
        const auto transaction = store_.begin_import({});
        transaction->upsert(row);
        transaction->commit();
    };
    EXPECT_THROW(attempt(rating(77, 1, 5, 0)), domain::Unavailable);    // no such user
    EXPECT_THROW(attempt(rating(1, 77, 5, 0)), domain::Unavailable);    // no such movie
    EXPECT_THROW(attempt(rating(1, 1, 5.5F, 0)), domain::Unavailable);  // beyond the stars
    EXPECT_THROW(attempt(rating(1, 1, 5, -1)), domain::Unavailable);    // before 1970
    EXPECT_THROW(attempt(domain::User{UserId{3}, {151, std::nullopt, std::nullopt}}),
                 domain::Unavailable);
    EXPECT_THROW(attempt(domain::User{UserId{3}, {std::nullopt, std::nullopt, 21}}),
                 domain::Unavailable);
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
}

TEST_P(DatasetStore, WorksWithASingleConnection) {
    Database alone(place_.engine(), 1);
    SqlDatasetStore store(alone);
    const auto transaction = store.begin_import({});
    transaction->upsert(kUsers[0]);
    transaction->commit();
    EXPECT_EQ(store.counts().users, 1U);  // the transaction object still lives
}

TEST_P(DatasetStore, MakesASecondWriterWaitForTheFirst) {
    auto first = store_.begin_import({});
    first->upsert(kUsers[0]);
    std::thread second([&] { store_sample(store_); });
    first->commit();
    first.reset();
    second.join();
    EXPECT_EQ(store_.counts(), (StoreCounts{.users = 3, .movies = 4, .ratings = 4}));
}

TEST(SqliteDatasetStore, SaysThatTheDiskIsFullAndStaysAsItWas) {
    const tests::TemporaryFolder folder;
    tests::TinyFilesystem disk(folder.path() / "disk", "2m");
    if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
    const auto file = disk.path() / "neurec.sqlite";
    Database database(file);
    SqlDatasetStore store(database);
    store_sample(store);
    const auto before = store.load().fingerprint();
    try {
        const auto transaction = store.begin_import({});
        for (std::int64_t id = 1000; id < 200'000; ++id)
            transaction->upsert(domain::User{UserId{id}, {25, domain::Gender::female, 4}});
        transaction->commit();
        ADD_FAILURE() << "200,000 users fitted";
    } catch (const domain::Unavailable& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr(file.string()),
                                        HasSubstr("the disk is full. Nothing was stored")));
    }
    EXPECT_EQ(store.load().fingerprint(), before);
    Database again(file);
    EXPECT_EQ(SqlDatasetStore(again).load().fingerprint(), before);
}

TEST(SqliteDatasetStore, SaysThatItCannotBeWritten) {
    const tests::TemporaryFolder folder;
    tests::TinyFilesystem disk(folder.path() / "disk", "4m");
    if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
    const auto file = disk.path() / "neurec.sqlite";
    {
        const Database database(file);
    }
    ASSERT_TRUE(disk.make_read_only());
    const auto attempt = [&] {
        Database database(file);
        static_cast<void>(SqlDatasetStore(database).begin_import({}));
    };
    try {
        attempt();
        ADD_FAILURE() << "it was written";
    } catch (const domain::Unavailable& error) {
        EXPECT_THAT(error.what(), HasSubstr(file.string()));
        EXPECT_THAT(error.what(), HasSubstr("NEUREC_HOME"));
    }
}

TEST_P(DatasetStore, AnswersReadersWhileAnImportRuns) {
    store_sample(store_);
    SqlUserProfileRepository profiles(database_);
    SqlMovieRepository movies(database_);
    const auto transaction = store_.begin_import({});
    const std::size_t kReaders = 4;
    std::vector<std::thread> readers;
    std::atomic<int> answers = 0;
    std::atomic<int> wrong = 0;
    for (std::size_t i = 0; i < kReaders; ++i)
        readers.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                if (profiles.find(UserId{2})->ratings.size() != 3) ++wrong;
                if (movies.find(domain::MovieId{1})->title != "Toy Story (1995)") ++wrong;
                ++answers;
            }
        });
    for (std::int64_t id = 1000; id < 5000; ++id) {
        transaction->upsert(movie(id, "Toy Story Again (1995)", {"Comedy"}));
        transaction->upsert(rating(2, id, 4, 0));
    }
    transaction->upsert(movie(1, "Changed (1995)", {}));
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_EQ(answers, 800);
    EXPECT_EQ(wrong, 0);
    transaction->commit();
    EXPECT_EQ(profiles.find(UserId{2})->ratings.size(), 4003U);
    EXPECT_EQ(movies.find(domain::MovieId{1})->title, "Changed (1995)");
}

TEST_P(DatasetStore, ShowsEveryReadOnAPooledConnectionTheNewestCommit) {
    // One connection for all reads; a look-up of a single row must not leave a snapshot open on it.
    Database reading(place_.engine(), 1);
    SqlMovieRepository movies(reading);
    SqlUserProfileRepository profiles(reading);
    store_sample(store_);
    EXPECT_TRUE(movies.find(domain::MovieId{1}).has_value());
    EXPECT_EQ(profiles.find(UserId{1})->ratings.size(), 1U);
    EXPECT_TRUE(movies.find(domain::MovieId{1}).has_value());

    const auto transaction = store_.begin_import({});
    transaction->upsert(rating(1, 260, 4, 0));
    transaction->commit();
    EXPECT_EQ(profiles.find(UserId{1})->ratings.size(), 2U);
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
