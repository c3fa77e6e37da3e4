#include "infrastructure/datasets/movielens_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace neurec::infrastructure::datasets {
namespace {

using domain::Demographics;
using domain::Gender;
using domain::Movie;
using domain::MovieId;
using domain::Rating;
using domain::User;
using domain::UserId;
using namespace std::string_literals;

template <class Row>
Row row(const Parsed<Row>& parsed) {
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        ADD_FAILURE() << problem->text;
        return {};
    }
    return std::get<Row>(parsed);
}

template <class Row>
std::string problem(const Parsed<Row>& parsed) {
    const auto* found = std::get_if<Problem>(&parsed);
    return found == nullptr ? "nothing is wrong" : found->text;
}

TEST(MoviesDat, GivesIdTitleAndGenresInTheirOrder) {
    EXPECT_EQ(row(parse_movies_dat("6::Heat (1995)::Action|Crime|Thriller")),
              (Movie{MovieId{6}, "Heat (1995)", {"Action", "Crime", "Thriller"}}));
    EXPECT_EQ(row(parse_movies_dat("9223372036854775807::Mis\xc3\xa9rables: Les::")),
              (Movie{MovieId{9223372036854775807}, "Mis\xc3\xa9rables: Les", {}}));
}

TEST(MoviesDat, NamesAGenreOnce) {
    EXPECT_EQ(row(parse_movies_dat("6::Heat::Crime|Action|Crime")).genres,
              (std::vector<std::string>{"Crime", "Action"}));
}

TEST(MoviesDat, GivesGenresTrimmedAndWithoutThoseThatAreNone) {
    EXPECT_EQ(row(parse_movies_dat("1::Toy Story::Adventure|Animation|")).genres,
              (std::vector<std::string>{"Adventure", "Animation"}));
    EXPECT_EQ(row(parse_movies_dat("1::Toy Story:: Adventure | adventure||None|Sci-Fi ")).genres,
              (std::vector<std::string>{"Adventure", "Sci-Fi"}));
    for (const char* none : {"None", "(No genres listed)", "unknown", " ", "|", "||"})
        EXPECT_TRUE(row(parse_movies_dat("1::Toy Story::" + std::string(none))).genres.empty())
            << none;
}

TEST(MoviesDat, TakesCommasAndSemicolonsWhereNoBarPartsTheGenres) {
    EXPECT_EQ(row(parse_movies_dat("47::Seven::Mystery, Thriller")).genres,
              (std::vector<std::string>{"Mystery", "Thriller"}));
    EXPECT_EQ(row(parse_movies_dat("47::Seven::Mystery;Thriller;")).genres,
              (std::vector<std::string>{"Mystery", "Thriller"}));
    EXPECT_EQ(row(parse_movies_dat("47::Seven::Arts, Crafts|Drama")).genres,
              (std::vector<std::string>{"Arts, Crafts", "Drama"}));
}

TEST(MoviesDat, SaysWhatIsWrong) {
    const std::string fields = "expected 3 fields: MovieID::Title::Genres";
    EXPECT_EQ(problem(parse_movies_dat("6::Heat (1995)")), fields);
    EXPECT_EQ(problem(parse_movies_dat("6::Heat::(1995)::Crime")), fields);
    EXPECT_EQ(problem(parse_movies_dat("six::Heat::Crime")),
              "movie id 'six' is not a whole number above 0");
    EXPECT_EQ(problem(parse_movies_dat("0::Heat::Crime")),
              "movie id '0' is not a whole number above 0");
    EXPECT_EQ(problem(parse_movies_dat("-6::Heat::Crime")),
              "movie id '-6' is not a whole number above 0");
    EXPECT_EQ(problem(parse_movies_dat(" 6::Heat::Crime")),
              "movie id ' 6' is not a whole number above 0");
    EXPECT_EQ(problem(parse_movies_dat("9223372036854775808::Heat::Crime")),
              "movie id '9223372036854775808' is not a whole number above 0");
    EXPECT_EQ(problem(parse_movies_dat("6::  ::Crime")), "the title is empty");
    EXPECT_EQ(problem(parse_movies_dat("6::" + std::string(501, 'x') + "::Crime")),
              "the title is longer than 500 bytes");
    EXPECT_EQ(problem(parse_movies_dat("6::He\0at::Crime"s)), "the title holds control characters");
    EXPECT_EQ(problem(parse_movies_dat("6::He\x1b[2Jat::Crime")),
              "the title holds control characters");
    EXPECT_EQ(problem(parse_movies_dat("6::Heat::Cr\x07ime")),
              "genre 'Cr?ime' is longer than 50 bytes or holds control characters");
    EXPECT_EQ(
        problem(parse_movies_dat("6::Heat::" + std::string(51, 'x'))),
        "genre '" + std::string(51, 'x') + "' is longer than 50 bytes or holds control characters");
}

TEST(MoviesDat, QuotesNoMoreThanTheBeginningOfALongField) {
    EXPECT_EQ(problem(parse_movies_dat(std::string(60'000, '9') + "::Heat::Crime")),
              "movie id '" + std::string(60, '9') + "…' is not a whole number above 0");
}

TEST(UsersDat, GivesDemographicsWithTheAgeAsItIsCoded) {
    EXPECT_EQ(row(parse_users_dat("1::F::1::10::48067")),
              (User{UserId{1}, Demographics{1, Gender::female, 10}}));
    EXPECT_EQ(row(parse_users_dat("2::M::56::16::70072-1234")),
              (User{UserId{2}, Demographics{56, Gender::male, 16}}));
}

TEST(UsersDat, SaysWhatIsWrong) {
    EXPECT_EQ(problem(parse_users_dat("1::F::1::10")),
              "expected 5 fields: UserID::Gender::Age::Occupation::Zip-code");
    EXPECT_EQ(problem(parse_users_dat("x::F::1::10::48067")),
              "user id 'x' is not a whole number above 0");
    EXPECT_EQ(problem(parse_users_dat("1::f::1::10::48067")), "gender 'f' is neither M nor F");
    EXPECT_EQ(problem(parse_users_dat("1::F::151::10::48067")),
              "age '151' is not a number from 0 to 150");
    EXPECT_EQ(problem(parse_users_dat("1::F::-1::10::48067")),
              "age '-1' is not a number from 0 to 150");
    EXPECT_EQ(problem(parse_users_dat("1::F::::10::48067")),
              "age '' is not a number from 0 to 150");
    EXPECT_EQ(problem(parse_users_dat("1::F::25::21::48067")),
              "occupation '21' is not a code from 0 to 20");
}

TEST(RatingsDat, GivesUserMovieStarsAndTime) {
    EXPECT_EQ(row(parse_ratings_dat("1::1193::5::978300760")),
              (Rating{UserId{1}, MovieId{1193}, 5, 978300760}));
    EXPECT_EQ(row(parse_ratings_dat("1::1193::0.5::0")),
              (Rating{UserId{1}, MovieId{1193}, 0.5F, domain::kUnknownTime}));
}

TEST(RatingsDat, SaysWhatIsWrong) {
    EXPECT_EQ(problem(parse_ratings_dat("1::2::3")),
              "expected 4 fields: UserID::MovieID::Rating::Timestamp");
    EXPECT_EQ(problem(parse_ratings_dat("1:2:3:4")),
              "expected 4 fields: UserID::MovieID::Rating::Timestamp");
    EXPECT_EQ(problem(parse_ratings_dat("a::2::3::4")),
              "user id 'a' is not a whole number above 0");
    EXPECT_EQ(problem(parse_ratings_dat("1::2.5::3::4")),
              "movie id '2.5' is not a whole number above 0");
    for (const char* stars :
         {"0", "0.4", "5.5", "9", "-3", "nan", "inf", "1e999", "", "good", "3 "})
        EXPECT_EQ(problem(parse_ratings_dat("1::2::" + std::string(stars) + "::4")),
                  "rating '" + std::string(stars) + "' is not a number from 0.5 to 5");
    for (const char* time : {"-1", "", "1.5", "9223372036854775808", "now"})
        EXPECT_EQ(problem(parse_ratings_dat("1::2::3::" + std::string(time))),
                  "timestamp '" + std::string(time) +
                      "' is not a number of seconds since 1970 (0: unknown)");
}

/// A u.item line whose genre flags are `flags`.
std::string item(const std::string& title, const std::string& flags) {
    std::string line = "1|" + title + "|01-Jan-1995||http://example.invalid/1";
    for (const char flag : flags)
        line += "|" + std::string(1, flag);
    return line;
}

TEST(UItem, TurnsFlagsIntoGenres) {
    //                                         unknown, Action … Western
    EXPECT_EQ(row(parse_u_item(item("Toy Story (1995)", "0001110000000000000"))),
              (Movie{MovieId{1}, "Toy Story (1995)", {"Animation", "Children's", "Comedy"}}));
    EXPECT_EQ(row(parse_u_item(item("X", "0100000000000000001"))).genres,
              (std::vector<std::string>{"Action", "Western"}));
    EXPECT_EQ(row(parse_u_item(item("X", "0000000000100000000"))).genres,
              (std::vector<std::string>{"Film-Noir"}));
}

TEST(UItem, TakesTheFlagForUnknownAsNoGenre) {
    EXPECT_EQ(row(parse_u_item(item("unknown", "1000000000000000000"))).genres,
              std::vector<std::string>{});
}

TEST(UItem, SaysWhatIsWrong) {
    EXPECT_EQ(problem(parse_u_item(item("X", "010"))),
              "expected 24 fields: movie id|title|release date|video release date|URL|19 genre "
              "flags");
    EXPECT_EQ(problem(parse_u_item(item("X", "0200000000000000000"))),
              "genre flag '2' is neither 0 nor 1");
}

TEST(UUser, GivesOccupationsTheCodesOfMl1m) {
    const std::map<std::string, int> codes{
        {"administrator", 3}, {"artist", 2},        {"doctor", 6},      {"educator", 1},
        {"engineer", 17},     {"entertainment", 2}, {"executive", 7},   {"healthcare", 6},
        {"homemaker", 9},     {"lawyer", 11},       {"librarian", 1},   {"marketing", 14},
        {"none", 19},         {"other", 0},         {"programmer", 12}, {"retired", 13},
        {"salesman", 14},     {"scientist", 15},    {"student", 4},     {"technician", 17},
        {"writer", 20}};
    for (const auto& [name, code] : codes)
        EXPECT_EQ(row(parse_u_user("7|57|M|" + name + "|91344")),
                  (User{UserId{7}, Demographics{57, Gender::male, code}}));
}

TEST(UUser, SaysWhatIsWrong) {
    EXPECT_EQ(problem(parse_u_user("7|57|M|91344")),
              "expected 5 fields: user id|age|gender|occupation|zip code");
    EXPECT_EQ(problem(parse_u_user("7|57|M|astronaut|91344")),
              "occupation 'astronaut' is not one of ml-100k's");
}

TEST(UData, GivesUserMovieStarsAndTime) {
    EXPECT_EQ(row(parse_u_data("196\t242\t3\t881250949")),
              (Rating{UserId{196}, MovieId{242}, 3, 881250949}));
    EXPECT_EQ(problem(parse_u_data("196 242 3 881250949")),
              "expected 4 fields parted by tabs: user, item, rating, timestamp");
}

TEST(MoviesCsv, GivesQuotedTitles) {
    EXPECT_EQ(row(parse_movies_csv(R"csv(11,"American President, The (1995)",Comedy|Drama)csv")),
              (Movie{MovieId{11}, "American President, The (1995)", {"Comedy", "Drama"}}));
}

TEST(MoviesCsv, TakesNoGenresListedAsNone) {
    EXPECT_EQ(row(parse_movies_csv("11,Untold (2011),(no genres listed)")).genres,
              std::vector<std::string>{});
}

TEST(MoviesCsv, SaysWhatIsWrong) {
    EXPECT_EQ(problem(parse_movies_csv(R"(11,"open,Drama)")), "a quote is not closed");
    EXPECT_EQ(problem(parse_movies_csv("11,President, The,Drama")),
              "expected 3 fields: movieId,title,genres");
}

TEST(RatingsCsv, GivesHalfStars) {
    EXPECT_EQ(row(parse_ratings_csv("1,296,4.5,1147880044")),
              (Rating{UserId{1}, MovieId{296}, 4.5F, 1147880044}));
    EXPECT_EQ(problem(parse_ratings_csv("1,296,4.5")),
              "expected 4 fields: userId,movieId,rating,timestamp");
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
