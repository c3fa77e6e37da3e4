#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <vector>

#include "presentation/json/reader.hpp"
#include "presentation/json/schema.hpp"

namespace neurec::presentation::json::example {

/// What somebody changes: each member may be absent; null clears the age.
struct Change {
    std::optional<std::string> name;
    std::optional<std::optional<int>> age;
};
BOOST_DESCRIBE_STRUCT(Change, (), (name, age))

struct Item {
    int n = 0;
    int m = 0;
};
BOOST_DESCRIBE_STRUCT(Item, (), (n, m))

}  // namespace neurec::presentation::json::example

namespace neurec::application {
using presentation::json::example::Change;
using presentation::json::example::Item;
template <>
inline constexpr bool kRefusesUnknownMembers<Change> = true;
template <>
inline constexpr Constraints kConstraints<&Change::name> = {
    .never_null = true, .is_name = true, .max_length = 10};
template <>
inline constexpr Constraints kConstraints<&Change::age> = {.minimum = 0};
template <>
inline constexpr Constraints kListConstraints<Item> = {.max_length = 1000};
}  // namespace neurec::application

namespace neurec::presentation::json {
namespace {

using example::Change;
using example::Item;
using testing::HasSubstr;
using testing::Not;

[[nodiscard]] Change change_in(std::string_view body) {
    Faults faults;
    const auto change = decode_body<Change>(body, faults);
    EXPECT_TRUE(change) << faults.to_json();
    return change.value_or(Change{});
}

template <class T>
[[nodiscard]] std::string faults_of(std::string_view body) {
    Faults faults;
    EXPECT_FALSE(decode_body<T>(body, faults));
    return faults.to_json();
}

TEST(DecodeChange, TellsAbsentFromNull) {
    EXPECT_FALSE(change_in("{}").age.has_value());
    const Change cleared = change_in(R"({"age":null})");
    ASSERT_TRUE(cleared.age.has_value());
    EXPECT_FALSE(cleared.age->has_value());
    EXPECT_EQ(change_in(R"({"age":7})").age.value(), 7);
    EXPECT_THAT(faults_of<Change>(R"({"age":-1})"), HasSubstr("greater_than_equal"));
}

TEST(DecodeChange, RefusesNullWhereNothingCanBeCleared) {
    EXPECT_FALSE(change_in("{}").name.has_value());
    EXPECT_THAT(faults_of<Change>(R"({"name":null})"),
                HasSubstr(R"("type":"string_type","loc":["body","name"])"));
}

TEST(DecodeChange, NamesMembersThatItDoesNotHaveAndEchoesNoSecret) {
    const std::string faults = faults_of<Change>(
        R"({"nmae":"x","age":1,"new_password":"s3cret","role":{"password":"s3cret"}})");
    EXPECT_THAT(faults, HasSubstr(R"("type":"extra_forbidden","loc":["body","nmae"])"));
    EXPECT_THAT(faults, HasSubstr(R"("loc":["body","new_password"])"));
    EXPECT_THAT(faults, HasSubstr(R"("loc":["body","role"])"));
    EXPECT_THAT(faults, Not(HasSubstr("s3cret")));
}

TEST(DecodeChange, RefusesNamesThatShowNothing) {
    EXPECT_THAT(faults_of<Change>(R"({"name":" \u00a0"})"), HasSubstr("the text is blank"));
    EXPECT_THAT(faults_of<Change>(R"({"name":"a\u0007b"})"),
                HasSubstr("the text has a control character"));
    EXPECT_EQ(change_in(R"({"name":" a "})").name, " a ");
}

TEST(DescribeChange, SaysTheSame) {
    Schemas schemas;
    static_cast<void>(schemas.of<Change>(Use::request));
    EXPECT_EQ(boost::json::serialize(schemas.components().at("Change")),
              R"({"type":"object","properties":{"name":{"type":"string","maxLength":10,)"
              R"("pattern":"^(?=[\\s\\S]*\\S)[^\\x00-\\x1f\\x7f]*$"},)"
              R"("age":{"type":["integer","null"],"format":"int32","minimum":0}},)"
              R"("additionalProperties":false})");
    EXPECT_EQ(schemas.of<std::vector<Item>>(Use::request, kConstraintsOfBody<std::vector<Item>>)
                  .at("maxItems"),
              1000);
}

TEST(Faults, OfALongListAreToldByItsLengthBeforeItsItemsAreRead) {
    std::string body = "[{}";
    for (int i = 0; i < 200'000; ++i)
        body += ",{}";
    const std::string faults = faults_of<std::vector<Item>>(body + "]");
    EXPECT_THAT(faults, HasSubstr("at most 1000 items after validation, not 200001"));
    EXPECT_LT(faults.size(), 1000U);
}

TEST(Faults, BeyondAHundredAreCounted) {
    std::string body = "[{}";
    for (int i = 0; i < 999; ++i)
        body += ",{}";
    const std::string text = faults_of<std::vector<Item>>(body + "]");
    const auto answer = boost::json::parse(text).as_object();
    EXPECT_EQ(answer.at("detail").as_array().size(), 100U);
    EXPECT_EQ(answer.at("more_faults"), 1900);
    EXPECT_EQ(boost::json::parse(faults_of<std::vector<Item>>("[{}]")).as_object().size(), 1U)
        << "nothing more where all are told";
}

TEST(Faults, EchoTheBeginningOfWhatIsLong) {
    std::string films;
    for (int i = 0; i < 100'000; ++i)
        films += "映";
    const std::string of_text = faults_of<Change>(R"({"name":")" + films + R"("})");
    EXPECT_LT(of_text.size(), 1500U);
    EXPECT_THAT(of_text, HasSubstr("映…\""));
    std::string list = "[0";
    for (int i = 0; i < 100'000; ++i)
        list += ",0";
    EXPECT_THAT(faults_of<Change>(R"({"age":)" + list + "]}"), HasSubstr(R"("[… 100001 items]")"));
    EXPECT_LT(faults_of<Change>(R"({")" + films + R"(":1})").size(), 1500U) << "a name of a member";
}

}  // namespace
}  // namespace neurec::presentation::json
