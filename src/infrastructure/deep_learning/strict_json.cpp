#include "infrastructure/deep_learning/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <limits>
#include <utility>

namespace neurec::infrastructure::deep_learning {

namespace {

namespace json = boost::json;

/// Counts the keys of a text as they are read.
struct KeyCounter {
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t, json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_key_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_key(json::string_view, std::size_t, json::error_code&) {
        ++keys;
        return true;
    }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

    std::size_t keys = 0;
};

std::size_t keys_in(const json::value& value) {
    std::size_t keys = 0;
    if (const json::object* const object = value.if_object()) {
        keys = object->size();
        for (const auto& member : *object)
            keys += keys_in(member.value());
    } else if (const json::array* const array = value.if_array()) {
        for (const json::value& element : *array)
            keys += keys_in(element);
    }
    return keys;
}

}  // namespace

std::optional<json::object> parse_strict_object(std::string_view text, std::size_t max_depth) {
    json::parse_options options;
    options.max_depth = max_depth;
    json::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error || !value.is_object()) return std::nullopt;

    json::basic_parser<KeyCounter> counter(options);
    counter.write_some(false, text.data(), text.size(), error);
    if (error || counter.handler().keys != keys_in(value)) return std::nullopt;
    return std::move(value.as_object());
}

}  // namespace neurec::infrastructure::deep_learning
