#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <string>
#include <vector>

#include "presentation/json/reader.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::json {
namespace {

struct Inner {
    std::int64_t id = 0;
    float stars = 0;
    bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (id, stars))

struct Outer {
    std::string text;
    std::optional<double> number;
    std::vector<Inner> items;
    bool operator==(const Outer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (text, number, items))

[[nodiscard]] Outer arbitrary_outer() {
    Outer outer;
    // ASCII with every control character but NUL, which no text may hold: what must be escaped is
    // in there.
    outer.text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    // At most 15 digits: with more, Boost.JSON 1.81 may round the last bit the other way.
    const auto number = *rc::gen::inRange(-100'000, 100'000);
    if (number % 4 != 0) outer.number = static_cast<double>(number) / 1024;
    outer.items = *rc::gen::container<std::vector<Inner>>(
        rc::gen::build<Inner>(rc::gen::set(&Inner::id), rc::gen::set(&Inner::stars)));
    return outer;
}

RC_GTEST_PROP(Json, ReadsBackWhatItWrote, ()) {
    const Outer outer = arbitrary_outer();
    Faults faults;
    const auto read = decode_body<Outer>(to_json(outer), faults);
    RC_ASSERT(faults.empty());
    RC_ASSERT(read == outer);
}

RC_GTEST_PROP(Json, GivesAStructOrFaultsForAnyBytes, (const std::string& bytes)) {
    Faults faults;
    const auto read = decode_body<Outer>(bytes, faults);
    RC_ASSERT(read.has_value() == faults.empty());
    boost::system::error_code error;
    static_cast<void>(boost::json::parse(faults.to_json(), error));
    RC_ASSERT(!error);
}

RC_GTEST_PROP(Json, GivesAStructOrFaultsForAnyDamage, (std::size_t at, char byte)) {
    std::string text = to_json(arbitrary_outer());
    text[at % text.size()] = byte;
    Faults faults;
    const auto read = decode_body<Outer>(text, faults);
    RC_ASSERT(read.has_value() == faults.empty());
}

}  // namespace
}  // namespace neurec::presentation::json
