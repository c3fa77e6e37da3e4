#include "infrastructure/training/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <new>
#include <numeric>
#include <span>
#include <thread>
#include <utility>

#include "support/likes_model.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::MovieId;
using domain::UserId;

TEST(NdcgAt10, IsOneWhereEveryRelevantMovieIsOnTop) {
    const std::vector<float> scores{0.1F, 0.9F, 0.2F, 0.8F};
    EXPECT_DOUBLE_EQ(
        ndcg_at_10(scores, std::vector<bool>(4, true), {}, std::vector<domain::MovieIndex>{1, 3}),
        1);
}

TEST(NdcgAt10, DiscountsByRank) {
    const std::vector<float> scores{0.9F, 0.8F, 0.7F, 0.6F};
    const double expected = (1 / std::log2(3) + 1 / std::log2(5)) / (1 + 1 / std::log2(3));
    EXPECT_NEAR(
        ndcg_at_10(scores, std::vector<bool>(4, true), {}, std::vector<domain::MovieIndex>{1, 3}),
        expected, 1e-12);
}

TEST(NdcgAt10, RanksNeitherRevealedNorUnratedMovies) {
    const std::vector<float> scores{0.9F, 0.8F, 0.7F};
    const std::vector<bool> ranked{true, false, true};
    EXPECT_DOUBLE_EQ(ndcg_at_10(scores, ranked, std::vector<domain::MovieIndex>{0},
                                std::vector<domain::MovieIndex>{2}),
                     1);
}

TEST(NdcgAt10, CountsTiesAgainstTheModel) {
    const std::vector<float> equal(12, 0.5F);
    const std::vector<bool> ranked(12, true);
    const std::vector<domain::MovieIndex> one{0};
    EXPECT_EQ(ndcg_at_10(equal, ranked, {}, one), 0) << "eleven equals come first";
    const std::vector<domain::MovieIndex> three{0, 1, 2};
    const double last_place = 1 / std::log2(11);
    EXPECT_NEAR(ndcg_at_10(equal, ranked, {}, three),
                last_place / (1 + 1 / std::log2(3) + 1 / std::log2(4)), 1e-12);
}

TEST(NdcgAt10, TakesTheIdealListAsTenLong) {
    std::vector<float> scores(30);
    std::vector<domain::MovieIndex> relevant;
    for (std::uint32_t movie = 0; movie < 30; ++movie) {
        scores[movie] = static_cast<float>(movie);
        if (movie >= 10) relevant.push_back(movie);
    }
    EXPECT_DOUBLE_EQ(ndcg_at_10(scores, std::vector<bool>(30, true), {}, relevant), 1);
}

/// Two users and 30 movies: user 1 likes all; user 2 rates only movie 1, and dislikes it.
domain::Dataset two_users() {
    std::vector<domain::Movie> movies;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id) {
        movies.push_back({MovieId{id}, "M", {}});
        ratings.push_back({UserId{1}, MovieId{id}, 5});
    }
    ratings.push_back({UserId{2}, MovieId{1}, 2});
    return {{{UserId{1}, {30, std::nullopt, std::nullopt}}, {UserId{2}, {}}}, movies, ratings};
}

TEST(Validation, AsksAtEachNumberOfRevealedRatingsForTheLikesThatAreLeft) {
    const domain::Dataset data = two_users();
    std::vector<std::uint32_t> ratings_by_others(30, 1);
    ratings_by_others[7] = 0;
    const Validation validation(data, std::vector<domain::UserIndex>{0, 1}, ratings_by_others, 1);

    ASSERT_EQ(validation.cases().size(), kRevealedCounts.size())
        << "user 2 likes nothing and is left out";
    for (std::size_t i = 0; i < kRevealedCounts.size(); ++i) {
        const Validation::Case& each = validation.cases()[i];
        EXPECT_EQ(each.revealed_index, i);
        EXPECT_EQ(each.profile.ratings.size(), kRevealedCounts[i]);
        EXPECT_EQ(each.profile.demographics.age, 30);
        const bool shown_the_unranked = std::ranges::binary_search(each.revealed, 7U);
        EXPECT_EQ(each.relevant.size(), 30 - kRevealedCounts[i] - (shown_the_unranked ? 0 : 1));
        EXPECT_FALSE(std::ranges::binary_search(each.relevant, 7U)) << "nobody else has rated it";
        for (const domain::MovieIndex movie : each.revealed)
            EXPECT_FALSE(std::ranges::binary_search(each.relevant, movie));
    }
}

/// Puts the movies with even ids on top, the highest first, of who has shown five ratings or more;
/// for others those with odd ids. Counts how many rankings it was asked for.
class TakesFiveRatings : public domain::RankingModel {
  public:
    explicit TakesFiveRatings(const domain::Dataset& data) : data_(data) {}
    [[nodiscard]] std::string_view id() const override { return "five"; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return data_.movies(); }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(MovieId id) const override {
        return data_.index_of(id);
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return {}; }
    [[nodiscard]] domain::EncodedUser encode(const domain::UserProfile& profile) const override {
        return {.rated = std::vector<domain::MovieIndex>(profile.ratings.size())};
    }
    void score_all(const domain::EncodedUser& user, std::span<float> out) const override {
        const std::size_t on_top = user.rated.size() >= 5 ? 0 : 1;
        for (std::size_t movie = 0; movie < out.size(); ++movie) {
            const std::size_t id = movie + 1;
            out[movie] = static_cast<float>(id) / 100 + (id % 2 == on_top ? 1.0F : 0.0F);
        }
        ++rankings;
    }
    void score(const domain::EncodedUser&, std::span<const domain::MovieIndex>,
               std::span<float>) const override {}

    mutable std::atomic<std::size_t> rankings = 0;

  private:
    const domain::Dataset& data_;
};

/// 30 movies. User 1 rates all and likes those with even ids; users 2 to `last` like 29, dislike 1,
/// 3 and 5 and rate nothing else.
domain::Dataset one_and_others(int last) {
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id) {
        movies.push_back({MovieId{id}, "M", {}});
        ratings.push_back({UserId{1}, MovieId{id}, id % 2 == 0 ? 5.0F : 2.0F});
    }
    for (int user = 1; user <= last; ++user) {
        users.push_back({UserId{user}, {}});
        if (user == 1) continue;
        for (const int disliked : {1, 3, 5})
            ratings.push_back({UserId{user}, MovieId{disliked}, 2});
        ratings.push_back({UserId{user}, MovieId{29}, 5});
    }
    return {users, movies, ratings};
}

Validation of_everybody(const domain::Dataset& data) {
    std::vector<domain::UserIndex> users(data.users().size());
    std::iota(users.begin(), users.end(), 0U);
    return {data, users, std::vector<std::uint32_t>(30, 1), 1};
}

/// What TakesFiveRatings has to be judged at. User 1 finds nothing they like among the ten best
/// before they have shown five ratings, and nothing else after. The others, who show three at most,
/// find 29 on top, unless it is 29 that they have shown: then they have no case.
std::vector<double> judgement_of_five(const Validation& validation) {
    std::vector<double> judgement;
    for (std::size_t k = 0; k < kRevealedCounts.size(); ++k) {
        const auto cases = static_cast<double>(
            std::ranges::count(validation.cases(), k, &Validation::Case::revealed_index));
        judgement.push_back(kRevealedCounts[k] < 5 ? (cases - 1) / cases : 1);
    }
    return judgement;
}

TEST(Validation, JudgesAModelAtEachNumberOfRevealedRatings) {
    const domain::Dataset data = one_and_others(21);
    const Validation validation = of_everybody(data);
    const std::vector<double> expected = judgement_of_five(validation);
    ASSERT_DOUBLE_EQ(expected[0], 20.0 / 21);
    ASSERT_LT(expected[2], expected[1]) << "who has shown 29 has no case";

    const auto judged = validation.ndcg_by_revealed(TakesFiveRatings(data), 1);

    for (std::size_t k = 0; k < kRevealedCounts.size(); ++k)
        EXPECT_DOUBLE_EQ(judged[k], expected[k]) << "with " << kRevealedCounts[k] << " revealed";
}

TEST(Validation, CountsEachNumberOfRevealedRatingsAlikeHoweverManyCasesItHas) {
    const domain::Dataset data = one_and_others(21);
    const Validation validation = of_everybody(data);
    const std::vector<double> expected = judgement_of_five(validation);
    const double mean = std::accumulate(expected.begin(), expected.end(), 0.0) / 6;
    const auto cases = static_cast<double>(validation.cases().size());
    ASSERT_GT(std::abs(mean - (cases - 3) / cases), 0.01) << "the mean over cases is another";

    EXPECT_DOUBLE_EQ(validation.mean_ndcg(TakesFiveRatings(data), 1), mean);
}

TEST(Validation, JudgesTheSameOnSeveralThreads) {
    const domain::Dataset data = one_and_others(500);
    const Validation validation = of_everybody(data);
    const TakesFiveRatings model(data);
    const std::vector<double> expected = judgement_of_five(validation);

    const auto judged = validation.ndcg_by_revealed(model, 4);

    EXPECT_EQ(model.rankings, validation.cases().size()) << "each case once";
    for (std::size_t k = 0; k < kRevealedCounts.size(); ++k)
        EXPECT_DOUBLE_EQ(judged[k], expected[k]) << "with " << kRevealedCounts[k] << " revealed";
}

/// 100 users who like all of 30 movies.
domain::Dataset many_users() {
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (int id = 1; id <= 30; ++id)
        movies.push_back({MovieId{id}, "M", {}});
    for (int user = 1; user <= 100; ++user) {
        users.push_back({UserId{user}, {}});
        for (int id = 1; id <= 30; ++id)
            ratings.push_back({UserId{user}, MovieId{id}, 5});
    }
    return {users, movies, ratings};
}

/// A model that tells on which thread it is asked.
class WatchedModel : public tests::LikesModel {
  public:
    WatchedModel(const domain::Dataset& data, std::function<void(std::thread::id)> on_score)
        : LikesModel("watched", data), on_score_(std::move(on_score)) {}
    void score_all(const domain::EncodedUser& user, std::span<float> out) const override {
        on_score_(std::this_thread::get_id());
        LikesModel::score_all(user, out);
    }

  private:
    std::function<void(std::thread::id)> on_score_;
};

class ValidationThreads : public testing::Test {
  protected:
    ValidationThreads() { std::iota(users_.begin(), users_.end(), domain::UserIndex{0}); }

    domain::Dataset data_ = many_users();
    std::vector<domain::UserIndex> users_ = std::vector<domain::UserIndex>(100);
    Validation validation_{data_, users_, std::vector<std::uint32_t>(30, 1), 1};
    std::thread::id caller_ = std::this_thread::get_id();
};

TEST_F(ValidationThreads, AreAsManyAsItIsTold) {
    const WatchedModel model(data_, [&](std::thread::id asked) { EXPECT_EQ(asked, caller_); });
    EXPECT_GT(validation_.mean_ndcg(model, 1), 0);
}

TEST_F(ValidationThreads, ChangeNoFigure) {
    const tests::LikesModel model("likes", data_);
    EXPECT_EQ(validation_.ndcg_by_revealed(model, 1), validation_.ndcg_by_revealed(model, 4));
}

TEST_F(ValidationThreads, HandTheirFailureToTheCaller) {
    std::atomic<bool> has_failed = false;
    const WatchedModel model(data_, [&](std::thread::id asked) {
        if (asked == caller_) return has_failed.wait(false);
        has_failed = true;
        has_failed.notify_all();
        throw std::bad_alloc();
    });
    EXPECT_THROW((void)validation_.mean_ndcg(model, 2), std::bad_alloc);
}

TEST(Validation, OfNobodyIsEmpty) {
    const domain::Dataset data = two_users();
    const Validation nobody(data, {}, std::vector<std::uint32_t>(30, 1), 1);
    EXPECT_TRUE(nobody.empty());
    EXPECT_EQ(nobody.mean_ndcg(TakesFiveRatings(data)), 0);
}

}  // namespace
}  // namespace neurec::infrastructure::training
