#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

/// What a DTO's members must satisfy, said once beside the DTO. Parsing, validation, the answer's
/// JSON and the API's description all read it; nothing in here knows of JSON.
namespace neurec::application {

/// What is asked of one member. Members whose type is `std::optional` may be absent or null; where
/// those two mean different things, it is an optional of an optional, of which null is the inner.
struct Constraints {
    std::string_view description{};
    bool has_default =
        false;  ///< may be absent although its type is not optional: its initialiser stands then
    bool secret = false;  ///< never echoed in an error, never logged
    bool omitted_if_absent =
        false;                ///< left out of answers where it is nothing, instead of being null
    bool never_null = false;  ///< an optional member that may be absent, but not null
    bool is_name = false;     ///< texts: something to see in one line (text_rules.hpp)
    std::optional<double> minimum{};          ///< numbers: inclusive
    std::optional<double> maximum{};          ///< numbers: inclusive
    std::optional<std::size_t> min_length{};  ///< texts: Unicode code points; lists: items
    std::optional<std::size_t> max_length{};  ///< texts: Unicode code points; lists: items
    std::string_view
        pattern{};  ///< texts: ECMAScript expression for the whole text; needs max_length
    std::string_view
        format{};  ///< texts: "email", "uuid" …, as JSON Schema calls them; told, not checked
};

/// Constraints of the member that `Member` points to; specialise it beside the DTO:
///
///     template <>
///     inline constexpr Constraints kConstraints<&Rated::rating> = {.minimum = 0.5, .maximum
///     = 5.0};
template <auto Member>
inline constexpr Constraints kConstraints{};

/// Constraints of a request's body that is a list of these.
template <class Item>
inline constexpr Constraints kListConstraints{};

/// A DTO whose members must also fit together has a function `broken_rule(const Dto&)` beside it,
/// which says what does not fit, or nothing.
template <class Dto>
concept HasRule = requires(const Dto& dto) {
    { broken_rule(dto) } -> std::same_as<std::optional<std::string_view>>;
};

/// Whether members that a DTO does not have are refused, rather than passed over; specialise it
/// beside the DTO. For requests that would otherwise seem to have done what they did not.
template <class Dto>
inline constexpr bool kRefusesUnknownMembers = false;

}  // namespace neurec::application
