#pragma once

#include <boost/core/type_name.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "presentation/json/described.hpp"
#include "presentation/json/writer.hpp"

/// JSON Schema (2020-12, which OpenAPI 3.1 speaks) of the types that JSON is read and written for:
/// from the same descriptions and constraints as the reader and the writer.
namespace neurec::presentation::json {

/// Whether a schema is of what is read or of what is written: an optional member may be null and
/// may be absent in the one; in the other it is null or, where it is left out then, never.
enum class Use : std::uint8_t { request, answer };

namespace detail {

/// An integer where the limit is whole.
[[nodiscard]] boost::json::value schema_limit(double limit);
/// The constraints that schemas have words for, as far as they concern this kind of value.
void add_number_limits(boost::json::object& schema, const application::Constraints& asked);
void add_text_limits(boost::json::object& schema, const application::Constraints& asked);
void add_list_limits(boost::json::object& schema, const application::Constraints& asked);
/// The same, or null.
[[nodiscard]] boost::json::object or_null(boost::json::object schema);
/// `value` as the writer writes it.
[[nodiscard]] boost::json::value parsed_again(std::string_view json);

}  // namespace detail

/// Makes schemas; those of structs and enums become components, named as their types, and are
/// referred to. Not thread-safe.
class Schemas {
  public:
    /// The schema of a `T`; `asked`: of the member that it stands in.
    template <class T>
    [[nodiscard]] boost::json::object of(Use use, const application::Constraints& asked = {});

    /// The schema of the member that `Member` points to, with its description and default.
    template <class Owner, auto Member>
    [[nodiscard]] boost::json::object of_member(Use use);

    /// Adds a component that no type stands for. std::logic_error where the name is taken.
    void add(std::string_view name, boost::json::object schema);
    /// A reference to the component of that name.
    [[nodiscard]] static boost::json::object reference(std::string_view name);

    /// By name.
    [[nodiscard]] const boost::json::object& components() const { return components_; }

  private:
    template <class T>
    [[nodiscard]] boost::json::object component(Use use);
    /// Whether the component must be made; std::logic_error where another type or use has the name.
    [[nodiscard]] bool is_new(std::string_view name, const std::string& maker);

    boost::json::object components_;
    boost::json::object makers_;  ///< type and use that each component is of
};

/// Whether a member must be there in a request, or always is in an answer.
template <class Owner, auto Member>
[[nodiscard]] constexpr bool is_required(Use use) {
    using Type = std::remove_cvref_t<decltype(std::declval<Owner>().*Member)>;
    constexpr const application::Constraints& kAsked = application::kConstraints<Member>;
    if (use == Use::request) return !kIsOptional<Type> && !kAsked.has_default;
    return !(kIsOptional<Type> && kAsked.omitted_if_absent);
}

template <class T>
boost::json::object Schemas::of(Use use, const application::Constraints& asked) {
    boost::json::object schema;
    if constexpr (kIsOptional<T>) {
        schema = of<typename T::value_type>(use, asked);
        const bool is_never_null =
            asked.never_null || (use == Use::answer && asked.omitted_if_absent);
        if (is_never_null || kIsOptional<typename T::value_type>) return schema;
        return detail::or_null(std::move(schema));
    } else if constexpr (std::same_as<T, bool>) {
        schema["type"] = "boolean";
    } else if constexpr (std::integral<T>) {
        schema["type"] = "integer";
        schema["format"] = sizeof(T) > 4 ? "int64" : "int32";
        if constexpr (std::unsigned_integral<T>) schema["minimum"] = 0;
        detail::add_number_limits(schema, asked);
    } else if constexpr (std::floating_point<T>) {
        schema["type"] = "number";
        schema["format"] = sizeof(T) > 4 ? "double" : "float";
        detail::add_number_limits(schema, asked);
    } else if constexpr (std::same_as<T, std::string>) {
        schema["type"] = "string";
        detail::add_text_limits(schema, asked);
    } else if constexpr (kIsList<T>) {
        schema["type"] = "array";
        detail::add_list_limits(schema, asked);
        schema["items"] = of<typename T::value_type>(use);
    } else if constexpr (kIsMap<T>) {
        schema["type"] = "object";
        schema["additionalProperties"] = of<typename T::mapped_type>(use);
    } else if constexpr (std::same_as<T, boost::json::value>) {
        // Any value.
    } else {
        return component<T>(use);
    }
    return schema;
}

template <class Owner, auto Member>
boost::json::object Schemas::of_member(Use use) {
    using Type = std::remove_cvref_t<decltype(std::declval<Owner>().*Member)>;
    constexpr const application::Constraints& kAsked = application::kConstraints<Member>;
    boost::json::object schema = of<Type>(use, kAsked);
    if (!kAsked.description.empty())
        schema["description"] = boost::json::string(kAsked.description);
    if constexpr (kAsked.has_default)
        schema["default"] = detail::parsed_again(to_json(Owner{}.*Member));
    return schema;
}

template <class T>
boost::json::object Schemas::component(Use use) {
    const std::string type = boost::core::type_name<T>();
    const std::string name = type.substr(type.rfind(':') + 1);
    if (!is_new(name, std::is_enum_v<T> ? type : type + (use == Use::request ? " read" : "")))
        return reference(name);
    boost::json::object schema;
    if constexpr (DescribedEnum<T>) {
        boost::json::array names;
        for (const std::string_view each : names_of<T>())
            names.emplace_back(boost::json::string(each));
        schema = {{"type", "string"}, {"enum", std::move(names)}};
    } else {
        static_assert(DescribedStruct<T>,
                      "describe the type with BOOST_DESCRIBE_STRUCT to make a schema of it");
        boost::json::object properties;
        boost::json::array required;
        for_each_member<T>([&](auto member) {
            properties[member.name] = of_member<T, member.pointer>(use);
            if (is_required<T, member.pointer>(use)) required.emplace_back(member.name);
        });
        schema = {{"type", "object"}, {"properties", std::move(properties)}};
        if (!required.empty()) schema["required"] = std::move(required);
        if (application::kRefusesUnknownMembers<T>) schema["additionalProperties"] = false;
    }
    components_[name] = std::move(schema);
    return reference(name);
}

}  // namespace neurec::presentation::json
