#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <regex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "presentation/json/described.hpp"
#include "presentation/json/faults.hpp"

/// Described structs from JSON bodies, query strings and path parameters. Every fault is collected,
/// with the types, places and words of pydantic 2, so that clients written against FastAPI
/// understand the answer: members that are not described are passed over (of a query:
/// refuse_unknown), of a member that is there twice the last counts, numbers may come as numeric
/// texts, `null` stands for an absent optional.
namespace neurec::presentation::json {

/// Objects and lists may be nested this deeply; deeper documents are refused as invalid.
inline constexpr std::size_t kDeepestNesting = 32;

/// The document that `text` holds, or nothing and a `json_invalid` fault at ["body", offset in code
/// points]. Refused: broken JSON, text after the value, invalid UTF-8, nesting beyond
/// kDeepestNesting. An empty text is `missing` at ["body"].
[[nodiscard]] std::optional<boost::json::value> parse_document(
    std::string_view text, Faults& faults, boost::json::storage_ptr storage = {});

/// A `name=value` pair of a query or path, percent-decoded.
using Parameter = std::pair<std::string, std::string>;

namespace detail {

struct IntegerRange {
    std::int64_t lowest;
    std::uint64_t highest;
};

/// Each gives the value, or nothing and a fault.
std::optional<bool> read_bool(const boost::json::value& value, Faults& faults);
std::optional<std::int64_t> read_integer(const boost::json::value& value, IntegerRange range,
                                         const application::Constraints& constraints,
                                         Faults& faults);
std::optional<double> read_number(const boost::json::value& value,
                                  const application::Constraints& constraints, Faults& faults);
std::optional<std::string> read_text(const boost::json::value& value,
                                     const application::Constraints& constraints, Faults& faults);
bool has_valid_length(const boost::json::array& list, const application::Constraints& constraints,
                      Faults& faults);
void add_enum_fault(const boost::json::value& value, std::span<const std::string_view> names,
                    Faults& faults);
void add_missing(const boost::json::value& input, Faults& faults);
/// A fault for every member of the object that is none of `names`.
bool has_only_members(const boost::json::object& object, std::span<const std::string_view> names,
                      Faults& faults);
void add_pattern_fault(const boost::json::value& value, std::string_view pattern, Faults& faults);
void add_rule_fault(const boost::json::value& value, std::string_view rule, Faults& faults);
/// The parameters as one object of texts; of a name that is there twice, the last counts. Invalid
/// UTF-8 is a fault.
std::optional<boost::json::value> object_of(std::span<const Parameter> parameters, Faults& faults);

template <class T>
bool read(T& out, const boost::json::value& value, const application::Constraints& constraints,
          Faults& faults);

template <std::integral T>
constexpr IntegerRange kRangeOf = {std::int64_t{std::numeric_limits<T>::min()},
                                   std::uint64_t{std::numeric_limits<T>::max()}};

/// Moves what was read into `out`; false where nothing was.
template <class T, class From>
bool assign(T& out, std::optional<From> from) {
    if (!from) return false;
    if constexpr (std::same_as<T, From>)
        out = *std::move(from);
    else
        out = static_cast<T>(*from);
    return true;
}

template <DescribedEnum T>
bool read_enum(T& out, const boost::json::value& value, Faults& faults) {
    if (value.is_string())
        if (const auto found = enumerator_named<T>(value.get_string())) {
            out = *found;
            return true;
        }
    add_enum_fault(value, names_of<T>(), faults);
    return false;
}

template <class T>
bool read_list(std::vector<T>& out, const boost::json::value& value,
               const application::Constraints& constraints, Faults& faults) {
    if (!value.is_array()) {
        faults.add("list_type", "Input should be a valid list", value);
        return false;
    }
    const boost::json::array& list = value.get_array();
    if (!has_valid_length(list, constraints, faults)) return false;
    bool whole = true;
    out.resize(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Faults::Inside item(faults, static_cast<std::int64_t>(i));
        whole &= read(out[i], list[i], {}, faults);
    }
    return whole;
}

/// Compiled once per member: expressions are constants of the program.
template <auto Member>
bool matches_pattern(const std::string& text) {
    static const std::regex expression(std::string(application::kConstraints<Member>.pattern),
                                       std::regex::ECMAScript | std::regex::optimize);
    return std::regex_match(text, expression);
}

template <auto Member, class T>
bool read_member(T& out, const boost::json::value& value, Faults& faults) {
    constexpr const application::Constraints& kAsked = application::kConstraints<Member>;
    const std::size_t faults_before = faults.all().size();
    bool whole = read(out, value, kAsked, faults);
    if constexpr (!kAsked.pattern.empty()) {
        // std::regex recurses per character: an unbounded text could exhaust the stack.
        static_assert(kAsked.max_length.has_value() && *kAsked.max_length <= 1000,
                      "a pattern needs a max_length");
        const std::string* text = nullptr;
        if constexpr (kIsOptional<T>)
            text = whole && out ? &*out : nullptr;
        else
            text = whole ? &out : nullptr;
        if (text != nullptr && !matches_pattern<Member>(*text)) {
            add_pattern_fault(value, kAsked.pattern, faults);
            whole = false;
        }
    }
    if constexpr (kAsked.secret) faults.redact_since(faults_before);
    return whole;
}

template <DescribedStruct T>
bool read_members(T& out, const boost::json::value& value, const boost::json::value& echoed,
                  Faults& faults) {
    const boost::json::object& object = value.get_object();
    bool whole = true;
    if constexpr (application::kRefusesUnknownMembers<T>)
        whole = has_only_members(object, kMemberNames<T>, faults);
    for_each_member<T>([&](auto member) {
        using Member = std::remove_cvref_t<decltype(out.*member.pointer)>;
        const Faults::Inside place(faults, std::string(member.name));
        const auto* found = object.if_contains(member.name);
        if (found != nullptr) {
            whole &= read_member<member.pointer>(out.*member.pointer, *found, faults);
        } else if constexpr (!kIsOptional<Member> &&
                             !application::kConstraints<member.pointer>.has_default) {
            add_missing(echoed, faults);
            whole = false;
        }
    });
    if constexpr (application::HasRule<T>) {
        if (!whole) return false;
        if (const auto rule = broken_rule(std::as_const(out))) {
            add_rule_fault(value, *rule, faults);
            return false;
        }
    }
    return whole;
}

template <DescribedStruct T>
bool read_struct(T& out, const boost::json::value& value, Faults& faults) {
    if (!value.is_object()) {
        faults.add("model_attributes_type",
                   "Input should be a valid dictionary or object to extract fields from", value);
        return false;
    }
    return read_members(out, value, value, faults);
}

template <class T>
bool read(T& out, const boost::json::value& value, const application::Constraints& constraints,
          Faults& faults) {
    if constexpr (kIsOptional<T>) {
        out.reset();
        // Of an optional of an optional, the inner one is what null clears.
        if constexpr (!kIsOptional<typename T::value_type>)
            if (value.is_null() && !constraints.never_null) return true;
        return read(out.emplace(), value, constraints, faults);
    } else if constexpr (std::same_as<T, bool>)
        return assign(out, read_bool(value, faults));
    else if constexpr (std::integral<T>)
        return assign(out, read_integer(value, kRangeOf<T>, constraints, faults));
    else if constexpr (std::floating_point<T>)
        return assign(out, read_number(value, constraints, faults));
    else if constexpr (std::same_as<T, std::string>)
        return assign(out, read_text(value, constraints, faults));
    else if constexpr (DescribedEnum<T>)
        return read_enum(out, value, faults);
    else if constexpr (kIsList<T>)
        return read_list(out, value, constraints, faults);
    else {
        static_assert(DescribedStruct<T>,
                      "describe the type with BOOST_DESCRIBE_STRUCT to read it from JSON");
        return read_struct(out, value, faults);
    }
}

}  // namespace detail

/// The struct that `value` describes, or nothing and at least one fault. Places begin with `root`.
template <class T>
[[nodiscard]] std::optional<T> decode(const boost::json::value& value, Faults& faults,
                                      std::string_view root = "body") {
    T result{};
    const Faults::Inside place(faults, std::string(root));
    if (!detail::read(result, value, kConstraintsOfBody<T>, faults)) return std::nullopt;
    return result;
}

/// The struct in a request's body. No body at all, and the body `null`: `missing` at ["body"] with
/// input null.
template <class T>
[[nodiscard]] std::optional<T> decode_body(std::string_view body, Faults& faults) {
    const auto document = parse_document(body, faults);
    if (!document) return std::nullopt;
    if constexpr (!kIsOptional<T>) {
        if (document->is_null()) {
            const Faults::Inside place(faults, "body");
            detail::add_missing(*document, faults);
            return std::nullopt;
        }
    }
    return decode<T>(*document, faults);
}

/// A fault for each parameter of the query, up to ten, whose name is not `known`: who writes
/// `limit` or `email` where that means nothing must not be answered as if it were not there.
void refuse_unknown(std::span<const Parameter> query, std::span<const std::string> known,
                    Faults& faults);

/// The struct in a query ("query") or path ("path"); absent parameters echo null.
template <class T>
[[nodiscard]] std::optional<T> decode_parameters(std::span<const Parameter> parameters,
                                                 std::string_view root, Faults& faults) {
    const Faults::Inside place(faults, std::string(root));
    const auto object = detail::object_of(parameters, faults);
    T result{};
    if (!object || !detail::read_members(result, *object, nullptr, faults)) return std::nullopt;
    return result;
}

}  // namespace neurec::presentation::json
