#pragma once

#include <boost/describe.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "application/dtos/paging.hpp"
#include "domain/models/rating.hpp"

namespace neurec::application {

struct RatingSchema {
    std::int64_t user_id = 0;
    std::int64_t movie_id = 0;
    float rating = 0;
    std::optional<std::string> timestamp;
};
BOOST_DESCRIBE_STRUCT(RatingSchema, (), (user_id, movie_id, rating, timestamp))

/// The most ratings a request.
inline constexpr std::size_t kMostRatings = 20'000;
template <>
inline constexpr Constraints kListConstraints<RatingSchema> = {.max_length = kMostRatings};
template <>
inline constexpr Constraints kConstraints<&RatingSchema::rating> = {
    .description = "Stars", .minimum = domain::kLowestRating, .maximum = domain::kHighestRating};
template <>
inline constexpr Constraints kConstraints<&RatingSchema::timestamp> = {
    .description = "When, by RFC 3339: from 1970 on, and not in the future; without one, now",
    .max_length = 40,
    .format = "date-time"};

struct RatingPublic {
    std::string id;  ///< UUID
    std::int64_t user_id = 0;
    std::int64_t movie_id = 0;
    float rating = 0;
    std::optional<std::string> timestamp;  ///< RFC 3339, UTC; nothing where it is not known
};
BOOST_DESCRIBE_STRUCT(RatingPublic, (), (id, user_id, movie_id, rating, timestamp))

struct RatingList {
    std::vector<RatingPublic> ratings;
    std::uint64_t total = 0;
    std::uint64_t page = 1;
    std::uint32_t size = 50;
    std::uint64_t pages = 0;
};
BOOST_DESCRIBE_STRUCT(RatingList, (), (ratings, total, page, size, pages))

template <>
inline constexpr Constraints kConstraints<&RatingPublic::id> = {.format = "uuid"};
template <>
inline constexpr Constraints kConstraints<&RatingPublic::rating> = {
    .description = "Stars", .minimum = domain::kLowestRating, .maximum = domain::kHighestRating};
template <>
inline constexpr Constraints kConstraints<&RatingPublic::timestamp> = {
    .description = "When, in UTC; null where the data set did not say", .format = "date-time"};

/// The path of DELETE /ratings/{rating_id}.
struct RatingPath {
    std::string rating_id;
};
BOOST_DESCRIBE_STRUCT(RatingPath, (), (rating_id))

template <>
inline constexpr Constraints kConstraints<&RatingPath::rating_id> = {.description = "UUID",
                                                                     .max_length = 64};

[[nodiscard]] RatingPublic public_form(const domain::Rating& rating);

}  // namespace neurec::application
