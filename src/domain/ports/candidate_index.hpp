#pragma once

#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::domain {

/// A movie with how much it is like another: 0..1.
struct SimilarMovie {
    MovieIndex movie = 0;
    float score = 0;
    bool operator==(const SimilarMovie&) const = default;
};

/// Where candidates come from before ranking. Belongs to one RankingModel: positions are those of
/// its catalogue. Immutable and thread-safe. Each function with an `out` appends to it without
/// removing duplicates, the nearest first.
class CandidateIndex {
  public:
    virtual ~CandidateIndex() = default;
    /// All movies by falling number of likes (ties by position).
    [[nodiscard]] virtual std::span<const MovieIndex> by_popularity() const = 0;
    /// What the `neighbours` training users nearest in user feature space liked, the most often
    /// liked among them first.
    virtual void liked_by_similar_users(const EncodedUser& user, std::size_t neighbours,
                                        std::size_t limit, std::vector<MovieIndex>& out) const = 0;
    /// Movies that the model's dot path scores high for this user, as far as it tells by direction
    /// alone, best first; none where the model has no such path.
    virtual void matching(const EncodedUser& user, std::size_t limit,
                          std::vector<MovieIndex>& out) const = 0;
    /// Movies that go with the given ones in people's ratings (item-item), best first.
    virtual void co_liked(std::span<const MovieIndex> liked, std::size_t limit,
                          std::vector<MovieIndex>& out) const = 0;
    /// The `per_movie` movies nearest to each of the given ones in movie feature space.
    virtual void similar_movies(std::span<const MovieIndex> movies, std::size_t per_movie,
                                std::vector<MovieIndex>& out) const = 0;
    /// The `count` movies most like `movie`, without itself, each once, best first, by what people
    /// who liked it like and by movie feature space. Of a movie from after the training that is its
    /// content alone.
    [[nodiscard]] virtual std::vector<SimilarMovie> most_similar(MovieIndex movie,
                                                                 std::size_t count) const = 0;
};

}  // namespace neurec::domain
