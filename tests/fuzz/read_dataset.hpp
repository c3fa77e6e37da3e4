#pragma once

#include <filesystem>
#include <set>

#include "domain/errors.hpp"
#include "domain/models/dataset.hpp"
#include "domain/models/genre.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/text_encoding.hpp"
#include "input.hpp"
#include "support/recording_sink.hpp"

namespace neurec::tests {

/// Reads the data set at `path`: every row must be one that the schema takes, and a refusal a
/// defined one. Needs neurec_datasets.
inline void read_dataset(const std::filesystem::path& path) {
    namespace datasets = infrastructure::datasets;
    constexpr std::int64_t kNow = 1'700'000'000;
    RecordingSink rows;
    try {
        datasets::open_dataset(path, kNow)->read(rows);
    } catch (const domain::InvalidInput&) {
        return;
    }
    std::set<domain::MovieId> movies;
    std::set<domain::UserId> users;
    for (const domain::Movie& movie : rows.movies) {
        require(movie.id.value > 0 && movies.insert(movie.id).second, "movie ids are unique");
        require(datasets::is_valid_utf8(movie.title), "titles are UTF-8");
        require(!datasets::has_control_characters(movie.title), "titles can be shown");
        require(domain::GenreNames().named(movie.genres) == movie.genres,
                "genres are trimmed, there once, and none that stands for none");
    }
    for (const domain::User& user : rows.users)
        require(user.id.value > 0 && users.insert(user.id).second, "user ids are unique");
    for (const domain::Rating& rating : rows.ratings) {
        require(users.contains(rating.user) && movies.contains(rating.movie),
                "ratings are of users and movies that are there");
        require(domain::is_valid_rating(rating.rating), "ratings are on the scale");
        require(rating.timestamp >= 0 && rating.timestamp <= kNow,
                "times are after 1970 and not in the future");
    }
    for (const domain::BadLine& line : rows.bad_lines)
        require(datasets::is_valid_utf8(line.text) && datasets::is_valid_utf8(line.problem) &&
                    !datasets::has_control_characters(line.text) && !line.problem.empty(),
                "refused lines can be shown");
}

}  // namespace neurec::tests
