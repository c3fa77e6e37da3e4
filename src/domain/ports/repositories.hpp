#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/user_profile.hpp"

/// What single requests need of the database. Implementations are thread-safe; a failing database
/// is Unavailable.
namespace neurec::domain {

enum class MovieOrder : std::uint8_t {
    id,
    title,
    year,
    popularity,   ///< the most often rated first
    mean_rating,  ///< the best rated first, of equal ones the more often rated
};

/// Which movies of the catalogue, and which page of them.
struct MovieQuery {
    std::string title_words;  ///< every word must occur in the title, in any case; empty: any title
    std::string genre;        ///< one of the movie's genres, exactly; empty: any
    std::optional<int> year_from;
    std::optional<int> year_to;
    MovieOrder order = MovieOrder::id;
    std::uint32_t page = 1;   ///< 1-based
    std::uint32_t size = 50;  ///< movies a page
};

struct MoviePage {
    std::vector<Movie> movies;
    std::uint64_t total = 0;  ///< over all pages
};

class MovieRepository {
  public:
    virtual ~MovieRepository() = default;
    [[nodiscard]] virtual std::optional<Movie> find(MovieId id) = 0;
    [[nodiscard]] virtual MoviePage search(const MovieQuery& query) = 0;
    /// The whole catalogue by ascending id.
    [[nodiscard]] virtual std::vector<Movie> all() = 0;
    /// Another number after each change of the catalogue, whichever process made it.
    [[nodiscard]] virtual std::uint64_t catalogue_version() = 0;
};

class UserProfileRepository {
  public:
    virtual ~UserProfileRepository() = default;
    /// The user's demographics and all their ratings, the oldest first (sort_by_time); nothing
    /// where there is no such user.
    [[nodiscard]] virtual std::optional<UserProfile> find(UserId id) = 0;
};

}  // namespace neurec::domain
