#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "support/networks.hpp"
#include "support/reference_network.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

/// A profile over ids that mostly belong to the movies, sometimes to none.
domain::UserProfile any_profile(std::size_t movies) {
    domain::UserProfile profile;
    if (*rc::gen::arbitrary<bool>()) profile.demographics.age = *rc::gen::inRange(0, 151);
    if (*rc::gen::arbitrary<bool>()) profile.demographics.occupation = *rc::gen::inRange(0, 21);
    if (*rc::gen::arbitrary<bool>())
        profile.demographics.gender =
            *rc::gen::element(domain::Gender::female, domain::Gender::male);
    const auto ids =
        *rc::gen::container<std::set<int>>(rc::gen::inRange(1, static_cast<int>(movies) + 5));
    const bool times_are_known = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) profile.asked_at = *rc::gen::inRange<std::int64_t>(20, 40);
    for (const int id : ids)
        profile.ratings.push_back(
            {domain::MovieId{10 * id}, static_cast<float>(*rc::gen::inRange(1, 11)) * 0.5F,
             times_are_known ? *rc::gen::inRange<std::int64_t>(1, 20) : domain::kUnknownTime});
    return profile;
}

tests::NetworkParts any_parts() {
    const auto on = [] { return *rc::gen::arbitrary<bool>(); };
    return {.bags = on(),
            .movie_vector = on(),
            .fusion_head = true,
            .dot_path = on(),
            .demographic_path = on(),
            .item_item_path = on()};
}

/// Narrow layers below towers of any width.
tests::NetworkWidths any_widths() {
    return {.tower = *rc::gen::element<std::size_t>(4, 20, 64, 128, kMostTowerWidth),
            .user = 12,
            .movie_first = 10,
            .movie_second = 7,
            .movie_vector = 3};
}

RC_GTEST_PROP(Scoring, IsTheFormulaForAnyProfileNetworkAndInstructionSet, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 40);
    const auto movies = tests::made_movies(count);
    const auto encoders = tests::small_encoders();
    const tests::RandomNetwork network(movies, encoders, *rc::gen::arbitrary<std::uint64_t>(),
                                       any_parts(), any_widths());
    const auto set = *rc::gen::elementOf(available_instruction_sets());
    const NeuralRankingModel model("m", network.weights(), encoders, movies, set);
    const tests::ReferenceNetwork reference(network.weights(), encoders);
    const domain::UserProfile profile = any_profile(count);

    std::vector<float> scores(count);
    model.score_all(model.encode(profile), scores);

    for (std::size_t movie = 0; movie < count; ++movie)
        RC_ASSERT(std::abs(scores[movie] - reference.probability(profile, movies[movie])) < 1e-4);
}

RC_GTEST_PROP(Scoring, OfCandidatesIsThatOfTheCatalogue, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 70);
    const auto movies = tests::made_movies(count);
    const tests::RandomNetwork network(movies, tests::small_encoders(), 3, any_parts(),
                                       any_widths());
    const NeuralRankingModel model("m", network.weights(), tests::small_encoders(), movies);
    const domain::EncodedUser user = model.encode(any_profile(count));
    const auto candidates = *rc::gen::container<std::vector<domain::MovieIndex>>(
        rc::gen::inRange<domain::MovieIndex>(0, static_cast<domain::MovieIndex>(count)));

    std::vector<float> all(count);
    std::vector<float> some(candidates.size());
    model.score_all(user, all);
    model.score(user, candidates, some);

    for (std::size_t i = 0; i < candidates.size(); ++i)
        RC_ASSERT(std::abs(some[i] - all[candidates[i]]) <= 1e-5F);
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
