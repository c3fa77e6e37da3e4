#include "infrastructure/persistence/sql_movie_statistics.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_rating_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using Ids = std::vector<std::int64_t>;

/// Movie 73 has ratings of 4 and 3, movie 260 one of 5, movie 1 one of 0.5, movie 5 none.
class MovieStatistics : public tests::OnEachDatabase {
  protected:
    MovieStatistics() {
        SqlDatasetStore store(database_);
        tests::store_sample(store);
    }
    [[nodiscard]] Ids by(domain::MovieOrder order) {
        Ids ids;
        for (const domain::Movie& each : movies_.search({.order = order}).movies)
            ids.push_back(each.id.value);
        return ids;
    }
    void rate(std::int64_t user, std::int64_t movie, float stars) {
        const std::vector<domain::Rating> ratings{tests::rating(user, movie, stars, 0)};
        EXPECT_TRUE(ratings_.store(ratings).empty());
    }

    Database database_{place_.engine()};
    SqlMovieRepository movies_{database_};
    SqlRatingRepository ratings_{database_};
    SqlMovieStatistics statistics_{database_};
};

TEST_P(MovieStatistics, AreThereAfterAnImport) {
    EXPECT_EQ(by(domain::MovieOrder::popularity), (Ids{73, 1, 260, 5}));
    EXPECT_EQ(by(domain::MovieOrder::mean_rating), (Ids{260, 73, 1, 5}));
    EXPECT_EQ(statistics_.totals(), (domain::StoreCounts{3, 4, 4}));
    EXPECT_EQ(statistics_.refresh(), 0U) << "nothing has changed";
}

TEST_P(MovieStatistics, FollowRatingsThatCameAndWent) {
    rate(1, 5, 5);
    rate(2, 5, 5);
    rate(9, 5, 4.5F);
    EXPECT_EQ(statistics_.refresh(), 1U);
    EXPECT_EQ(by(domain::MovieOrder::popularity), (Ids{5, 73, 1, 260}));
    EXPECT_EQ(by(domain::MovieOrder::mean_rating), (Ids{260, 5, 73, 1}));

    SqlAccountRepository accounts(database_);
    ASSERT_TRUE(accounts.remove(domain::UserId{2}));
    EXPECT_EQ(statistics_.refresh(), 4U);
    EXPECT_EQ(by(domain::MovieOrder::popularity), (Ids{5, 73, 1, 260}));
    EXPECT_EQ(statistics_.totals(), (domain::StoreCounts{2, 4, 3}));
}

INSTANTIATE_TEST_SUITE_P(, MovieStatistics, tests::kEachDatabase, tests::kDatabaseName);

}  // namespace
}  // namespace neurec::infrastructure::persistence
