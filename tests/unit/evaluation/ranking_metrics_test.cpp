#include "application/services/ranking_metrics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace neurec::application {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<domain::MovieIndex> all_of(std::size_t movies) {
    std::vector<domain::MovieIndex> candidates(movies);
    std::iota(candidates.begin(), candidates.end(), domain::MovieIndex{0});
    return candidates;
}

}  // namespace

TEST(MetricsOfRanks, DiscountsByTheLogarithmOfTheRank) {
    // Hits at places 1 and 3 of a list whose ideal has hits at places 1 and 2.
    const RankingMetrics metrics = metrics_of_ranks(std::array<std::size_t, 2>{0, 2}, 2);

    EXPECT_DOUBLE_EQ(metrics.ndcg_at_10, (1 + 1 / std::log2(4)) / (1 + 1 / std::log2(3)));
    EXPECT_NEAR(metrics.ndcg_at_10, 0.9197, 0.00005);
    EXPECT_DOUBLE_EQ(metrics.recall_at_20, 1);
    EXPECT_DOUBLE_EQ(metrics.hit_rate_at_10, 1);
}

TEST(MetricsOfRanks, CutsTheIdealAtTenAndTheRecallAtTwenty) {
    std::vector<std::size_t> first_ten(10);
    std::iota(first_ten.begin(), first_ten.end(), std::size_t{0});

    const RankingMetrics metrics = metrics_of_ranks(first_ten, 50);

    EXPECT_DOUBLE_EQ(metrics.ndcg_at_10, 1);
    EXPECT_DOUBLE_EQ(metrics.recall_at_20, 0.5);
}

TEST(MetricsOfRanks, LooksTenDeepForNdcgAndTwentyForRecall) {
    const RankingMetrics at_9 = metrics_of_ranks(std::array<std::size_t, 1>{9}, 1);
    const RankingMetrics at_10 = metrics_of_ranks(std::array<std::size_t, 1>{10}, 1);
    const RankingMetrics at_20 = metrics_of_ranks(std::array<std::size_t, 1>{20}, 1);

    EXPECT_EQ(at_9, (RankingMetrics{1 / std::log2(11), 1, 1}));
    EXPECT_EQ(at_10, (RankingMetrics{0, 1, 0}));
    EXPECT_EQ(at_20, (RankingMetrics{0, 0, 0}));
}

TEST(RelevantRanks, OrderByFallingScore) {
    const std::array<float, 5> scores = {0.1F, 0.9F, 0.5F, 0.7F, 0.3F};
    const std::array<std::uint8_t, 5> relevant = {1, 0, 1, 0, 0};

    EXPECT_EQ(relevant_ranks(scores, all_of(5), relevant, 20), (std::vector<std::size_t>{2, 4}));
}

TEST(RelevantRanks, LetTiesCountAgainstTheRelevant) {
    const std::array<float, 5> scores = {0.5F, 0.5F, 0.5F, 0.9F, 0.1F};
    const std::array<std::uint8_t, 5> relevant = {1, 0, 0, 0, 0};

    EXPECT_EQ(relevant_ranks(scores, all_of(5), relevant, 20), (std::vector<std::size_t>{3}));
}

TEST(RelevantRanks, GiveAConstantScorerNothing) {
    const std::vector<float> scores(30, 0.0F);
    std::vector<std::uint8_t> relevant(30, 0);
    for (std::size_t i = 0; i < 10; ++i)
        relevant[i] = 1;

    EXPECT_TRUE(relevant_ranks(scores, all_of(30), relevant, 20).empty());
}

TEST(RelevantRanks, PutWhatIsNotANumberLast) {
    const std::array<float, 4> scores = {kNan, -5.0F, kNan, 1.0F};
    const std::array<std::uint8_t, 4> relevant = {1, 1, 0, 0};

    EXPECT_EQ(relevant_ranks(scores, all_of(4), relevant, 20), (std::vector<std::size_t>{1, 3}));
}

TEST(RelevantRanks, SeeCandidatesAloneAndNoDeeperThanAsked) {
    const std::array<float, 5> scores = {0.9F, 0.8F, 0.7F, 0.6F, 0.5F};
    const std::array<std::uint8_t, 5> relevant = {0, 0, 1, 0, 1};
    const std::array<domain::MovieIndex, 3> candidates = {1, 2, 4};

    EXPECT_EQ(relevant_ranks(scores, candidates, relevant, 20), (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(relevant_ranks(scores, candidates, relevant, 2), (std::vector<std::size_t>{1}));
}

TEST(RankAmong, CountsEqualScoresBeforeTheMovie) {
    const std::array<float, 6> scores = {0.5F, 0.9F, 0.5F, 0.4F, kNan, 0.5F};

    EXPECT_EQ(rank_among(scores, 0, std::array<domain::MovieIndex, 5>{1, 2, 3, 4, 5}), 3);
    EXPECT_EQ(rank_among(scores, 4, std::array<domain::MovieIndex, 3>{1, 2, 3}), 3);
}

TEST(TopMovies, BreakTiesByPosition) {
    const std::array<float, 5> scores = {0.2F, 0.7F, 0.2F, 0.9F, 0.2F};

    EXPECT_EQ(top_movies(scores, all_of(5), 4), (std::vector<domain::MovieIndex>{3, 1, 0, 2}));
    EXPECT_EQ(top_movies(scores, std::array<domain::MovieIndex, 2>{4, 1}, 10),
              (std::vector<domain::MovieIndex>{1, 4}));
}

}  // namespace neurec::application
