#pragma once

#include <boost/json/fwd.hpp>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "application/dtos/constraints.hpp"
#include "presentation/json/described.hpp"

/// JSON from described structs: compact, raw UTF-8, members in the order of their description.
namespace neurec::presentation::json {

/// Each appends one JSON value to `out`. Numbers are the shortest text that reads back as the same
/// value (a float's as a float); what JSON has no number for (infinity, NaN) is null. Texts must be
/// valid UTF-8.
void write_text(std::string& out, std::string_view text);
void write_number(std::string& out, float value);
void write_number(std::string& out, double value);
void write_number(std::string& out, std::int64_t value);
void write_number(std::string& out, std::uint64_t value);
void write_value(std::string& out, const boost::json::value& value);

template <class T>
void write(std::string& out, const T& value);

namespace detail {

template <class T>
[[nodiscard]] bool is_left_out(const T& value, const application::Constraints& constraints) {
    if constexpr (kIsOptional<T>) return constraints.omitted_if_absent && !value;
    return false;
}

template <DescribedStruct T>
void write_members(std::string& out, const T& value) {
    out += '{';
    bool first = true;
    for_each_member<T>([&](auto member) {
        if (is_left_out(value.*member.pointer, application::kConstraints<member.pointer>)) return;
        if (!std::exchange(first, false)) out += ',';
        out += '"';
        out += member.name;
        out += "\":";
        write(out, value.*member.pointer);
    });
    out += '}';
}

template <class List>
void write_list(std::string& out, const List& list) {
    out += '[';
    bool first = true;
    for (const auto& item : list) {
        if (!std::exchange(first, false)) out += ',';
        write(out, item);
    }
    out += ']';
}

template <class Map>
void write_map(std::string& out, const Map& map) {
    out += '{';
    bool first = true;
    for (const auto& [key, item] : map) {
        if (!std::exchange(first, false)) out += ',';
        write_text(out, key);
        out += ':';
        write(out, item);
    }
    out += '}';
}

}  // namespace detail

/// Appends `value` as JSON. Written are: bool, integers, float, double, texts, described enums (by
/// name), optionals (null where absent), lists, maps with text keys, described structs, and
/// boost::json::value.
template <class T>
void write(std::string& out, const T& value) {
    if constexpr (std::same_as<T, bool>)
        out += value ? "true" : "false";
    else if constexpr (std::signed_integral<T>)
        write_number(out, std::int64_t{value});
    else if constexpr (std::unsigned_integral<T>)
        write_number(out, std::uint64_t{value});
    else if constexpr (std::floating_point<T>)
        write_number(out, value);
    else if constexpr (std::same_as<T, boost::json::value>)
        write_value(out, value);
    else if constexpr (std::convertible_to<const T&, std::string_view>)
        write_text(out, value);
    else if constexpr (DescribedEnum<T>)
        write_text(out, name_of(value));
    else if constexpr (kIsOptional<T>) {
        if (value)
            write(out, *value);
        else
            out += "null";
    } else if constexpr (kIsMap<T>)
        detail::write_map(out, value);
    else if constexpr (kIsList<T>)
        detail::write_list(out, value);
    else {
        static_assert(DescribedStruct<T>,
                      "describe the type with BOOST_DESCRIBE_STRUCT to write it as JSON");
        detail::write_members(out, value);
    }
}

/// `value` as one compact JSON text.
template <class T>
[[nodiscard]] std::string to_json(const T& value) {
    std::string out;
    write(out, value);
    return out;
}

}  // namespace neurec::presentation::json
