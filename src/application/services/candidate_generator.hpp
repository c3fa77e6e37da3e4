#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "application/dtos/recommendations.hpp"
#include "application/services/movie_filter.hpp"
#include "application/services/movie_set.hpp"
#include "application/services/served_model.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::application {

/// How many candidates each source gives.
struct CandidateLimits {
    std::size_t popular = 300;           ///< most liked movies that pass the filter
    std::size_t matching = 400;          ///< movies by the model's dot path
    std::size_t similar_users = 50;      ///< neighbours whose likes are counted
    std::size_t liked_by_similar = 400;  ///< movies from them
    std::size_t co_liked = 400;          ///< item-item movies
    std::size_t similar_per_movie = 20;  ///< content neighbours of each liked movie
    std::size_t liked_movies = 50;       ///< of the liked movies, the newest so many have a say
    std::size_t liked_for_content = 10;  ///< of these, the newest are asked for content neighbours:
                                         ///< each is a search of its own
    std::size_t exhaustive_up_to =
        100'000;  ///< movies in a catalogue that is ranked whole by default
};

/// Memory that candidate generation reuses from request to request; one a thread.
struct CandidateScratch {
    MovieSet taken;                         ///< rated movies and candidates
    std::vector<std::uint32_t> order;       ///< of the liked movies, by time
    std::vector<domain::MovieIndex> liked;  ///< newest first
    std::vector<domain::MovieIndex> found;
    std::vector<domain::MovieIndex> candidates;
};

/// Picks the movies worth ranking for one user: not rated, each once, passing the genre filter.
/// Immutable, thread-safe.
class CandidateGenerator {
  public:
    explicit CandidateGenerator(CandidateLimits limits = {}) : limits_(limits) {}

    /// exhaustive for catalogues up to `exhaustive_up_to`, hybrid above.
    [[nodiscard]] Strategy default_strategy(std::size_t movies) const {
        return movies <= limits_.exhaustive_up_to ? Strategy::exhaustive : Strategy::hybrid;
    }

    /// The candidates by `strategy`. A strategy that finds fewer than `at_least` (a visitor of whom
    /// nothing is known has no content neighbours; a rare genre) is filled up with the most liked
    /// movies that pass, as far as there are. The result lies in `scratch` and holds until its next
    /// use.
    [[nodiscard]] std::span<const domain::MovieIndex> operator()(
        const ServedModel& model, const domain::EncodedUser& user, Strategy strategy,
        const MovieFilter& filter, std::size_t at_least, CandidateScratch& scratch) const;

  private:
    CandidateLimits limits_;
};

}  // namespace neurec::application
