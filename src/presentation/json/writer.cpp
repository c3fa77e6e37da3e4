#include "presentation/json/writer.hpp"

#include <array>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>

namespace neurec::presentation::json {

namespace {

template <class T>
void append_shortest(std::string& out, T value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

template <class T>
void append_finite(std::string& out, T value) {
    if (std::isfinite(value))
        append_shortest(out, value);
    else
        out += "null";
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += kHexDigits[static_cast<unsigned char>(c) >> 4U];
            out += kHexDigits[static_cast<unsigned char>(c) & 15U];
    }
}

[[nodiscard]] bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

void write_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        out.append(text, copied, i - copied);
        append_escaped(out, text[i]);
        copied = i + 1;
    }
    out.append(text, copied);
    out += '"';
}

void write_number(std::string& out, float value) {
    append_finite(out, value);
}
void write_number(std::string& out, double value) {
    append_finite(out, value);
}
void write_number(std::string& out, std::int64_t value) {
    append_shortest(out, value);
}
void write_number(std::string& out, std::uint64_t value) {
    append_shortest(out, value);
}

void write_value(std::string& out, const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            out += "null";
            break;
        case boost::json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case boost::json::kind::int64:
            append_shortest(out, value.get_int64());
            break;
        case boost::json::kind::uint64:
            append_shortest(out, value.get_uint64());
            break;
        case boost::json::kind::double_:
            append_finite(out, value.get_double());
            break;
        case boost::json::kind::string:
            write_text(out, value.get_string());
            break;
        case boost::json::kind::array:
            detail::write_list(out, value.get_array());
            break;
        case boost::json::kind::object: {
            out += '{';
            bool first = true;
            for (const auto& [key, item] : value.get_object()) {
                if (!std::exchange(first, false)) out += ',';
                write_text(out, key);
                out += ':';
                write_value(out, item);
            }
            out += '}';
        }
    }
}

}  // namespace neurec::presentation::json
