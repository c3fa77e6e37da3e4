#include "domain/models/dataset.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::domain {

namespace {

template <class Record>
void sort_by_id(std::vector<Record>& records, const char* what) {
    std::ranges::sort(records, {}, &Record::id);
    const auto twice = std::ranges::adjacent_find(records, {}, &Record::id);
    if (twice != records.end())
        throw InvalidInput(std::string("The ") + what + " " + std::to_string(twice->id.value) +
                           " is in the data twice; give every " + what + " an id of its own.");
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923).
class Fnv1a {
  public:
    template <class T>
        requires std::is_arithmetic_v<T>
    void add(T value) {
        std::array<unsigned char, sizeof(T)> bytes;
        std::memcpy(bytes.data(), &value, sizeof(T));
        for (const unsigned char byte : bytes)
            mix(byte);
    }
    void add(const std::string& text) {
        add(text.size());
        for (const char c : text)
            mix(static_cast<unsigned char>(c));
    }
    [[nodiscard]] std::uint64_t value() const { return hash_; }

  private:
    void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3U; }
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace

Dataset::Dataset(std::vector<User> users, std::vector<Movie> movies,
                 std::span<const Rating> ratings)
    : users_(std::move(users)), movies_(std::move(movies)) {
    sort_by_id(users_, "user");
    sort_by_id(movies_, "movie");
    build_lookups();

    std::vector<UserIndex> user_of(ratings.size());
    offsets_.assign(users_.size() + 1, 0);
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        const auto user = index_of(ratings[i].user);
        if (!user)
            throw InvalidInput("A rating names user " + std::to_string(ratings[i].user.value) +
                               ", who is not in the data.");
        user_of[i] = *user;
        ++offsets_[*user + 1];
    }
    std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());

    movie_.resize(ratings.size());
    value_.resize(ratings.size());
    timestamp_.resize(ratings.size());
    std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        const auto movie = index_of(ratings[i].movie);
        if (!movie)
            throw InvalidInput("A rating names movie " + std::to_string(ratings[i].movie.value) +
                               ", which is not in the data.");
        const std::size_t at = next[user_of[i]]++;
        movie_[at] = *movie;
        value_[at] = ratings[i].rating;
        timestamp_[at] = ratings[i].timestamp;
    }

    std::vector<UserIndex> last_user(movies_.size(), std::numeric_limits<UserIndex>::max());
    for (UserIndex user = 0; user < users_.size(); ++user)
        for (const MovieIndex movie : ratings_of(user).movies)
            if (std::exchange(last_user[movie], user) == user)
                throw InvalidInput("User " + std::to_string(users_[user].id.value) +
                                   " rates movie " + std::to_string(movies_[movie].id.value) +
                                   " twice.");
}

void Dataset::build_lookups() {
    movie_index_.reserve(movies_.size());
    for (MovieIndex i = 0; i < movies_.size(); ++i)
        movie_index_.emplace(movies_[i].id, i);
    user_index_.reserve(users_.size());
    for (UserIndex i = 0; i < users_.size(); ++i)
        user_index_.emplace(users_[i].id, i);
}

RatingsView Dataset::ratings_of(UserIndex user) const {
    assert(user < users_.size());
    const std::size_t begin = offsets_[user];
    const std::size_t count = offsets_[user + 1] - begin;
    return {{movie_.data() + begin, count},
            {value_.data() + begin, count},
            {timestamp_.data() + begin, count}};
}

std::optional<MovieIndex> Dataset::index_of(MovieId id) const {
    const auto found = movie_index_.find(id);
    return found == movie_index_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<UserIndex> Dataset::index_of(UserId id) const {
    const auto found = user_index_.find(id);
    return found == user_index_.end() ? std::nullopt : std::optional(found->second);
}

Dataset Dataset::with_users(std::span<const UserIndex> users) const {
    std::vector<UserIndex> kept(users.begin(), users.end());
    std::ranges::sort(kept);
    Dataset result;
    result.movies_ = movies_;
    for (const UserIndex user : kept) {
        const RatingsView ratings = ratings_of(user);
        result.users_.push_back(users_[user]);
        result.movie_.insert(result.movie_.end(), ratings.movies.begin(), ratings.movies.end());
        result.value_.insert(result.value_.end(), ratings.values.begin(), ratings.values.end());
        result.timestamp_.insert(result.timestamp_.end(), ratings.timestamps.begin(),
                                 ratings.timestamps.end());
        result.offsets_.push_back(result.movie_.size());
    }
    result.build_lookups();
    return result;
}

std::vector<std::uint32_t> Dataset::ratings_per_movie() const {
    std::vector<std::uint32_t> counts(movies_.size());
    for (const MovieIndex movie : movie_)
        ++counts[movie];
    return counts;
}

std::vector<std::uint32_t> Dataset::likes_per_movie() const {
    std::vector<std::uint32_t> counts(movies_.size());
    for (std::size_t i = 0; i < movie_.size(); ++i)
        if (is_liked(value_[i])) ++counts[movie_[i]];
    return counts;
}

UserProfile Dataset::profile_of(UserIndex user) const {
    UserProfile profile{users_[user].demographics, {}};
    const RatingsView ratings = ratings_of(user);
    profile.ratings.reserve(ratings.size());
    for (std::size_t i = 0; i < ratings.size(); ++i)
        profile.ratings.push_back(
            {movies_[ratings.movies[i]].id, ratings.values[i], ratings.timestamps[i]});
    return profile;
}

std::uint64_t Dataset::fingerprint() const {
    static_assert(std::endian::native == std::endian::little,
                  "the fingerprint hashes little-endian values");
    Fnv1a hash;
    hash.add(users_.size());
    for (const User& user : users_) {
        hash.add(user.id.value);
        hash.add(user.demographics.age.value_or(-1));
        hash.add(user.demographics.gender ? static_cast<int>(*user.demographics.gender) : -1);
        hash.add(user.demographics.occupation.value_or(-1));
    }
    hash.add(movies_.size());
    for (const Movie& movie : movies_) {
        hash.add(movie.id.value);
        hash.add(movie.title);
        hash.add(movie.genres.size());
        for (const std::string& genre : movie.genres)
            hash.add(genre);
    }
    for (const std::size_t offset : offsets_)
        hash.add(offset);
    for (std::size_t i = 0; i < movie_.size(); ++i) {
        hash.add(movie_[i]);
        hash.add(value_[i]);
        hash.add(timestamp_[i]);
    }
    return hash.value();
}

}  // namespace neurec::domain
