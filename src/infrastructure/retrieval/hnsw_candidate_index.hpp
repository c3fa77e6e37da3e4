#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/ports/candidate_index.hpp"
#include "infrastructure/retrieval/candidate_artefacts.hpp"
#include "infrastructure/retrieval/catalogue_map.hpp"

namespace neurec::infrastructure::retrieval {

/// The candidate stage over HNSW indexes of users and movies and lists of co-liked movies.
/// Immutable and thread-safe.
///
/// Movies of the catalogue that the model's index does not hold take part in similar_movies() by an
/// exact scan of theirs; the other lists come from ratings and cannot know them.
class HnswCandidateIndex : public domain::CandidateIndex {
  public:
    /// `map` and `likes` [catalogue] are those of the ranking model. `unknown_embeddings`: the
    /// tower output of each catalogue movie without a model position, in catalogue order,
    /// row-major.
    HnswCandidateIndex(CandidateArtefacts artefacts, std::shared_ptr<const CatalogueMap> map,
                       std::span<const std::uint32_t> likes, std::vector<float> unknown_embeddings);

    [[nodiscard]] std::span<const domain::MovieIndex> by_popularity() const override {
        return by_popularity_;
    }
    /// Neighbours by the cosine of user tower outputs. Movies liked by equally many of them: the
    /// more popular first.
    void liked_by_similar_users(const domain::EncodedUser& user, std::size_t neighbours,
                                std::size_t limit,
                                std::vector<domain::MovieIndex>& out) const override;
    /// By the cosine of movie tower outputs with u·W.
    void matching(const domain::EncodedUser& user, std::size_t limit,
                  std::vector<domain::MovieIndex>& out) const override;
    /// By the sum of their weights with each of `liked`, which are left out themselves.
    void co_liked(std::span<const domain::MovieIndex> liked, std::size_t limit,
                  std::vector<domain::MovieIndex>& out) const override;
    /// By the cosine of movie tower outputs; a movie is not similar to itself.
    void similar_movies(std::span<const domain::MovieIndex> movies, std::size_t per_movie,
                        std::vector<domain::MovieIndex>& out) const override;
    /// The score is the mean of two shares: the cosine of movie tower outputs, and the co-liked
    /// weight over the movie's strongest one. Without co-liked movies it is the cosine.
    [[nodiscard]] std::vector<domain::SimilarMovie> most_similar(domain::MovieIndex movie,
                                                                 std::size_t count) const override;

  private:
    class Votes;
    struct CoLiked {
        domain::MovieIndex movie = 0;
        float weight = 0;
    };

    [[nodiscard]] std::span<const float> embedding(domain::MovieIndex movie) const;
    [[nodiscard]] std::span<const float> unknown_embedding(std::size_t position) const;
    /// What goes with `movie` in people's ratings, the strongest first.
    [[nodiscard]] std::vector<CoLiked> co_liked_with(domain::MovieIndex movie) const;
    /// The catalogue movies nearest to `movie`, which is left out: at least `count` where there are
    /// so many.
    [[nodiscard]] std::vector<Neighbour> nearest_movies(domain::MovieIndex movie,
                                                        std::size_t count) const;
    void append_best(Votes& votes, std::size_t limit, std::vector<domain::MovieIndex>& out) const;

    CandidateArtefacts artefacts_;
    std::shared_ptr<const CatalogueMap> map_;
    std::vector<std::uint32_t> popularity_rank_;  ///< by catalogue position; 0 is the most liked
    std::vector<domain::MovieIndex> by_popularity_;
    std::vector<domain::MovieIndex> unknown_movies_;  ///< ascending
    std::vector<float> unknown_embeddings_;           ///< their tower outputs at unit length
    std::size_t absent_movies_ = 0;  ///< of the model, that the catalogue has no more
};

}  // namespace neurec::infrastructure::retrieval
