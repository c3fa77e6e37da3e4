#include "infrastructure/datasets/movielens_rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "domain/models/genre.hpp"
#include "infrastructure/datasets/csv.hpp"
#include "infrastructure/datasets/text_encoding.hpp"

namespace neurec::infrastructure::datasets {

namespace {

using domain::Movie;
using domain::MovieId;
using domain::Rating;
using domain::User;
using domain::UserId;

constexpr std::size_t kLongestTitle = 500;
constexpr std::size_t kShownOfAField = 60;

/// Splits into exactly N parts; false where there are more or fewer.
template <std::size_t N>
bool split(std::string_view line, std::string_view separator,
           std::array<std::string_view, N>& parts) {
    for (std::size_t i = 0; i + 1 < N; ++i) {
        const std::size_t at = line.find(separator);
        if (at == std::string_view::npos) return false;
        parts[i] = line.substr(0, at);
        line.remove_prefix(at + separator.size());
    }
    parts[N - 1] = line;
    return line.find(separator) == std::string_view::npos;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const char* const end = text.data() + text.size();
    // from_chars is given the end.
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage)
    const auto [parsed, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || parsed != end) return std::nullopt;
    return value;
}

std::string quoted(std::string_view text) {
    std::string result = "'";
    result += printable(text, kShownOfAField);
    result += '\'';
    return result;
}

std::optional<std::int64_t> positive_id(std::string_view text) {
    const auto value = number<std::int64_t>(text);
    return value && *value > 0 ? value : std::nullopt;
}

Problem bad_id(const char* what, std::string_view text) {
    return {std::string(what) + " id " + quoted(text) + " is not a whole number above 0"};
}

std::variant<std::vector<std::string>, Problem> genres_of(std::string_view text) {
    const char* const separators = text.find('|') == std::string_view::npos ? ",;" : "|";
    std::vector<std::string> genres;
    while (true) {
        const std::string_view part = text.substr(0, text.find_first_of(separators));
        const std::string_view genre = domain::trimmed_genre(part);
        if (genre.size() > domain::kLongestGenre || has_control_characters(genre))
            return Problem{"genre " + quoted(genre) +
                           " is longer than 50 bytes or holds control characters"};
        genres.emplace_back(genre);
        if (part.size() == text.size()) return domain::GenreNames().named(genres);
        text.remove_prefix(part.size() + 1);
    }
}

Parsed<Movie> movie(std::string_view id_text, std::string_view title,
                    std::string_view genres_text) {
    const auto id = positive_id(id_text);
    if (!id) return bad_id("movie", id_text);
    if (title.find_first_not_of(' ') == std::string_view::npos)
        return Problem{"the title is empty"};
    if (title.size() > kLongestTitle) return Problem{"the title is longer than 500 bytes"};
    if (has_control_characters(title)) return Problem{"the title holds control characters"};
    auto genres = genres_of(genres_text);
    if (auto* problem = std::get_if<Problem>(&genres)) return std::move(*problem);
    return Movie{MovieId{*id}, std::string(title),
                 std::get<std::vector<std::string>>(std::move(genres))};
}

Parsed<Rating> rating(std::string_view user_text, std::string_view movie_text,
                      std::string_view value_text, std::string_view time_text) {
    const auto user = positive_id(user_text);
    if (!user) return bad_id("user", user_text);
    const auto movie = positive_id(movie_text);
    if (!movie) return bad_id("movie", movie_text);
    const auto value = number<float>(value_text);
    if (!value || !domain::is_valid_rating(*value))
        return Problem{"rating " + quoted(value_text) + " is not a number from 0.5 to 5"};
    const auto time = number<std::int64_t>(time_text);
    if (!time || *time < 0)
        return Problem{"timestamp " + quoted(time_text) +
                       " is not a number of seconds since 1970 (0: unknown)"};
    return Rating{UserId{*user}, MovieId{*movie}, *value, *time};
}

Parsed<User> user(std::string_view id_text, std::string_view gender_text, std::string_view age_text,
                  std::optional<int> occupation) {
    const auto id = positive_id(id_text);
    if (!id) return bad_id("user", id_text);
    const auto gender = domain::gender_from_letter(gender_text);
    if (!gender) return Problem{"gender " + quoted(gender_text) + " is neither M nor F"};
    const auto age = number<int>(age_text);
    if (!age || *age < 0 || *age > domain::kHighestAge)
        return Problem{"age " + quoted(age_text) + " is not a number from 0 to 150"};
    return User{UserId{*id}, {age, gender, occupation}};
}

Problem expected_fields(const char* form) {
    return {std::string("expected ") + form};
}

/// ml-1m's occupation codes (its README), by the names that ml-100k uses.
constexpr std::array<std::pair<std::string_view, int>, 21> kOccupationCodes{{
    {"administrator", 3}, {"artist", 2},        {"doctor", 6},      {"educator", 1},
    {"engineer", 17},     {"entertainment", 2}, {"executive", 7},   {"healthcare", 6},
    {"homemaker", 9},     {"lawyer", 11},       {"librarian", 1},   {"marketing", 14},
    {"none", 19},         {"other", 0},         {"programmer", 12}, {"retired", 13},
    {"salesman", 14},     {"scientist", 15},    {"student", 4},     {"technician", 17},
    {"writer", 20},
}};

/// ml-100k's genre flags in their order (u.genre); the first stands for "unknown".
constexpr std::array<std::string_view, 19> kFlagGenres{
    "",          "Action",   "Adventure",   "Animation", "Children's",
    "Comedy",    "Crime",    "Documentary", "Drama",     "Fantasy",
    "Film-Noir", "Horror",   "Musical",     "Mystery",   "Romance",
    "Sci-Fi",    "Thriller", "War",         "Western"};

}  // namespace

Parsed<Movie> parse_movies_dat(std::string_view line) {
    std::array<std::string_view, 3> fields;
    if (!split(line, "::", fields)) return expected_fields("3 fields: MovieID::Title::Genres");
    return movie(fields[0], fields[1], fields[2]);
}

Parsed<User> parse_users_dat(std::string_view line) {
    std::array<std::string_view, 5> fields;
    if (!split(line, "::", fields))
        return expected_fields("5 fields: UserID::Gender::Age::Occupation::Zip-code");
    const auto occupation = number<int>(fields[3]);
    if (!occupation || *occupation < 0 || *occupation >= domain::kOccupations)
        return Problem{"occupation " + quoted(fields[3]) + " is not a code from 0 to 20"};
    return user(fields[0], fields[1], fields[2], occupation);
}

Parsed<Rating> parse_ratings_dat(std::string_view line) {
    std::array<std::string_view, 4> fields;
    if (!split(line, "::", fields))
        return expected_fields("4 fields: UserID::MovieID::Rating::Timestamp");
    return rating(fields[0], fields[1], fields[2], fields[3]);
}

Parsed<Movie> parse_u_item(std::string_view line) {
    std::array<std::string_view, 5 + kFlagGenres.size()> fields;
    if (!split(line, "|", fields))
        return expected_fields(
            "24 fields: movie id|title|release date|video release date|URL|19 genre flags");
    std::string genres;
    for (std::size_t i = 0; i < kFlagGenres.size(); ++i) {
        const std::string_view flag = fields[5 + i];
        if (flag != "0" && flag != "1")
            return Problem{"genre flag " + quoted(flag) + " is neither 0 nor 1"};
        if (flag == "0" || kFlagGenres[i].empty()) continue;
        if (!genres.empty()) genres += '|';
        genres += kFlagGenres[i];
    }
    return movie(fields[0], fields[1], genres);
}

Parsed<User> parse_u_user(std::string_view line) {
    std::array<std::string_view, 5> fields;
    if (!split(line, "|", fields))
        return expected_fields("5 fields: user id|age|gender|occupation|zip code");
    const auto* const known =
        std::ranges::find(kOccupationCodes, fields[3], &std::pair<std::string_view, int>::first);
    if (known == kOccupationCodes.end())
        return Problem{"occupation " + quoted(fields[3]) + " is not one of ml-100k's"};
    return user(fields[0], fields[2], fields[1], known->second);
}

Parsed<Rating> parse_u_data(std::string_view line) {
    std::array<std::string_view, 4> fields;
    if (!split(line, "\t", fields))
        return expected_fields("4 fields parted by tabs: user, item, rating, timestamp");
    return rating(fields[0], fields[1], fields[2], fields[3]);
}

Parsed<Movie> parse_movies_csv(std::string_view line) {
    std::vector<std::string> fields;
    if (!split_csv(line, fields)) return Problem{"a quote is not closed"};
    if (fields.size() != 3) return expected_fields("3 fields: movieId,title,genres");
    return movie(fields[0], fields[1], fields[2]);
}

Parsed<Rating> parse_ratings_csv(std::string_view line) {
    std::array<std::string_view, 4> fields;
    if (!split(line, ",", fields))
        return expected_fields("4 fields: userId,movieId,rating,timestamp");
    return rating(fields[0], fields[1], fields[2], fields[3]);
}

}  // namespace neurec::infrastructure::datasets
