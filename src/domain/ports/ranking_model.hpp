#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::domain {

/// A user as the model sees them, once per request: what the towers and the linear paths need for
/// scoring. Opaque to callers but for `embedding`, the user tower's output, which is also the key
/// into indexes of users.
struct EncodedUser {
    std::vector<float> embedding;  ///< user tower's output [tower width]
    std::vector<float>
        fusion;  ///< user half of the fusion head's first layer, bias included [64]; may be empty
    std::vector<float>
        dot;  ///< embedding times the dot path's interaction matrix [tower width]; may be empty
    std::vector<MovieIndex> liked;           ///< ascending
    std::vector<std::uint32_t> liked_place;  ///< in the profile, the newest highest [liked]
    std::vector<float> liked_weight;         ///< how much each of them counts, by recency [liked]
    std::vector<MovieIndex> rated;           ///< everything rated that the catalogue has, ascending
    Demographics demographics;
};

/// A trained model over one catalogue of movies, ready to score: immutable and thread-safe. A
/// changed catalogue or a new model is a new object.
class RankingModel {
  public:
    virtual ~RankingModel() = default;
    /// The model's id: the name of its folder.
    [[nodiscard]] virtual std::string_view id() const = 0;
    /// The catalogue in index order. Movies that the model was not trained on are scored by their
    /// content alone.
    [[nodiscard]] virtual std::span<const Movie> movies() const = 0;
    [[nodiscard]] virtual std::optional<MovieIndex> index_of(MovieId id) const = 0;
    /// Likes that each movie had in the training data: [movies]; 0 for movies from after the
    /// training.
    [[nodiscard]] virtual std::span<const std::uint32_t> likes() const = 0;

    /// Ratings of movies outside the catalogue are left out. Scores do not depend on the order of
    /// the profile's ratings, but for what its times say.
    [[nodiscard]] virtual EncodedUser encode(const UserProfile& profile) const = 0;
    /// Scores the whole catalogue: out[i], the probability 0..1 that the user would like movie i.
    /// `out`: [movies].
    virtual void score_all(const EncodedUser& user, std::span<float> out) const = 0;
    /// Scores the movies at `candidates` alone; `out`: [candidates]. Equal to score_all's figure
    /// for each to 1e-5.
    virtual void score(const EncodedUser& user, std::span<const MovieIndex> candidates,
                       std::span<float> out) const = 0;
};

}  // namespace neurec::domain
