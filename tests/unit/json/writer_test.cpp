#include "presentation/json/writer.hpp"

#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace neurec::presentation::json {
namespace {

enum class Colour { red, green, minus_red };
BOOST_DESCRIBE_ENUM(Colour, red, green, minus_red)

struct Base {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(Base, (), (id))

struct Thing : Base {
    std::string name;
    std::optional<int> age;
    std::optional<std::string> note;
    std::vector<Colour> colours;
};
BOOST_DESCRIBE_STRUCT(Thing, (Base), (name, age, note, colours))

}  // namespace
}  // namespace neurec::presentation::json

template <>
inline constexpr neurec::application::Constraints
    neurec::application::kConstraints<&neurec::presentation::json::Thing::note> = {
        .omitted_if_absent = true};

namespace neurec::presentation::json {
namespace {

TEST(ToJson, WritesDescribedMembersInOrderWithTheBaseFirst) {
    Thing thing;
    thing.id = 7;
    thing.name = "x";
    thing.age = 3;
    thing.note = "n";
    thing.colours = {Colour::green, Colour::red};
    EXPECT_EQ(to_json(thing),
              R"({"id":7,"name":"x","age":3,"note":"n","colours":["green","red"]})");
}

TEST(ToJson, WritesAMinusInFrontOfANameThatBeginsSo) {
    EXPECT_EQ(to_json(Colour::minus_red), R"("-red")");
    EXPECT_EQ(enumerator_named<Colour>("-red"), Colour::minus_red);
    EXPECT_EQ(enumerator_named<Colour>("minus_red"), std::nullopt);
    EXPECT_EQ(names_of<Colour>(), (std::vector<std::string_view>{"red", "green", "-red"}));
}

TEST(ToJson, WritesAbsentOptionalsAsNullUnlessTheyAreToBeLeftOut) {
    EXPECT_EQ(to_json(Thing{}), R"({"id":0,"name":"","age":null,"colours":[]})");
}

TEST(ToJson, WritesTheShortestNumberThatReadsBackTheSame) {
    EXPECT_EQ(to_json(0.1F), "0.1");
    EXPECT_EQ(to_json(0.85), "0.85");
    EXPECT_EQ(to_json(5.0), "5");
    EXPECT_EQ(to_json(1e300), "1e+300");
    EXPECT_EQ(to_json(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(to_json(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(ToJson, WritesNullForWhatJsonHasNoNumberFor) {
    EXPECT_EQ(to_json(std::numeric_limits<double>::quiet_NaN()), "null");
    EXPECT_EQ(to_json(std::numeric_limits<float>::infinity()), "null");
}

TEST(ToJson, KeepsUtf8AndEscapesOnlyWhatMustBe) {
    EXPECT_EQ(to_json(std::string("Amélie 愛 \"\\/\n\t\x01\x7f")),
              "\"Amélie 愛 \\\"\\\\/\\n\\t\\u0001\x7f\"");
}

TEST(ToJson, WritesMapsByKey) {
    const std::map<std::string, std::vector<int>> by_genre = {{"Drama", {2, 3}}, {"Comedy", {1}}};
    EXPECT_EQ(to_json(by_genre), R"({"Comedy":[1],"Drama":[2,3]})");
}

TEST(ToJson, WritesParsedDocumentsAsTheyWere) {
    const std::string text = R"({"a":[1,-2,0.5,18446744073709551615,null,true,"é"],"b":{}})";
    EXPECT_EQ(to_json(boost::json::parse(text)), text);
}

}  // namespace
}  // namespace neurec::presentation::json
