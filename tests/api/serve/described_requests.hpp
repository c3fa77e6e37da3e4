#pragma once

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/api_contract.hpp"

/// Requests made from the API's own document, so that an endpoint which is added tomorrow is tried
/// tomorrow.
namespace neurec::tests {

/// One endpoint as the document has it.
struct DescribedOperation {
    std::string method;
    std::string path;  ///< with "{parameters}"
    const boost::json::object* operation;

    [[nodiscard]] std::string name() const { return method + " " + path; }
    [[nodiscard]] bool needs_a_token() const {
        return operation->at("security").as_array().size() == 1;
    }
    /// The body's media type and description; nothing where it reads none.
    [[nodiscard]] std::optional<std::pair<std::string, boost::json::object>> body() const {
        const auto* request = operation->if_contains("requestBody");
        if (request == nullptr) return std::nullopt;
        const auto& content = *request->at("content").as_object().begin();
        return std::pair(std::string(content.key()), content.value().as_object());
    }
    [[nodiscard]] std::vector<boost::json::object> parameters(std::string_view place) const {
        std::vector<boost::json::object> found;
        if (const auto* all = operation->if_contains("parameters"))
            for (const auto& each : all->as_array())
                if (std::string_view(each.at("in").as_string()) == place)
                    found.push_back(each.as_object());
        return found;
    }
};

[[nodiscard]] inline std::vector<DescribedOperation> described_operations(
    const boost::json::object& document) {
    std::vector<DescribedOperation> all;
    for (const auto& [path, methods] : document.at("paths").as_object())
        for (const auto& [method, operation] : methods.as_object()) {
            std::string name(method);
            std::ranges::transform(name, name.begin(), [](unsigned char c) {
                return static_cast<char>(std::toupper(c));
            });
            all.push_back({std::move(name), std::string(path), &operation.as_object()});
        }
    return all;
}

/// Makes values of schemas, and finds the places in them.
class SchemaValues {
  public:
    explicit SchemaValues(const SchemaValidator& validator) : validator_(validator) {}

    /// Something that fits the schema, optional members included.
    [[nodiscard]] boost::json::value value_of(const boost::json::value& schema) const {
        const boost::json::object& whole = plain(schema);
        if (const auto* names = whole.if_contains("enum")) return names->at(0);
        const std::string type = type_of(whole);
        if (type == "object") {
            boost::json::object object;
            if (const auto* members = whole.if_contains("properties"))
                for (const auto& [name, member] : members->as_object())
                    object[name] = value_of(member);
            return object;
        }
        if (type == "array") {
            boost::json::array list;
            list.push_back(value_of(whole.at("items")));
            return list;
        }
        if (type == "integer" || type == "number")
            return whole.contains("minimum") ? whole.at("minimum") : boost::json::value(1);
        if (type == "boolean") return true;
        return boost::json::string(text_of(whole));
    }

    /// Calls `visit` with the schema of every text and number in `value`, and with its place there.
    /// Members that are missing are made first.
    void for_each_place(const boost::json::value& schema, boost::json::value& value,
                        const std::function<void(const boost::json::object& schema,
                                                 boost::json::value& place)>& visit) const {
        const boost::json::object& whole = plain(schema);
        const std::string type = type_of(whole);
        if (type == "object") {
            if (const auto* members = whole.if_contains("properties"))
                for (const auto& [name, member] : members->as_object()) {
                    boost::json::object& object = value.as_object();
                    const bool is_there = object.contains(name);
                    if (!is_there) object[name] = value_of(member);
                    for_each_place(member, object[name], visit);
                    if (!is_there) object.erase(name);
                }
        } else if (type == "array") {
            if (value.as_array().empty()) value.as_array().push_back(value_of(whole.at("items")));
            for_each_place(whole.at("items"), value.as_array().front(), visit);
        } else {
            visit(whole, value);
        }
    }

    /// "integer" of an integer that may be null.
    [[nodiscard]] static std::string type_of(const boost::json::object& schema) {
        const auto* type = schema.if_contains("type");
        if (type == nullptr) return "string";
        return std::string(type->is_array() ? type->at(0).as_string() : type->as_string());
    }

  private:
    /// The schema behind references and "or null".
    [[nodiscard]] const boost::json::object& plain(const boost::json::value& schema) const {
        const boost::json::object& found = validator_.resolved(schema).as_object();
        if (const auto* forms = found.if_contains("anyOf")) return plain(forms->at(0));
        return found;
    }
    [[nodiscard]] static std::string text_of(const boost::json::object& schema) {
        const auto* format = schema.if_contains("format");
        if (format != nullptr && *format == "email") return "somebody@example.org";
        if (format != nullptr && *format == "date-time") return "2026-11-24T09:30:00Z";
        return "password";
    }

    const SchemaValidator& validator_;
};

/// Percent-encoded for a path, a query or a form.
[[nodiscard]] inline std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kHexDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
            out += c;
        } else {
            out += '%';
            out += kHexDigits[byte >> 4U];
            out += kHexDigits[byte & 15U];
        }
    }
    return out;
}

/// A value as a path, query or form has it.
[[nodiscard]] inline std::string plain_text(const boost::json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

}  // namespace neurec::tests
