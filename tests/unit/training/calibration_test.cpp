#include "infrastructure/training/calibration.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

/// 200 movies and 60 users who like movie m with the probability sigmoid(1.5 · logit − 2), and rate
/// one more.
domain::Dataset users_who_follow_the_model() {
    domain::Random random(1);
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 200; ++id)
        movies.push_back({MovieId{id}, "M", {}});
    for (int user = 1; user <= 60; ++user) {
        users.push_back({UserId{user}, {}});
        for (domain::MovieIndex movie = 0; movie < 200; ++movie) {
            const double probability =
                1 / (1 + std::exp(-(1.5 * static_cast<double>(logit_of(movie)) - 2)));
            if (random.uniform() < probability)
                ratings.push_back({UserId{user}, MovieId{static_cast<std::int64_t>(movie) + 1}, 5});
        }
    }
    return {users, movies, ratings};
}

TEST(Calibrate, FindsTheScaleAndOffsetThatLikesFollow) {
    const domain::Dataset data = users_who_follow_the_model();
    std::vector<domain::UserIndex> users(data.users().size());
    for (domain::UserIndex user = 0; user < users.size(); ++user)
        users[user] = user;
    const Validation validation(data, users, std::vector<std::uint32_t>(200, 1), 1);

    const deep_learning::Calibration fitted = calibrate(StatedModel(data), validation, 0.5);

    // 60 users' likes tell the scale to about 0.03 and the offset to about 0.04; the cases with
    // revealed likes leave these out, which moves the offset down a little.
    EXPECT_NEAR(fitted.scale, 1.5, 0.15);
    EXPECT_NEAR(fitted.offset, -2.1, 0.25);
}

TEST(Calibrate, FallsBackOnTheExpectedShareWithoutCases) {
    const domain::Dataset data = users_who_follow_the_model();
    const Validation nobody(data, {}, std::vector<std::uint32_t>(200, 1), 1);
    const deep_learning::Calibration fitted = calibrate(StatedModel(data), nobody, 0.2);
    EXPECT_EQ(fitted.scale, kUncalibrated.scale);
    EXPECT_NEAR(fitted.offset, std::log(0.25), 1e-6);
}

}  // namespace
}  // namespace neurec::infrastructure::training
