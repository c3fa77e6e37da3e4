#include "presentation/json/reader.hpp"

#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace neurec::presentation::json::example {

enum class Gender { F, M };
BOOST_DESCRIBE_ENUM(Gender, F, M)

struct Rated {
    std::int64_t movie_id = 0;
    float rating = 0;
};
BOOST_DESCRIBE_STRUCT(Rated, (), (movie_id, rating))

struct Person {
    std::string name;
    std::string password;
    int count = 10;
    std::optional<std::uint8_t> age;
    std::optional<Gender> gender;
    std::optional<std::vector<Rated>> ratings;
    std::optional<bool> active;
    std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, password, count, age, gender, ratings, active, email))

std::optional<std::string_view> broken_rule(const Person& person) {
    if (person.active && person.age) return "an age and active exclude each other";
    return std::nullopt;
}

}  // namespace neurec::presentation::json::example

namespace neurec::application {
using presentation::json::example::Person;
using presentation::json::example::Rated;
template <>
inline constexpr Constraints kConstraints<&Rated::rating> = {.minimum = 0.5, .maximum = 5.0};
template <>
inline constexpr Constraints kConstraints<&Person::name> = {
    .is_name = true, .min_length = 1, .max_length = 4};
template <>
inline constexpr Constraints kConstraints<&Person::password> = {.secret = true, .min_length = 3};
template <>
inline constexpr Constraints kConstraints<&Person::count> = {
    .has_default = true, .minimum = 1, .maximum = 100};
template <>
inline constexpr Constraints kConstraints<&Person::ratings> = {.max_length = 3};
template <>
inline constexpr Constraints kConstraints<&Person::email> = {.max_length = 50,
                                                             .pattern = "[^@]+@[^@]+"};
}  // namespace neurec::application

namespace neurec::presentation::json {
namespace {

using example::Gender;
using example::Person;
using example::Rated;

std::optional<Person> decoded(std::string_view body) {
    Faults faults;
    auto person = decode_body<Person>(body, faults);
    EXPECT_TRUE(faults.empty()) << faults.to_json();
    return person;
}

/// The 422 body for a body that must be refused.
template <class T = Person>
std::string faults_of(std::string_view body) {
    Faults faults;
    EXPECT_FALSE(decode_body<T>(body, faults).has_value()) << body;
    EXPECT_FALSE(faults.empty()) << body;
    return faults.to_json();
}

/// A person with one more member, or with `name` replaced by it.
std::string person_with(std::string_view member) {
    return R"({"name":"Ann","password":"abc",)" + std::string(member) + "}";
}

TEST(DecodeBody, ReadsEveryKindOfMember) {
    const auto person = decoded(
        R"({"name":"Ann","password":"abc","count":5,"age":30,"gender":"F","ratings":[{"movie_id":1,"rating":4.5}],)"
        R"("active":null,"email":"a@b"})");
    ASSERT_TRUE(person);
    EXPECT_EQ(person->name, "Ann");
    EXPECT_EQ(person->count, 5);
    EXPECT_EQ(person->age, 30);
    EXPECT_EQ(person->gender, Gender::F);
    ASSERT_EQ(person->ratings->size(), 1U);
    EXPECT_EQ(person->ratings->front().rating, 4.5F);
    EXPECT_EQ(person->active, std::nullopt);
    EXPECT_EQ(person->email, "a@b");
}

TEST(DecodeBody, KeepsDefaultsAndPassesOverUnknownMembers) {
    const auto person = decoded(R"({"name":"Ann","password":"abc","role":"admin"})");
    ASSERT_TRUE(person);
    EXPECT_EQ(person->count, 10);
    EXPECT_EQ(person->ratings, std::nullopt);
}

TEST(DecodeBody, TakesTheLastOfDuplicateMembers) {
    EXPECT_EQ(decoded(person_with(R"("count":5,"count":6)"))->count, 6);
}

TEST(DecodeBody, AcceptsNumericTextsForNumbers) {
    EXPECT_EQ(decoded(person_with(R"("count":" 42 ")"))->count, 42);
    EXPECT_EQ(decoded(person_with(R"("count":"7.0")"))->count, 7);
    EXPECT_EQ(decoded(person_with(R"("count":7.0)"))->count, 7);
    EXPECT_EQ(decoded(person_with(R"("ratings":[{"movie_id":"12","rating":"3.5"}])"))
                  ->ratings->front()
                  .rating,
              3.5F);
}

TEST(DecodeBody, ReadsThe64BitEdges) {
    for (const std::int64_t id : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
        const std::string text = std::to_string(id);
        for (const std::string& form : {text, "\"" + text + "\""}) {
            Faults faults;
            const auto rated =
                decode_body<Rated>("{\"movie_id\":" + form + ",\"rating\":1}", faults);
            ASSERT_TRUE(rated) << form << faults.to_json();
            EXPECT_EQ(rated->movie_id, id);
        }
    }
}

TEST(DecodeBody, SaysThatThereIsNoBody) {
    const std::string missing =
        R"({"detail":[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]})";
    EXPECT_EQ(faults_of(""), missing);
    EXPECT_EQ(faults_of("null"), missing);
}

TEST(DecodeBody, SaysWhereTheJsonBreaks) {
    Faults faults;
    EXPECT_FALSE(decode_body<Person>(R"({"name":"é",})", faults));
    ASSERT_EQ(faults.all().size(), 1U);
    EXPECT_EQ(faults.all()[0].type, "json_invalid");
    EXPECT_EQ(faults.all()[0].location, (std::vector<Step>{"body", std::int64_t{12}}));
    EXPECT_EQ(faults.all()[0].message, "JSON decode error");
}

TEST(DecodeBody, RefusesWhatIsNotJson) {
    for (const std::string& body :
         {std::string("{"), std::string("{}x"), std::string("NaN"), std::string("[1,]"),
          std::string("'a'"), std::string("\"\xff\""), std::string("\"\xed\xa0\x80\""),
          std::string("\"\\ud800\""), std::string("\0", 1), std::string("\"\x01\""),
          std::string(100'000, '['), std::string("{\"a\":") + "1e", std::string("01")})
        EXPECT_NE(faults_of(body).find("json_invalid"), std::string::npos) << body;
}

TEST(DecodeBody, SaysWhatIsMissingAndEchoesTheObjectWithoutThePassword) {
    EXPECT_EQ(faults_of(R"({"password":"secret!","deep":[{"Old_Password":1}]})"),
              R"({"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required",)"
              R"("input":{"password":"**********","deep":[{"Old_Password":"**********"}]}}]})");
}

TEST(DecodeBody, NeverEchoesASecretThatDoesNotFit) {
    EXPECT_EQ(
        faults_of(R"({"name":"Ann","password":"pw"})"),
        R"({"detail":[{"type":"string_too_short","loc":["body","password"],)"
        R"("msg":"String should have at least 3 characters","input":"**********","ctx":{"min_length":3}}]})");
    EXPECT_EQ(faults_of(R"({"name":"Ann","password":["hunter2"]})").find("hunter2"),
              std::string::npos);
}

TEST(DecodeBody, CollectsEveryFault) {
    EXPECT_EQ(
        faults_of(
            R"({"name":"","password":"abc","count":0,"gender":"x","ratings":[{"movie_id":1,"rating":9},7,{}]})"),
        R"({"detail":[)"
        R"({"type":"string_too_short","loc":["body","name"],"msg":"String should have at least 1 character",)"
        R"("input":"","ctx":{"min_length":1}},)"
        R"({"type":"greater_than_equal","loc":["body","count"],"msg":"Input should be greater than or equal to 1",)"
        R"("input":0,"ctx":{"ge":1}},)"
        R"({"type":"enum","loc":["body","gender"],"msg":"Input should be 'F' or 'M'","input":"x",)"
        R"("ctx":{"expected":"'F' or 'M'"}},)"
        R"({"type":"less_than_equal","loc":["body","ratings",0,"rating"],)"
        R"("msg":"Input should be less than or equal to 5","input":9,"ctx":{"le":5}},)"
        R"({"type":"model_attributes_type","loc":["body","ratings",1],)"
        R"("msg":"Input should be a valid dictionary or object to extract fields from","input":7},)"
        R"({"type":"missing","loc":["body","ratings",2,"movie_id"],"msg":"Field required","input":{}},)"
        R"({"type":"missing","loc":["body","ratings",2,"rating"],"msg":"Field required","input":{}}]})");
}

/// A member that does not fit, and the fault's type and message.
struct Refused {
    std::string_view member;
    std::string_view type;
    std::string_view message;
};

class DecodeMember : public testing::TestWithParam<Refused> {};

TEST_P(DecodeMember, NamesTheFaultAsPydanticDoes) {
    Faults faults;
    EXPECT_FALSE(decode_body<Person>(person_with(GetParam().member), faults));
    ASSERT_EQ(faults.all().size(), 1U) << faults.to_json();
    EXPECT_EQ(faults.all()[0].type, GetParam().type);
    EXPECT_EQ(faults.all()[0].message, GetParam().message);
}

constexpr std::string_view kNotAnInteger = "Input should be a valid integer";
constexpr std::string_view kNoIntegerInText =
    "Input should be a valid integer, unable to parse string as an integer";
constexpr std::string_view kTooBig =
    "Unable to parse input string as an integer, exceeded maximum size";

INSTANTIATE_TEST_SUITE_P(
    Faults, DecodeMember,
    testing::Values(Refused{R"("count":null)", "int_type", kNotAnInteger},
                    Refused{R"("count":true)", "int_type", kNotAnInteger},
                    Refused{R"("count":[])", "int_type", kNotAnInteger},
                    Refused{R"("count":"")", "int_parsing", kNoIntegerInText},
                    Refused{R"("count":"x")", "int_parsing", kNoIntegerInText},
                    Refused{R"("count":"+-1")", "int_parsing", kNoIntegerInText},
                    Refused{R"("count":"1.5")", "int_parsing", kNoIntegerInText},
                    Refused{R"("count":1.5)", "int_from_float",
                            "Input should be a valid integer, got a number with a fractional part"},
                    Refused{R"("count":99999999999999999999)", "less_than_equal",
                            "Input should be less than or equal to 100"},
                    Refused{R"("count":"99999999999999999999")", "less_than_equal",
                            "Input should be less than or equal to 100"},
                    Refused{R"("count":-1e300)", "greater_than_equal",
                            "Input should be greater than or equal to 1"},
                    Refused{R"("age":300)", "int_parsing_size", kTooBig},
                    Refused{R"("age":-1)", "int_parsing_size", kTooBig},
                    Refused{R"("age":18446744073709551615)", "int_parsing_size", kTooBig},
                    Refused{R"("count":1e999)", "finite_number", "Input should be a finite number"},
                    Refused{R"("ratings":{})", "list_type", "Input should be a valid list"},
                    Refused{R"("ratings":[1,2,3,4])", "too_long",
                            "List should have at most 3 items after validation, not 4"},
                    Refused{R"("ratings":[{"movie_id":1,"rating":"nan"}])", "finite_number",
                            "Input should be a finite number"},
                    Refused{R"("ratings":[{"movie_id":1,"rating":1e999}])", "finite_number",
                            "Input should be a finite number"},
                    Refused{R"("ratings":[{"movie_id":1,"rating":"good"}])", "float_parsing",
                            "Input should be a valid number, unable to parse string as a number"},
                    Refused{R"("ratings":[{"movie_id":1,"rating":null}])", "float_type",
                            "Input should be a valid number"},
                    Refused{R"("ratings":[{"movie_id":1,"rating":0.25}])", "greater_than_equal",
                            "Input should be greater than or equal to 0.5"},
                    Refused{R"("name":7)", "string_type", "Input should be a valid string"},
                    Refused{R"("name":"愛愛愛愛愛")", "string_too_long",
                            "String should have at most 4 characters"},
                    Refused{R"("active":"perhaps")", "bool_parsing",
                            "Input should be a valid boolean, unable to interpret input"},
                    Refused{R"("active":1)", "bool_type", "Input should be a valid boolean"},
                    Refused{R"("email":"nobody")", "string_pattern_mismatch",
                            "String should match pattern '[^@]+@[^@]+'"},
                    Refused{R"("active":true,"age":3)", "value_error",
                            "Value error, an age and active exclude each other"}));

TEST(DecodeMember, CountsTextsInCodePoints) {
    EXPECT_EQ(decoded(R"({"name":"愛愛愛愛","password":"abc"})")->name, "愛愛愛愛");
}

TEST(DecodeBody, RefusesNulInEveryTextAndControlCharactersWhereTheyAreNotMeant) {
    const auto problem_of = [](const std::string& body) {
        Faults faults;
        static_cast<void>(decode_body<Person>(body, faults));
        return faults.empty() ? "none" : faults.all().front().message;
    };
    EXPECT_EQ(problem_of(R"({"name":"a\u0000b","password":"abc"})"),
              "Value error, a text holds no NUL character");
    EXPECT_EQ(problem_of(R"({"name":"ab","password":"a\u0000bc"})"),
              "Value error, a text holds no NUL character");
    for (const char* control : {R"(\u001b)", R"(\n)", R"(\u007f)", R"(\u0085)"})
        EXPECT_EQ(problem_of(R"({"name":"a)" + std::string(control) + R"(","password":"abc"})"),
                  "Value error, the text has a control character")
            << control;
    EXPECT_EQ(problem_of(R"({"name":"ab","password":"a\tbc"})"), "none");
}

TEST(RefuseUnknown, NamesEachOnceWithWhatIsKnownAndEchoesNoValue) {
    const std::vector<Parameter> query = {
        {"limit", "5"}, {"page", "2"}, {"limit", "6"}, {"password", "hunter2"}, {"\xff", "x"}};
    Faults faults;
    refuse_unknown(query, std::vector<std::string>{"page", "size"}, faults);
    EXPECT_EQ(
        faults.to_json(),
        R"({"detail":[{"type":"extra_forbidden","loc":["query","limit"],"msg":"Extra inputs are )"
        R"(not permitted; the query parameters known here are page, size","input":null},)"
        R"({"type":"extra_forbidden","loc":["query","password"],"msg":"Extra inputs are not )"
        R"(permitted; the query parameters known here are page, size","input":null},)"
        R"({"type":"extra_forbidden","loc":["query",""],"msg":"Extra inputs are not )"
        R"(permitted; the query parameters known here are page, size","input":null}]})");
}

TEST(RefuseUnknown, TellsOfTheFirstTen) {
    std::vector<Parameter> query;
    for (int i = 0; i < 500; ++i)
        query.emplace_back("p" + std::to_string(i), "");
    Faults faults;
    refuse_unknown(query, {}, faults);
    EXPECT_EQ(faults.all().size(), 10U);
    EXPECT_EQ(faults.all().front().message,
              "Extra inputs are not permitted; no query parameter is known here");
}

TEST(DecodeParameters, ReadsTextsAndTakesTheLastOfARepeatedName) {
    Faults faults;
    const std::vector<Parameter> query = {
        {"movie_id", "3"}, {"rating", "2.5"}, {"movie_id", "4"}, {"x", "y"}};
    const auto rated = decode_parameters<Rated>(query, "query", faults);
    ASSERT_TRUE(rated) << faults.to_json();
    EXPECT_EQ(rated->movie_id, 4);
    EXPECT_EQ(rated->rating, 2.5F);
}

TEST(DecodeParameters, EchoesNullForWhatIsMissing) {
    Faults faults;
    EXPECT_FALSE(
        decode_parameters<Rated>(std::vector<Parameter>{{"rating", "x"}}, "query", faults));
    EXPECT_EQ(
        faults.to_json(),
        R"({"detail":[{"type":"missing","loc":["query","movie_id"],"msg":"Field required","input":null},)"
        R"({"type":"float_parsing","loc":["query","rating"],)"
        R"("msg":"Input should be a valid number, unable to parse string as a number","input":"x"}]})");
}

TEST(DecodeParameters, RefusesInvalidUtf8) {
    Faults faults;
    EXPECT_FALSE(decode_parameters<Rated>(
        std::vector<Parameter>{{"movie_id", "\xff"}, {"rating", "1"}}, "query", faults));
    ASSERT_EQ(faults.all().size(), 1U);
    EXPECT_EQ(faults.all()[0].type, "string_unicode");
    EXPECT_EQ(faults.all()[0].location, (std::vector<Step>{"query", "movie_id"}));
}

TEST(DecodeParameters, RefusesTextsThatEndInsideACharacter) {
    for (const char* text : {"passwor\xe8", "\xe2\x82", "a\xf0\x9f\x8e"}) {
        Faults faults;
        EXPECT_FALSE(
            decode_parameters<Person>(std::vector<Parameter>{{"name", text}}, "query", faults));
        ASSERT_EQ(faults.all().size(), 1U) << text;
        EXPECT_EQ(faults.all()[0].type, "string_unicode") << text;
    }
}

}  // namespace
}  // namespace neurec::presentation::json
