#include "application/services/ranking_evaluator.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/errors.hpp"
#include "support/quiet_progress.hpp"
#include "support/small_dataset.hpp"

namespace neurec::application {

namespace {

/// Gives the same scores to everyone.
class FixedScores : public domain::Scorer {
  public:
    explicit FixedScores(std::vector<float> scores, bool probabilities = false)
        : scores_(std::move(scores)), probabilities_(probabilities) {}
    void score(const domain::UserProfile& /*profile*/, std::span<float> out) const override {
        std::ranges::copy(scores_, out.begin());
    }
    [[nodiscard]] bool gives_probabilities() const override { return probabilities_; }

  private:
    std::vector<float> scores_;
    bool probabilities_;
};

/// Movies 0..3 are rated, movie 1 by two users; movie 4 by none.
domain::Dataset rated_data() {
    return tests::small_dataset(3, 5, {{1, 1, 5}, {1, 2, 5}, {2, 2, 1}, {2, 3, 4}, {3, 4, 2}});
}

void ignore(std::size_t /*done*/) {}

}  // namespace

TEST(RankedCatalogue, RanksRatedMoviesAndCountsPopularityFromOne) {
    const domain::Dataset data = rated_data();

    const RankedCatalogue catalogue(data, data);

    EXPECT_EQ(catalogue.ranked, (std::vector<domain::MovieIndex>{0, 1, 2, 3}));
    EXPECT_EQ(catalogue.popularity_rank, (std::vector<std::uint32_t>{2, 1, 3, 4, 5}));
}

TEST(RankTasks, LeavesOutKnownAndUnratedMovies) {
    const domain::Dataset data = rated_data();
    const RankedCatalogue catalogue(data, data);
    const FixedScores scorer({0.1F, 0.5F, 0.3F, 0.2F, 0.9F});
    const std::vector<RankingTask> tasks = {{{}, {1}, {0, 2}, {}}};

    const RankingOutcome outcome =
        rank_tasks(scorer, catalogue, tasks, 1, tests::StopFlag(), ignore);

    // Ranked are 2, 3, 0; relevant stand first and third.
    EXPECT_EQ(outcome.top_10, (std::vector<std::vector<domain::MovieIndex>>{{2, 3, 0}}));
    EXPECT_NEAR(outcome.ndcg_at_10[0], 1.5 / 1.63093, 1e-5);
    EXPECT_DOUBLE_EQ(outcome.recall_at_20[0], 1);
    EXPECT_TRUE(outcome.sampled_rank.empty());
    EXPECT_FALSE(outcome.calibration);
}

TEST(RankTasks, RanksTheHeldOutMovieAgainstItsNegativesAlone) {
    const domain::Dataset data = rated_data();
    const RankedCatalogue catalogue(data, data);
    const FixedScores scorer({0.3F, 0.5F, 0.3F, 0.2F, 0.9F});
    const std::vector<RankingTask> tasks = {{{}, {1}, {0}, {2, 3}}};

    const RankingOutcome outcome =
        rank_tasks(scorer, catalogue, tasks, 1, tests::StopFlag(), ignore);

    EXPECT_EQ(outcome.sampled_rank, (std::vector<std::size_t>{1}));
}

TEST(RankTasks, MeasuresCalibrationOfProbabilitiesOverRankedPairs) {
    const domain::Dataset data = rated_data();
    const RankedCatalogue catalogue(data, data);
    const FixedScores scorer({0.52F, 0.52F, 0.52F, 0.52F, 0.99F}, true);
    const std::vector<RankingTask> tasks = {{{}, {}, {0, 2}, {}}, {{}, {1, 2}, {0}, {}}};

    const RankingOutcome outcome =
        rank_tasks(scorer, catalogue, tasks, 1, tests::StopFlag(), ignore);

    ASSERT_TRUE(outcome.calibration);
    EXPECT_EQ(outcome.calibration->bins[10].pairs, 6);
    EXPECT_DOUBLE_EQ(outcome.calibration->bins[10].share_relevant, 0.5);
    EXPECT_NEAR(outcome.calibration->expected_error, 0.02, 1e-6);
    EXPECT_EQ(outcome.calibration_top_10->bins[10].pairs, 6);
}

TEST(RankTasks, GivesTheSameFiguresOnAnyNumberOfThreads) {
    const domain::Dataset data = rated_data();
    const RankedCatalogue catalogue(data, data);
    const FixedScores scorer({0.11F, 0.52F, 0.33F, 0.24F, 0.9F}, true);
    std::vector<RankingTask> tasks;
    for (domain::MovieIndex i = 0; i < 200; ++i)
        tasks.push_back({{}, {i % 4}, {(i + 1) % 4}, {(i + 2) % 4}});

    const auto one = rank_tasks(scorer, catalogue, tasks, 1, tests::StopFlag(), ignore);
    const auto three = rank_tasks(scorer, catalogue, tasks, 3, tests::StopFlag(), ignore);

    EXPECT_EQ(one.ndcg_at_10, three.ndcg_at_10);
    EXPECT_EQ(one.sampled_rank, three.sampled_rank);
    EXPECT_EQ(one.top_10, three.top_10);
    EXPECT_EQ(one.calibration, three.calibration);
}

TEST(RankTasks, EndsWhenStopped) {
    const domain::Dataset data = rated_data();
    const RankedCatalogue catalogue(data, data);
    const FixedScores scorer({0, 0, 0, 0, 0});
    const std::vector<RankingTask> tasks(100, {{}, {}, {0}, {}});

    EXPECT_THROW((void)rank_tasks(scorer, catalogue, tasks, 1, tests::StopFlag(true), ignore),
                 domain::Interrupted);
}

TEST(DescribeLists, MeasuresCoverageRankDiversityAndSameness) {
    std::vector<domain::Movie> movies = {{domain::MovieId{1}, "A", {"Drama"}},
                                         {domain::MovieId{2}, "B", {"Drama", "War"}},
                                         {domain::MovieId{3}, "C", {"Comedy"}},
                                         {domain::MovieId{4}, "D", {}}};
    const std::vector<domain::Rating> ratings = {{domain::UserId{1}, domain::MovieId{1}, 5},
                                                 {domain::UserId{1}, domain::MovieId{2}, 5},
                                                 {domain::UserId{1}, domain::MovieId{3}, 5},
                                                 {domain::UserId{1}, domain::MovieId{4}, 5}};
    const domain::Dataset data({{domain::UserId{1}, {}}}, std::move(movies), ratings);
    const RankedCatalogue catalogue(data, data);
    // Distances: A–B 0.5, A–C 1; the first two lists hold the same movies.
    const std::vector<std::vector<domain::MovieIndex>> lists = {{0, 1}, {1, 0}, {0, 2}};

    const BeyondAccuracy lists_are = describe_lists(lists, catalogue);

    EXPECT_DOUBLE_EQ(lists_are.coverage, 0.75);
    EXPECT_DOUBLE_EQ(lists_are.mean_popularity_rank, (1 + 2 + 2 + 1 + 1 + 3) / 6.0);
    EXPECT_NEAR(lists_are.intra_list_diversity, (0.5 + 0.5 + 1) / 3, 1e-6);
    EXPECT_DOUBLE_EQ(lists_are.same_top_10_share, 2 / 3.0);
    EXPECT_EQ(lists_are.distinct_top_10, 2);
}

TEST(DescribeLists, OfNoListsIsAllZero) {
    const domain::Dataset data = rated_data();
    EXPECT_EQ(describe_lists({}, RankedCatalogue(data, data)), BeyondAccuracy{});
}

}  // namespace neurec::application
