#include "presentation/json/schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace neurec::presentation::json {

namespace detail {

boost::json::value schema_limit(double limit) {
    constexpr double kHighestExact = 9007199254740991.0;
    if (limit == std::trunc(limit) && std::abs(limit) <= kHighestExact)
        return static_cast<std::int64_t>(limit);
    return limit;
}

void add_number_limits(boost::json::object& schema, const application::Constraints& asked) {
    if (asked.minimum) schema["minimum"] = schema_limit(*asked.minimum);
    if (asked.maximum) schema["maximum"] = schema_limit(*asked.maximum);
}

void add_text_limits(boost::json::object& schema, const application::Constraints& asked) {
    if (!asked.format.empty()) schema["format"] = boost::json::string(asked.format);
    if (asked.min_length) schema["minLength"] = *asked.min_length;
    if (asked.max_length) schema["maxLength"] = *asked.max_length;
    // Something to see, and no control characters, as far as expressions can say it.
    constexpr std::string_view kName = R"(^(?=[\s\S]*\S)[^\x00-\x1f\x7f]*$)";
    const std::string pattern(asked.pattern.empty() && asked.is_name ? kName : asked.pattern);
    if (!pattern.empty())
        schema["pattern"] = pattern.starts_with('^') ? pattern : "^(?:" + pattern + ")$";
}

void add_list_limits(boost::json::object& schema, const application::Constraints& asked) {
    if (asked.min_length) schema["minItems"] = *asked.min_length;
    if (asked.max_length) schema["maxItems"] = *asked.max_length;
}

boost::json::object or_null(boost::json::object schema) {
    if (auto* type = schema.if_contains("type")) {
        *type = boost::json::array{*type, "null"};
        return schema;
    }
    return {{"anyOf", boost::json::array{std::move(schema), {{"type", "null"}}}}};
}

boost::json::value parsed_again(std::string_view json) {
    return boost::json::parse(boost::json::string_view(json.data(), json.size()));
}

}  // namespace detail

bool Schemas::is_new(std::string_view name, const std::string& maker) {
    const auto [place, is_first] = makers_.emplace(name, maker);
    if (!is_first && place->value() != boost::json::value(maker))
        throw std::logic_error("two schemas would be called " + std::string(name) + ": " +
                               std::string(place->value().as_string()) + " and " + maker);
    return is_first;
}

void Schemas::add(std::string_view name, boost::json::object schema) {
    if (!is_new(name, "written by hand"))
        throw std::logic_error("added twice: " + std::string(name));
    components_[name] = std::move(schema);
}

boost::json::object Schemas::reference(std::string_view name) {
    return {{"$ref", boost::json::string("#/components/schemas/" + std::string(name))}};
}

}  // namespace neurec::presentation::json
