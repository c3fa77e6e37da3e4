#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/retrieval/hnsw_index.hpp"

namespace neurec::infrastructure::retrieval {

/// Lists of movies, one a row: row r's are `begin[r]..begin[r+1]`. Movies are positions in the
/// model's order.
struct MovieLists {
    std::vector<std::uint32_t> begin{0};  ///< [rows + 1]
    std::vector<std::uint32_t> movie;
    std::vector<float> weight;  ///< beside `movie`, or empty where all count the same
    [[nodiscard]] std::size_t rows() const { return begin.size() - 1; }
    bool operator==(const MovieLists&) const = default;
};

/// What the candidate stage of one model needs, as training makes it and the model folder keeps it.
struct CandidateArtefacts {
    HnswIndex users;  ///< up to kIndexedUsers training users by their tower output at unit length
    MovieLists
        user_likes;    ///< for each of them up to kLikesPerUser movies that they liked; no weights
    HnswIndex movies;  ///< the model's movies by their tower output at unit length
    MovieLists co_liked;  ///< for each movie up to kCoLikedPerMovie that go with it, best first,
                          ///< with weights
};

/// A neighbourhood of fifty is as good among a hundred thousand people as among a million, and
/// costs a tenth.
inline constexpr std::size_t kIndexedUsers = 100'000;
inline constexpr std::size_t kLikesPerUser = 50;
inline constexpr std::size_t kCoLikedPerMovie = 32;

/// Scales each row of `rows` [n × dimension] to length 1; rows of zeros stay.
void normalise_rows(std::span<float> rows, std::size_t dimension);

/// The users that are indexed: all, or kIndexedUsers spread evenly.
std::vector<domain::UserIndex> indexed_users(const domain::Dataset& dataset);

/// Up to kLikesPerUser liked movies of each of the users, spread evenly over what they liked.
MovieLists likes_of_users(const domain::Dataset& dataset, std::span<const domain::UserIndex> users);

/// For each movie those that are liked by the same users: cosine similarity of the columns of the
/// like matrix, c(i, j) / √(n(i)·n(j)), the kCoLikedPerMovie highest. O(Σ over users of likes²)
/// time.
MovieLists co_liked_movies(const domain::Dataset& dataset);

/// The kCoLikedPerMovie highest positive coefficients of each row of a sparse matrix, highest
/// first; the diagonal is left out.
MovieLists strongest_of_rows(std::span<const std::uint32_t> begin,
                             std::span<const std::uint32_t> column,
                             std::span<const float> coefficient);

}  // namespace neurec::infrastructure::retrieval
