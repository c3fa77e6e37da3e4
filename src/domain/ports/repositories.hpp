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
    year,         ///< the oldest first; movies without a year last
    popularity,   ///< the most often rated first
    mean_rating,  ///< the best rated first, of equal ones the more often rated; unrated ones last
};

/// Which movies of the catalogue, and which page of them.
struct MovieQuery {
    std::string title_words;  ///< every word must occur in the title, in any case; empty: any title
    /// One of the movie's genres is one of these, exactly; empty: any.
    std::vector<std::string> genres;
    std::optional<int> year_from;
    std::optional<int> year_to;
    MovieOrder order = MovieOrder::id;
    bool reversed = false;  ///< but what is not known comes last either way
    std::uint64_t offset = 0;
    std::uint32_t limit = 50;
};

struct MoviePage {
    std::vector<Movie> movies;
    std::uint64_t total = 0;  ///< without offset and limit
};

class MovieRepository {
  public:
    virtual ~MovieRepository() = default;
    [[nodiscard]] virtual std::optional<Movie> find(MovieId id) = 0;
    [[nodiscard]] virtual MoviePage search(const MovieQuery& query) = 0;
    /// Every spelling of a genre that some movie has, in ascending byte order.
    [[nodiscard]] virtual std::vector<std::string> genres() = 0;
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
