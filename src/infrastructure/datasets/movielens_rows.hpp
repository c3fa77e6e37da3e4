#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"

/// One line of each MovieLens file as a row, or what is wrong with it. Texts are UTF-8 already.
namespace neurec::infrastructure::datasets {

/// What is wrong with a line, and what was expected; a text for people.
struct Problem {
    std::string text;
};

template <class Row>
using Parsed = std::variant<Row, Problem>;

/// ml-1m: `MovieID::Title::Genre|Genre`. Here and in ml-latest: where no '|' is among the genres, a
/// comma or a semicolon parts them, too; each is trimmed, once in the list, and left out where it
/// stands for none (domain::trimmed_genre).
Parsed<domain::Movie> parse_movies_dat(std::string_view line);
/// ml-1m: `UserID::Gender::Age::Occupation::Zip-code`. The age is the group's lowest, as MovieLens
/// codes it.
Parsed<domain::User> parse_users_dat(std::string_view line);
/// ml-1m: `UserID::MovieID::Rating::Timestamp`. Here and below: the time as it is written
/// (RatingTimes), from 0.
Parsed<domain::Rating> parse_ratings_dat(std::string_view line);

/// ml-100k: `id|title|release|video release|URL|19 flags`, the flags in the order of the data set's
/// u.genre.
Parsed<domain::Movie> parse_u_item(std::string_view line);
/// ml-100k: `id|age|gender|occupation|zip code`. Occupations by name become ml-1m's codes.
Parsed<domain::User> parse_u_user(std::string_view line);
/// ml-100k: `user id<tab>item id<tab>rating<tab>timestamp`.
Parsed<domain::Rating> parse_u_data(std::string_view line);

/// ml-latest: `movieId,title,genres`, the genres parted by '|'.
Parsed<domain::Movie> parse_movies_csv(std::string_view line);
/// ml-latest: `userId,movieId,rating,timestamp`.
Parsed<domain::Rating> parse_ratings_csv(std::string_view line);

}  // namespace neurec::infrastructure::datasets
