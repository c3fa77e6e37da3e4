#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "application/services/genre_table.hpp"
#include "domain/ports/ranking_model.hpp"

/// In which order movies are shown to a newcomer, who rates those that they have seen.
namespace neurec::application {

/// As an onboarding page by genre is read: the most liked of each genre, then each genre's next,
/// and so on, each movie once; at most `count`. `by_popularity`: all movies, the most liked first.
[[nodiscard]] std::vector<domain::MovieIndex> popular_by_genre(
    std::span<const domain::MovieIndex> by_popularity, const GenreTable& genres, std::size_t count);

/// The movies whose answers teach the model most, the best first; at most `count`.
///
/// What an answer teaches is how far apart liking and disliking the movie move the model's
/// probabilities of well-known movies, for a person of whom nothing is known; it counts as often as
/// people have likely seen the movie (its share of the likes). Chosen greedily: what an answer
/// would repeat of those before it is taken off, as in Bayesian experimental design for a linear
/// model (Chaloner and Verdinelli, "Bayesian Experimental Design: A Review", 1995). Looks at the
/// 600 most liked movies; some tens of milliseconds.
[[nodiscard]] std::vector<domain::MovieIndex> most_informative(
    const domain::RankingModel& model, std::span<const domain::MovieIndex> by_popularity,
    std::size_t count);

}  // namespace neurec::application
