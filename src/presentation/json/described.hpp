#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "application/dtos/constraints.hpp"

/// Which types JSON is written and read for, told apart at compile time.
namespace neurec::presentation::json {

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsMap = false;
template <class T>
inline constexpr bool kIsMap<std::map<std::string, T>> = true;

/// What is asked of a body as a whole: of a list its length.
template <class T>
inline constexpr application::Constraints kConstraintsOfBody{};
template <class T>
inline constexpr application::Constraints kConstraintsOfBody<std::vector<T>> =
    application::kListConstraints<T>;

/// A described struct's public members, those of its described bases first.
template <DescribedStruct T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;

/// Calls `visit` with each member's descriptor (`.name`, `.pointer`).
template <DescribedStruct T, class Visit>
constexpr void for_each_member(Visit visit) {
    boost::mp11::mp_for_each<MembersOf<T>>(visit);
}

/// The names of a described struct's members.
template <DescribedStruct T>
inline constexpr auto kMemberNames = [] {
    std::array<std::string_view, boost::mp11::mp_size<MembersOf<T>>::value> names;
    std::size_t next = 0;
    for_each_member<T>([&](auto member) { names[next++] = member.name; });
    return names;
}();

/// "minus_year" is called "-year" in JSON, which C++ has no name for; others are called as in C++.
template <class Enumerator>
[[nodiscard]] std::string_view json_name(Enumerator /*enumerator*/) {
    constexpr std::string_view kName = Enumerator::name;
    constexpr std::string_view kMinus = "minus_";
    if constexpr (kName.starts_with(kMinus)) {
        static const std::string name = "-" + std::string(kName.substr(kMinus.size()));
        return name;
    } else {
        return kName;
    }
}

/// Every enumerator's name in JSON, in the order of the enum.
template <DescribedEnum T>
[[nodiscard]] std::vector<std::string_view> names_of() {
    std::vector<std::string_view> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto enumerator) { names.push_back(json_name(enumerator)); });
    return names;
}

/// An enumerator's name in JSON.
template <DescribedEnum T>
[[nodiscard]] std::string_view name_of(T value) {
    std::string_view found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (value == enumerator.value) found = json_name(enumerator);
    });
    return found;
}

/// The enumerator of that name in JSON, or nothing.
template <DescribedEnum T>
[[nodiscard]] std::optional<T> enumerator_named(std::string_view name) {
    std::optional<T> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (name == json_name(enumerator)) found = enumerator.value;
    });
    return found;
}

}  // namespace neurec::presentation::json
