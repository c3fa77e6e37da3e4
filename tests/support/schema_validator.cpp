#include "support/schema_validator.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <regex>
#include <stdexcept>

namespace neurec::tests {

namespace {

namespace json = boost::json;

[[nodiscard]] bool is_of_type(const json::value& value, std::string_view type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_bool();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    if (type == "number") return value.is_number();
    if (type == "integer")
        return value.is_int64() || value.is_uint64() ||
               (value.is_double() && value.get_double() == std::trunc(value.get_double()));
    throw std::logic_error("no such type: " + std::string(type));
}

[[nodiscard]] std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

[[nodiscard]] bool has_format(const json::value& value, const std::string& format) {
    static const std::map<std::string, std::regex> kTexts = {
        {"uuid", std::regex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")},
        {"date-time", std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))")},
        {"email", std::regex(R"([^@\s]+@[^@\s]+)")},
        {"password", std::regex(R"([\s\S]*)")}};
    if (const auto text = kTexts.find(format); text != kTexts.end())
        return !value.is_string() ||
               std::regex_match(std::string(value.get_string()), text->second);
    if (format == "int32") return !value.is_int64() || std::abs(value.get_int64()) <= 2147483648;
    if (format == "int64") return !value.is_uint64();
    if (format == "float" || format == "double") return true;
    throw std::logic_error("no such format: " + format);
}

[[nodiscard]] double number(const json::value& value) {
    return value.to_number<double>();
}

[[nodiscard]] std::size_t count(const json::value& value) {
    return value.to_number<std::size_t>();
}

/// A keyword's judgement of a value: whether it fits.
using Rule = std::function<bool(const json::value& asked, const json::value& value)>;

/// Keywords that look at the value alone. Those of other kinds of values do not apply.
[[nodiscard]] const std::map<std::string_view, Rule>& rules() {
    static const std::map<std::string_view, Rule> kRules = {
        {"type",
         [](const auto& asked, const auto& value) {
             if (asked.is_string()) return is_of_type(value, asked.get_string());
             return std::ranges::any_of(asked.as_array(), [&](const auto& each) {
                 return is_of_type(value, each.as_string());
             });
         }},
        {"enum",
         [](const auto& asked, const auto& value) {
             return std::ranges::find(asked.as_array(), value) != asked.as_array().end();
         }},
        {"const", [](const auto& asked, const auto& value) { return asked == value; }},
        {"minimum",
         [](const auto& asked, const auto& value) {
             return !value.is_number() || number(value) >= number(asked);
         }},
        {"maximum",
         [](const auto& asked, const auto& value) {
             return !value.is_number() || number(value) <= number(asked);
         }},
        {"minLength",
         [](const auto& asked, const auto& value) {
             return !value.is_string() || code_points(value.get_string()) >= count(asked);
         }},
        {"maxLength",
         [](const auto& asked, const auto& value) {
             return !value.is_string() || code_points(value.get_string()) <= count(asked);
         }},
        {"minItems",
         [](const auto& asked, const auto& value) {
             return !value.is_array() || value.get_array().size() >= count(asked);
         }},
        {"maxItems",
         [](const auto& asked, const auto& value) {
             return !value.is_array() || value.get_array().size() <= count(asked);
         }},
        {"pattern",
         [](const auto& asked, const auto& value) {
             return !value.is_string() ||
                    std::regex_search(std::string(value.get_string()),
                                      std::regex(std::string(asked.as_string())));
         }},
        {"format", [](const auto& asked, const auto& value) {
             return has_format(value, std::string(asked.as_string()));
         }}};
    return kRules;
}

[[nodiscard]] bool says_nothing(std::string_view keyword) {
    return keyword == "description" || keyword == "default" || keyword == "example" ||
           keyword == "examples";
}

}  // namespace

const json::value& SchemaValidator::resolved(const json::value& value) const {
    if (!value.is_object()) return value;
    const json::value* reference = value.get_object().if_contains("$ref");
    if (reference == nullptr) return value;
    const std::string_view path = reference->as_string();
    if (!path.starts_with("#/")) throw std::logic_error("no such reference: " + std::string(path));
    const json::value* at = nullptr;
    const json::object* inside = &document_;
    for (std::size_t begin = 2; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        at = &inside->at(path.substr(begin, end - begin));
        if (at->is_object()) inside = &at->get_object();
        begin = end + 1;
    }
    return *at;
}

std::vector<std::string> SchemaValidator::faults(const json::value& schema,
                                                 const json::value& value) const {
    std::vector<std::string> out;
    check(schema.as_object(), value, "", out);
    return out;
}

void SchemaValidator::check(const json::object& schema, const json::value& value,
                            const std::string& place, std::vector<std::string>& out) const {
    for (const auto& [name, asked] : schema) {
        const std::string_view keyword(name.data(), name.size());
        if (says_nothing(keyword)) continue;
        if (keyword == "$ref") {
            check(resolved(schema).as_object(), value, place, out);
        } else if (keyword == "anyOf") {
            if (std::ranges::none_of(asked.as_array(), [&](const json::value& each) {
                    return faults(each, value).empty();
                }))
                out.push_back(place + ": fits none of " + json::serialize(asked));
        } else if (keyword == "items") {
            if (!value.is_array()) continue;
            for (std::size_t i = 0; i < value.get_array().size(); ++i)
                check(asked.as_object(), value.get_array()[i], place + "/" + std::to_string(i),
                      out);
        } else if (keyword == "properties" || keyword == "required" ||
                   keyword == "additionalProperties") {
            continue;  // check_members
        } else if (const auto rule = rules().find(keyword); rule == rules().end()) {
            throw std::logic_error("this keyword is not known here: " + std::string(keyword));
        } else if (!rule->second(asked, value)) {
            out.push_back(place + ": " + json::serialize(value).substr(0, 200) + " against " +
                          std::string(keyword) + " " + json::serialize(asked));
        }
    }
    if (value.is_object()) check_members(schema, value.get_object(), place, out);
}

void SchemaValidator::check_members(const json::object& schema, const json::object& value,
                                    const std::string& place, std::vector<std::string>& out) const {
    if (const auto* required = schema.if_contains("required"))
        for (const json::value& name : required->as_array())
            if (!value.contains(name.as_string()))
                out.push_back(place + ": lacks " + std::string(name.as_string()));
    const auto* properties = schema.if_contains("properties");
    const auto* others = schema.if_contains("additionalProperties");
    if (properties == nullptr && others == nullptr) return;
    for (const auto& [key, member] : value) {
        const std::string inside = place + "/" + std::string(key);
        const json::value* declared =
            properties == nullptr ? nullptr : properties->as_object().if_contains(key);
        if (declared == nullptr) declared = others;
        if (declared == nullptr)
            out.push_back(inside + ": is not declared");
        else
            check(declared->as_object(), member, inside, out);
    }
}

}  // namespace neurec::tests
