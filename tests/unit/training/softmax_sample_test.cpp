#include "infrastructure/training/softmax_sample.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace neurec::infrastructure::training {
namespace {

TEST(DrawByShare, DrawsColumnsInProportionAndNeverOneWithoutShare) {
    const std::vector<float> cumulative{
        0.5F, 0.5F, 0.75F, 1.0F,    // shares 1/2, 0, 1/4, 1/4
        0.0F, 0.0F, 0.0F,  0.25F};  // all on the last; not normalised
    domain::Random random(1);
    const std::vector<std::int64_t> drawn = draw_by_share(cumulative, 4, 400, random);

    ASSERT_EQ(drawn.size(), 800);
    std::array<std::array<int, 4>, 2> counts{};
    for (std::size_t i = 0; i < drawn.size(); ++i)
        ++counts[i / 400][static_cast<std::size_t>(drawn[i])];
    // One draw from each of 400 equal strata: shares that are multiples of 1/400 come out exactly.
    EXPECT_EQ(counts[0], (std::array<int, 4>{200, 0, 100, 100}));
    EXPECT_EQ(counts[1], (std::array<int, 4>{0, 0, 0, 400}));
}

TEST(DrawTargets, KeepsEachUsersWholeWeight) {
    HistoryBatch batch;
    batch.users = 3;
    for (std::uint32_t movie = 0; movie < 40; ++movie) {
        batch.target_user.push_back(0);
        batch.target_movie.push_back(movie);
        batch.target_weight.push_back(0.25F);
    }
    batch.target_user.push_back(2);
    batch.target_movie.push_back(11);
    batch.target_weight.push_back(0.5F);
    const CatalogueSlice slice(std::vector<bool>(40, true));
    domain::Random random(1);

    const TargetSample sample = draw_targets(batch, slice, 16, random);

    ASSERT_EQ(sample.users.size(), 17);
    std::map<std::int64_t, double> weight;
    for (std::size_t i = 0; i < sample.users.size(); ++i)
        weight[sample.users[i]] += static_cast<double>(sample.weights[i]);
    EXPECT_NEAR(weight[0], 10, 1e-5) << "40 targets of a quarter each";
    EXPECT_NEAR(weight[2], 0.5, 1e-6);
    EXPECT_EQ(sample.movies.back(), 11);
}

}  // namespace
}  // namespace neurec::infrastructure::training
