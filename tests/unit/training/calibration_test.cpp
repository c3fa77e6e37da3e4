#include "infrastructure/training/calibration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "domain/random.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;

float logit_of(domain::MovieIndex movie) {
    return static_cast<float>(movie % 41) / 10.0F - 2.0F;
}

/// Scores movie m with the logit (m mod 41)/10 − 2 for everybody, uncalibrated.
class StatedModel : public domain::RankingModel {
  public:
    explicit StatedModel(const domain::Dataset& data) : data_(data) {}
    [[nodiscard]] std::string_view id() const override { return "stated"; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return data_.movies(); }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(MovieId id) const override {
        return data_.index_of(id);
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return {}; }
    [[nodiscard]] domain::EncodedUser encode(
        const domain::UserProfile& /*profile*/) const override {
        return {};
    }
    void score_all(const domain::EncodedUser& /*user*/, std::span<float> out) const override {
        for (domain::MovieIndex movie = 0; movie < out.size(); ++movie)
            out[movie] = 1 / (1 + std::exp(-kUncalibrated.scale * logit_of(movie)));
    }
    void score(const domain::EncodedUser&, std::span<const domain::MovieIndex>,
               std::span<float>) const override {}

  private:
    const domain::Dataset& data_;
};

/// 200 movies and 300 users who rate all of them: they like movie m with the probability
/// sigmoid(1.5 · logit − 2), and dislike the rest. What somebody reveals says nothing about what
/// they like besides, since all of their movies are as likely to be revealed.
domain::Dataset users_who_follow_the_model() {
    domain::Random random(1);
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 200; ++id)
        movies.push_back({MovieId{id}, "M", {}});
    for (int user = 1; user <= 300; ++user) {
        users.push_back({UserId{user}, {}});
        for (domain::MovieIndex movie = 0; movie < 200; ++movie) {
            const double probability =
                1 / (1 + std::exp(-(1.5 * static_cast<double>(logit_of(movie)) - 2)));
            const float stars = random.uniform() < probability ? 5 : 2;
            ratings.push_back({UserId{user}, MovieId{static_cast<std::int64_t>(movie) + 1}, stars});
        }
    }
    return {users, movies, ratings};
}

Validation validation_of_everybody(const domain::Dataset& data) {
    std::vector<domain::UserIndex> users(data.users().size());
    std::iota(users.begin(), users.end(), 0U);
    return {data, users, std::vector<std::uint32_t>(data.movies().size(), 1), 1};
}

/// How far predictions are from what is liked, over all pairs that were not revealed: in sum, and
/// weighted by the logit. Both are 0 at the scale and offset of the greatest likelihood, and there
/// alone.
struct Residuals {
    double mean = 0;
    double by_logit = 0;
};

Residuals residuals_of(const deep_learning::Calibration& fitted, const Validation& validation) {
    Residuals residuals;
    double pairs = 0;
    for (const Validation::Case& each : validation.cases())
        for (domain::MovieIndex movie = 0; movie < 200; ++movie) {
            if (std::ranges::binary_search(each.revealed, movie)) continue;
            const double logit = logit_of(movie);
            const double predicted = 1 / (1 + std::exp(-(fitted.scale * logit + fitted.offset)));
            const double liked = std::ranges::binary_search(each.relevant, movie) ? 1 : 0;
            residuals.mean += predicted - liked;
            residuals.by_logit += (predicted - liked) * logit;
            ++pairs;
        }
    return {residuals.mean / pairs, residuals.by_logit / pairs};
}

TEST(Calibrate, FindsTheScaleAndOffsetOfTheGreatestLikelihood) {
    const domain::Dataset data = users_who_follow_the_model();
    const Validation validation = validation_of_everybody(data);

    const deep_learning::Calibration fitted = calibrate(StatedModel(data), validation, 0.5);

    const Residuals residuals = residuals_of(fitted, validation);
    EXPECT_NEAR(residuals.mean, 0, 1e-5);
    EXPECT_NEAR(residuals.by_logit, 0, 1e-5);
    // 60,000 pairs tell the scale to about 0.014 and the offset to about 0.017.
    EXPECT_NEAR(fitted.scale, 1.5, 0.04);
    EXPECT_NEAR(fitted.offset, -2, 0.05);
}

/// What the curve for nobody's ratings makes of a logit, as a probability.
double calibrated(const deep_learning::Calibration& fitted, double logit) {
    const double x = double{fitted.scale} * logit + fitted.offset;
    const deep_learning::CalibrationCurves& curves = *fitted.curves;
    double y = curves.slope[0] * x + curves.shift[0];
    for (std::size_t k = 0; k < curves.bend.cols; ++k)
        y += curves.bend.values[k] * std::max(0.0, x - curves.bend_at.values[k]);
    return 1 / (1 + std::exp(-y));
}

TEST(Calibrate, BendsWhereTheTruthDoes) {
    // 300 users who like every movie up to the logit 0 one time in ten, and above it ever more
    // often: no line through both is close to either.
    const auto truth = [](double logit) { return logit <= 0 ? 0.1 : 0.1 + 0.3 * logit; };
    domain::Random random(2);
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 200; ++id)
        movies.push_back({MovieId{id}, "M", {}});
    for (int user = 1; user <= 300; ++user) {
        users.push_back({UserId{user}, {}});
        for (domain::MovieIndex movie = 0; movie < 200; ++movie)
            if (random.uniform() < truth(logit_of(movie)))
                ratings.push_back({UserId{user}, MovieId{static_cast<std::int64_t>(movie) + 1}, 5});
    }
    const domain::Dataset data(users, movies, ratings);
    const Validation validation = validation_of_everybody(data);

    const auto fitted = calibrate(StatedModel(data), validation, 0.5);
    const auto line = calibrate(StatedModel(data), validation, 0.5, CurveFit::none);

    ASSERT_FALSE(line.curves);
    ASSERT_TRUE(fitted.curves);
    EXPECT_EQ(fitted.curves->from_ratings, (std::vector<std::uint32_t>{0, 1, 3, 5, 10, 20}));
    double worst_of_line = 0;
    for (const double logit : {-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 1.9}) {
        EXPECT_NEAR(calibrated(fitted, logit), truth(logit), 0.04) << "at " << logit;
        const double x = double{line.scale} * logit + line.offset;
        worst_of_line = std::max(worst_of_line, std::abs(1 / (1 + std::exp(-x)) - truth(logit)));
    }
    EXPECT_GT(worst_of_line, 0.06) << "otherwise this test shows nothing";
}

TEST(Calibrate, GivesCurvesThatRiseEverywhere) {
    const domain::Dataset data = users_who_follow_the_model();

    const auto fitted = calibrate(StatedModel(data), validation_of_everybody(data), 0.5);

    ASSERT_TRUE(fitted.curves);
    const deep_learning::CalibrationCurves& curves = *fitted.curves;
    for (std::size_t curve = 0; curve < curves.from_ratings.size(); ++curve) {
        float slope = curves.slope[curve];
        EXPECT_GT(slope, 0) << curve;
        for (std::size_t k = 0; k < curves.bend.cols; ++k) {
            slope += curves.bend.values[curve * curves.bend.cols + k];
            EXPECT_GT(slope, 0) << curve << ", after bend " << k;
        }
    }
}

TEST(Calibrate, FallsBackOnTheExpectedShareWithoutCases) {
    const domain::Dataset data = users_who_follow_the_model();
    const Validation nobody(data, {}, std::vector<std::uint32_t>(200, 1), 1);
    const deep_learning::Calibration fitted = calibrate(StatedModel(data), nobody, 0.2);
    EXPECT_EQ(fitted.scale, kUncalibrated.scale);
    EXPECT_FALSE(fitted.curves);
    EXPECT_NEAR(fitted.offset, std::log(0.25), 1e-6);
}

}  // namespace
}  // namespace neurec::infrastructure::training
