#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/build_candidate_artefacts.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "support/networks.hpp"

/// Complete small models on disk. Needs neurec_deep_learning.
namespace neurec::tests {

/// `users` users (ids 1, 2, …) who each rated a third of the movies; everyone likes about half of
/// theirs.
inline domain::Dataset made_dataset(const std::vector<domain::Movie>& movies, std::size_t users,
                                    std::uint64_t seed = 1) {
    domain::Random random(seed);
    std::vector<domain::User> people;
    std::vector<domain::Rating> ratings;
    for (std::size_t i = 0; i < users; ++i) {
        const domain::UserId id{static_cast<std::int64_t>(i + 1)};
        people.push_back({id,
                          {.age = 20 + static_cast<int>(i % 40),
                           .gender = domain::Gender::male,
                           .occupation = 1}});
        for (const domain::Movie& movie : movies)
            if (random.below(3) == 0)
                ratings.push_back(
                    {id, movie.id, static_cast<float>(2 + random.below(4)), domain::kUnknownTime});
    }
    return {people, movies, ratings};
}

/// A network of a few kilobytes with every part but the fusion head and the dot path, whose sizes
/// are fixed.
inline constexpr NetworkParts kSmallParts = {.bags = true,
                                             .movie_vector = true,
                                             .fusion_head = false,
                                             .dot_path = false,
                                             .demographic_path = true,
                                             .item_item_path = true};
inline constexpr NetworkWidths kSmallWidths = {
    .user = 2, .movie_first = 2, .movie_second = 2, .movie_vector = 1};

/// Writes a random model over `movies` and returns its folder.
inline std::filesystem::path write_random_model(const std::filesystem::path& models,
                                                const std::string& id,
                                                const std::vector<domain::Movie>& movies,
                                                NetworkParts parts = {},
                                                NetworkWidths widths = {}) {
    const deep_learning::EncoderConfig encoders = small_encoders();
    const RandomNetwork network(movies, encoders, 21, parts, widths);
    const auto candidates = deep_learning::build_candidate_artefacts(network.weights(), encoders,
                                                                     made_dataset(movies, 6));
    deep_learning::Manifest manifest;
    manifest.id = id;
    manifest.encoders = encoders;
    manifest.metrics = {{"validation_ndcg@10", 0.5}};
    return deep_learning::write_model(network.weights(), manifest, candidates, models);
}

}  // namespace neurec::tests
