#include "support/failing_disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_rating_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using tests::FailingDisk;
using Fault = FailingDisk::Fault;

/// More calls than any of the work here makes.
constexpr int kEveryCall = 1'000'000;
constexpr int kMostCalls = 3000;
constexpr std::int64_t kUsers = 15;
constexpr std::int64_t kMovies = 40;

/// The disk fails at the first write, sync or truncation of some work, then at a later one, and so
/// on, until the work comes through: once, or from there on.
class FailingDiskTest : public testing::TestWithParam<std::tuple<Fault, int>> {
  protected:
    /// Does the work at each failure; `check` is told whether it was done.
    template <class Work, class Check>
    void at_every_call(Work work, Check check) {
        const auto [fault, times] = GetParam();
        int failures = 0;
        // Every one of the first, then fewer and fewer of them.
        for (int nth = 1; nth < kMostCalls; nth += 1 + nth / 6) {
            FailingDisk::fail(nth, fault, times);
            bool is_done = true;
            try {
                work();
            } catch (const domain::Unavailable& error) {
                is_done = false;
                EXPECT_NE(std::string(error.what()), "");
            }
            // Where the plan was not used up, the work made fewer calls than that.
            const bool was_reached = FailingDisk::failures() > 0;
            FailingDisk::heal();
            check(is_done);
            if (!was_reached) {
                EXPECT_TRUE(is_done);
                EXPECT_GT(failures, 2);
                return;
            }
            if (!is_done) ++failures;
        }
        FAIL() << "it never came through";
    }
    [[nodiscard]] static std::vector<domain::Rating> bulk(float stars) {
        std::vector<domain::Rating> ratings;
        for (std::int64_t user = 1; user <= kUsers; ++user)
            for (std::int64_t movie = 1; movie <= kMovies; ++movie)
                ratings.push_back(tests::rating(user, movie, stars, 1));
        return ratings;
    }
    static void expect_sound(const std::filesystem::path& file) {
        sqlite3* raw = nullptr;
        sqlite3_open(file.c_str(), &raw);
        std::string verdict;
        sqlite3_exec(
            raw, "pragma integrity_check",
            [](void* out, int, char** values, char**) {
                *static_cast<std::string*>(out) = values[0];
                return 0;
            },
            &verdict, nullptr);
        sqlite3_close(raw);
        EXPECT_EQ(verdict, "ok");
    }

    FailingDisk disk_;
    tests::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "neurec.sqlite";
};
INSTANTIATE_TEST_SUITE_P(, FailingDiskTest,
                         testing::Combine(testing::Values(Fault::full, Fault::io_error,
                                                          Fault::short_write),
                                          testing::Values(1, kEveryCall)));

TEST_P(FailingDiskTest, LeavesABulkOfRatingsWholeOrUndone) {
    Database database(file_);
    SqlDatasetStore store(database);
    const auto import = store.begin_import({});
    for (std::int64_t id = 1; id <= kMovies; ++id)
        import->upsert(tests::movie(id, "Movie", {}));
    for (std::int64_t id = 1; id <= kUsers; ++id)
        import->upsert(domain::User{domain::UserId{id}, {}});
    import->commit();
    SqlRatingRepository ratings(database);
    ASSERT_TRUE(ratings.store(bulk(1)).empty());

    float stored = 1;
    float wanted = 2;
    at_every_call([&] { static_cast<void>(ratings.store(bulk(wanted))); },
                  [&](bool is_done) {
                      if (is_done) stored = wanted;
                      wanted = stored == 2 ? 3 : 2;
                      const domain::Dataset data = store.load();
                      ASSERT_EQ(data.rating_count(), std::size_t{kUsers * kMovies});
                      for (domain::UserIndex user = 0; user < data.users().size(); ++user)
                          for (const domain::RatedMovie& each : data.profile_of(user).ratings)
                              ASSERT_EQ(each.rating, stored);
                  });
    // And it works again.
    ASSERT_TRUE(ratings.store(bulk(5)).empty());
    EXPECT_EQ(store.load().profile_of(0).ratings.front().rating, 5);
    expect_sound(file_);
}

TEST_P(FailingDiskTest, LeavesAnImportWholeOrUndone) {
    Database database(file_);
    SqlDatasetStore store(database);
    tests::store_sample(store);
    std::int64_t next = 100;
    auto before = store.counts();
    at_every_call(
        [&] {
            const auto import = store.begin_import({});
            for (std::int64_t id = next; id < next + 300; ++id)
                import->upsert(domain::User{domain::UserId{id}, {25, domain::Gender::female, 4}});
            import->commit();
        },
        [&](bool is_done) {
            if (is_done) {
                before.users += 300;
                next += 300;
            }
            ASSERT_EQ(store.counts(), before);
        });
    expect_sound(file_);
}

TEST_P(FailingDiskTest, LeavesADatabaseThatIsBeingMadeToTheNextAttempt) {
    int attempts = 0;
    at_every_call(
        [&] {
            const Database database(folder_.path() / std::to_string(++attempts) / "neurec.sqlite");
        },
        [&](bool /*is_done*/) {
            Database database(folder_.path() / std::to_string(attempts) / "neurec.sqlite");
            SqlDatasetStore store(database);
            tests::store_sample(store);
            ASSERT_EQ(store.counts().ratings, tests::kRatings.size());
        });
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
