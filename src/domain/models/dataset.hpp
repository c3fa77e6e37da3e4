#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::domain {

/// Position of a movie in a catalogue or data set, 0-based. Models and kernels work on positions,
/// people on ids.
using MovieIndex = std::uint32_t;
/// Position of a user in a data set, 0-based.
using UserIndex = std::uint32_t;

/// One user's ratings as parallel columns; element i of each belongs together.
struct RatingsView {
    std::span<const MovieIndex> movies;
    std::span<const float> values;             ///< stars
    std::span<const std::int64_t> timestamps;  ///< seconds since 1970, or kUnknownTime
    [[nodiscard]] std::size_t size() const { return movies.size(); }
};

/// Users, movies and ratings in memory, as training and evaluation read them: movies and users by
/// ascending id, ratings grouped by user (compressed sparse rows: user u's are
/// `offsets[u]..offsets[u+1]`), at most one a pair.
class Dataset {
  public:
    Dataset() = default;

    /// Takes users, movies and ratings in any order and sorts them; within a user, ratings keep
    /// their given order. Ratings of a user or movie that is not listed, a second rating of a pair,
    /// or an id that is there twice: InvalidInput. O(n log n) time, one copy of the ratings.
    Dataset(std::vector<User> users, std::vector<Movie> movies, std::span<const Rating> ratings);

    [[nodiscard]] const std::vector<User>& users() const { return users_; }
    [[nodiscard]] const std::vector<Movie>& movies() const { return movies_; }
    [[nodiscard]] std::size_t rating_count() const { return movie_.size(); }
    [[nodiscard]] RatingsView ratings_of(UserIndex user) const;
    /// All ratings' columns, grouped by user.
    [[nodiscard]] RatingsView all_ratings() const { return {movie_, value_, timestamp_}; }
    [[nodiscard]] std::optional<MovieIndex> index_of(MovieId id) const;
    [[nodiscard]] std::optional<UserIndex> index_of(UserId id) const;

    /// The same movies with only the users at `users` (positions), in that order's ascending ids.
    [[nodiscard]] Dataset with_users(std::span<const UserIndex> users) const;
    /// Everything, but only those ratings for which `keep(user, position within the user's
    /// ratings)` holds.
    template <class Keep>
    [[nodiscard]] Dataset filtered(Keep keep) const;

    /// Ratings a movie has, by position: [movies].
    [[nodiscard]] std::vector<std::uint32_t> ratings_per_movie() const;
    /// Ratings of kLikedFrom or more that a movie has, by position: [movies].
    [[nodiscard]] std::vector<std::uint32_t> likes_per_movie() const;
    /// A user's profile as the application knows it.
    [[nodiscard]] UserProfile profile_of(UserIndex user) const;

    /// A 64-bit hash over everything in the data set; equal for equal data on every machine (FNV-1a
    /// over the little-endian values and the UTF-8 texts). A model's manifest carries it.
    [[nodiscard]] std::uint64_t fingerprint() const;

  private:
    void build_lookups();

    std::vector<User> users_;
    std::vector<Movie> movies_;
    std::vector<std::size_t> offsets_{0};
    std::vector<MovieIndex> movie_;
    std::vector<float> value_;
    std::vector<std::int64_t> timestamp_;
    std::unordered_map<MovieId, MovieIndex> movie_index_;
    std::unordered_map<UserId, UserIndex> user_index_;
};

template <class Keep>
Dataset Dataset::filtered(Keep keep) const {
    Dataset result;
    result.users_ = users_;
    result.movies_ = movies_;
    result.movie_index_ = movie_index_;
    result.user_index_ = user_index_;
    result.offsets_.reserve(offsets_.size());
    for (UserIndex user = 0; user < users_.size(); ++user) {
        const std::size_t begin = offsets_[user];
        for (std::size_t i = begin; i < offsets_[user + 1]; ++i) {
            if (!keep(user, i - begin)) continue;
            result.movie_.push_back(movie_[i]);
            result.value_.push_back(value_[i]);
            result.timestamp_.push_back(timestamp_[i]);
        }
        result.offsets_.push_back(result.movie_.size());
    }
    return result;
}

}  // namespace neurec::domain
