#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"
#include "domain/ports/dataset_generator.hpp"

namespace neurec::infrastructure::datasets {

/// ML-1M's genres, in its README's order.
inline constexpr std::array<std::string_view, 18> kGenres{
    "Action",      "Adventure", "Animation", "Children's", "Comedy", "Crime",
    "Documentary", "Drama",     "Fantasy",   "Film-Noir",  "Horror", "Musical",
    "Mystery",     "Romance",   "Sci-Fi",    "Thriller",   "War",    "Western"};

/// One person of the made world: who they are, and what they like, which no data set tells.
struct SyntheticUser {
    domain::User user;
    std::array<double, kGenres.size()> genre_taste{};  ///< stars that a genre adds, about −1.5..1.5
    double favourite_year = 0;                         ///< movies of that time please most
};

/// The planted truth of a made data set, so that tests can tell whether a model has found it.
///
/// A user's taste for a genre is what their gender, age and occupation suggest, and something of
/// their own. A movie's appeal to a user is its quality, the user's taste for its genres, and how
/// near it is to their favourite time. People meet movies by popularity (Zipf's law) and pick those
/// that appeal to them; their stars are the appeal, with noise. Movies are held in memory, users
/// are made one by one, so that a million of them fit.
class SyntheticWorld {
  public:
    /// InvalidInput for fewer than 10 users or 20 movies, or more than 10 million of either.
    explicit SyntheticWorld(const domain::SyntheticDatasetOptions& options);

    [[nodiscard]] const std::vector<domain::Movie>& movies() const { return movies_; }
    /// The user with id index + 1.
    [[nodiscard]] SyntheticUser user(std::uint64_t index) const;
    /// Stars that the user would give movie `movie` (position), without noise and not cut to 1..5.
    [[nodiscard]] double appeal(const SyntheticUser& user, std::size_t movie) const;
    /// What the user has rated, in the order of time; whole stars, each movie once.
    [[nodiscard]] std::vector<domain::Rating> ratings(const SyntheticUser& user) const;

  private:
    /// What the world knows of a movie beyond its title.
    struct Traits {
        std::array<std::uint8_t, 3> genres{};
        std::uint8_t genre_count = 0;
        float quality = 0;  ///< stars
        float year = 0;
    };

    void make_movie(std::size_t index);
    [[nodiscard]] double group_taste(std::size_t group, std::size_t genre) const;
    [[nodiscard]] std::size_t meet(double uniform) const;

    domain::SyntheticDatasetOptions options_;
    std::vector<double> group_taste_;  ///< before its weight: [groups × genres]
    std::vector<domain::Movie> movies_;
    std::vector<Traits> traits_;
    std::vector<double> popularity_;  ///< cumulative share of meetings, ascending to 1: [movies]
};

}  // namespace neurec::infrastructure::datasets
