#include "presentation/json/reader.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/stream_parser.hpp>
#include <charconv>
#include <cmath>
#include <set>
#include <system_error>

#include "application/dtos/text_rules.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::json {

namespace {

/// Integers beyond 64 bits are only known by their side.
enum class Beyond : std::uint8_t { no, above, below };

struct Integer {
    std::int64_t value = 0;
    Beyond beyond = Beyond::no;
};

[[nodiscard]] bool is_continuation_byte(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

[[nodiscard]] std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return !is_continuation_byte(c); }));
}

[[nodiscard]] std::string_view without_outer_spaces(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// An optional sign, digits, and zeros after a point where there is one: "7", "-7", "+7", "7.0".
[[nodiscard]] std::optional<Integer> integer_in(std::string_view text) {
    text = without_outer_spaces(text);
    if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
        const std::string_view fraction = text.substr(point + 1);
        if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos)
            return std::nullopt;
        text = text.substr(0, point);
    }
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    Integer result;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size())
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        result.beyond = text.starts_with('-') ? Beyond::below : Beyond::above;
    return result;
}

[[nodiscard]] std::optional<Integer> integer_in(double number) {
    constexpr double kTwoTo63 = 9223372036854775808.0;
    if (number >= kTwoTo63) return Integer{0, Beyond::above};
    if (number < -kTwoTo63) return Integer{0, Beyond::below};
    if (number != std::trunc(number)) return std::nullopt;
    return Integer{static_cast<std::int64_t>(number)};
}

/// What integer `value` stands for, or nothing and a fault.
std::optional<Integer> integer_of(const boost::json::value& value, Faults& faults) {
    switch (value.kind()) {
        case boost::json::kind::int64:
            return Integer{value.get_int64()};
        case boost::json::kind::uint64:
            return Integer{0, Beyond::above};  // the parser's choice only above 2^63-1
        case boost::json::kind::double_:
            if (!std::isfinite(value.get_double())) {
                faults.add("finite_number", "Input should be a finite number", value);
                return std::nullopt;
            }
            if (const auto integer = integer_in(value.get_double())) return integer;
            faults.add("int_from_float",
                       "Input should be a valid integer, got a number with a fractional part",
                       value);
            return std::nullopt;
        case boost::json::kind::string:
            if (const auto integer = integer_in(std::string_view(value.get_string())))
                return integer;
            faults.add("int_parsing",
                       "Input should be a valid integer, unable to parse string as an integer",
                       value);
            return std::nullopt;
        default:
            faults.add("int_type", "Input should be a valid integer", value);
            return std::nullopt;
    }
}

/// The limit as JSON has it: 5 rather than 5.0 where it is whole.
[[nodiscard]] boost::json::value limit_value(double limit) {
    if (limit == std::trunc(limit) && std::abs(limit) < 1e15)
        return static_cast<std::int64_t>(limit);
    return limit;
}

void add_range_fault(const boost::json::value& value, double limit, bool is_minimum,
                     Faults& faults) {
    const boost::json::value shown = limit_value(limit);
    faults.add(is_minimum ? "greater_than_equal" : "less_than_equal",
               std::string("Input should be ") + (is_minimum ? "greater" : "less") +
                   " than or equal to " + to_json(shown),
               value, {{is_minimum ? "ge" : "le", shown}});
}

/// "1 item", "2 items".
[[nodiscard]] std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

[[nodiscard]] bool is_valid_utf8(std::string_view text) {
    // Boost.JSON's parser is the one judge of UTF-8 here, so that bodies and queries are held to
    // the same rule.
    boost::json::stream_parser parser;
    std::string quoted;
    write_text(quoted, text);
    boost::system::error_code error;
    parser.write(quoted, error);
    // Of a sequence that is cut at the end, write() waits for the rest.
    if (!error) parser.finish(error);
    return !error;
}

}  // namespace

std::optional<boost::json::value> parse_document(std::string_view text, Faults& faults,
                                                 boost::json::storage_ptr storage) {
    const Faults::Inside place(faults, "body");
    if (text.empty()) {
        detail::add_missing(nullptr, faults);
        return std::nullopt;
    }
    // A bulk's hundred thousand little values are then freed in one go; what is copied out of the
    // document holds on to it.
    if (storage == boost::json::storage_ptr())
        storage = boost::json::make_shared_resource<boost::json::monotonic_resource>(text.size());
    boost::json::parse_options options;
    options.max_depth = kDeepestNesting;
    boost::json::stream_parser parser(std::move(storage), options);
    boost::system::error_code error;
    const std::size_t parsed = parser.write(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (!error) return parser.release();

    const Faults::Inside offset(faults, static_cast<std::int64_t>(count_code_points(
                                            text.substr(0, std::min(parsed, text.size())))));
    faults.add("json_invalid", "JSON decode error", boost::json::object(),
               {{"error", error.message()}});
    return std::nullopt;
}

void refuse_unknown(std::span<const Parameter> query, std::span<const std::string> known,
                    Faults& faults) {
    constexpr std::size_t kMostTold = 10;
    std::string names;
    for (const std::string& each : known)
        names += (names.empty() ? "" : ", ") + each;
    const std::string what = "Extra inputs are not permitted; " +
                             (known.empty() ? "no query parameter is known here"
                                            : "the query parameters known here are " + names);
    std::set<std::string> told;
    for (const auto& [name, value] : query) {
        if (std::ranges::find(known, name) != known.end() || told.size() == kMostTold) continue;
        const std::string shown = is_valid_utf8(name) ? name : "";
        if (!told.insert(shown).second) continue;
        // Its value is not echoed: it may be a secret in the wrong place.
        faults.add({.type = "extra_forbidden",
                    .location = {"query", shown},
                    .message = what,
                    .input = nullptr,
                    .context = {}});
    }
}

namespace detail {

std::optional<bool> read_bool(const boost::json::value& value, Faults& faults) {
    if (value.is_bool()) return value.get_bool();
    if (!value.is_string()) {
        faults.add("bool_type", "Input should be a valid boolean", value);
        return std::nullopt;
    }
    const std::string_view text = value.get_string();
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    faults.add("bool_parsing", "Input should be a valid boolean, unable to interpret input", value);
    return std::nullopt;
}

std::optional<std::int64_t> read_integer(const boost::json::value& value, IntegerRange range,
                                         const application::Constraints& constraints,
                                         Faults& faults) {
    const auto integer = integer_of(value, faults);
    if (!integer) return std::nullopt;
    const bool above = integer->beyond == Beyond::above;
    const bool below = integer->beyond == Beyond::below;
    const auto number = static_cast<double>(integer->value);
    if (constraints.minimum && (below || (!above && number < *constraints.minimum))) {
        add_range_fault(value, *constraints.minimum, true, faults);
        return std::nullopt;
    }
    if (constraints.maximum && (above || (!below && number > *constraints.maximum))) {
        add_range_fault(value, *constraints.maximum, false, faults);
        return std::nullopt;
    }
    if (above || below || std::cmp_less(integer->value, range.lowest) ||
        std::cmp_greater(integer->value, range.highest)) {
        faults.add("int_parsing_size",
                   "Unable to parse input string as an integer, exceeded maximum size", value);
        return std::nullopt;
    }
    return integer->value;
}

std::optional<double> read_number(const boost::json::value& value,
                                  const application::Constraints& constraints, Faults& faults) {
    double number = 0;
    if (value.is_string()) {
        const std::string_view text = without_outer_spaces(value.get_string());
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
            faults.add("float_parsing",
                       "Input should be a valid number, unable to parse string as a number", value);
            return std::nullopt;
        }
        if (error == std::errc::result_out_of_range)
            number = std::numeric_limits<double>::infinity();
    } else if (value.is_number()) {
        number = value.to_number<double>();
    } else {
        faults.add("float_type", "Input should be a valid number", value);
        return std::nullopt;
    }
    if (!std::isfinite(number)) {
        faults.add("finite_number", "Input should be a finite number", value);
        return std::nullopt;
    }
    if (constraints.minimum && number < *constraints.minimum) {
        add_range_fault(value, *constraints.minimum, true, faults);
        return std::nullopt;
    }
    if (constraints.maximum && number > *constraints.maximum) {
        add_range_fault(value, *constraints.maximum, false, faults);
        return std::nullopt;
    }
    return number;
}

std::optional<std::string> read_text(const boost::json::value& value,
                                     const application::Constraints& constraints, Faults& faults) {
    if (!value.is_string()) {
        faults.add("string_type", "Input should be a valid string", value);
        return std::nullopt;
    }
    const std::string_view text = value.get_string();
    // Databases and the system's calls take NUL for the end.
    if (text.find('\0') != std::string_view::npos) {
        add_rule_fault(value, "a text holds no NUL character", faults);
        return std::nullopt;
    }
    const std::size_t length = count_code_points(text);
    if (constraints.min_length && length < *constraints.min_length) {
        faults.add("string_too_short",
                   "String should have at least " + counted(*constraints.min_length, "character"),
                   value, {{"min_length", *constraints.min_length}});
        return std::nullopt;
    }
    if (constraints.max_length && length > *constraints.max_length) {
        faults.add("string_too_long",
                   "String should have at most " + counted(*constraints.max_length, "character"),
                   value, {{"max_length", *constraints.max_length}});
        return std::nullopt;
    }
    if (constraints.is_name)
        if (const auto problem = application::problem_of_name(text)) {
            add_rule_fault(value, "the text " + std::string(*problem), faults);
            return std::nullopt;
        }
    return std::string(text);
}

bool has_valid_length(const boost::json::array& list, const application::Constraints& constraints,
                      Faults& faults) {
    const auto refuse = [&](const char* type, const char* limit_name, const char* bound,
                            std::size_t limit) {
        faults.add(type,
                   std::string("List should have at ") + bound + " " + counted(limit, "item") +
                       " after validation, not " + std::to_string(list.size()),
                   list,
                   {{"field_type", "List"}, {limit_name, limit}, {"actual_length", list.size()}});
        return false;
    };
    if (constraints.min_length && list.size() < *constraints.min_length)
        return refuse("too_short", "min_length", "least", *constraints.min_length);
    if (constraints.max_length && list.size() > *constraints.max_length)
        return refuse("too_long", "max_length", "most", *constraints.max_length);
    return true;
}

void add_enum_fault(const boost::json::value& value, std::span<const std::string_view> names,
                    Faults& faults) {
    std::string expected;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) expected += i + 1 == names.size() ? " or " : ", ";
        expected += "'" + std::string(names[i]) + "'";
    }
    faults.add("enum", "Input should be " + expected, value, {{"expected", expected}});
}

void add_missing(const boost::json::value& input, Faults& faults) {
    faults.add("missing", "Field required", input);
}

bool has_only_members(const boost::json::object& object, std::span<const std::string_view> names,
                      Faults& faults) {
    bool whole = true;
    for (const auto& [name, value] : object) {
        if (std::ranges::find(names, std::string_view(name)) != names.end()) continue;
        const Faults::Inside place(faults, std::string(name));
        // With its name, by which secrets are made unreadable.
        faults.add("extra_forbidden", "Extra inputs are not permitted",
                   boost::json::object{{name, value}});
        whole = false;
    }
    return whole;
}

void add_pattern_fault(const boost::json::value& value, std::string_view pattern, Faults& faults) {
    faults.add("string_pattern_mismatch",
               "String should match pattern '" + std::string(pattern) + "'", value,
               {{"pattern", boost::json::string(pattern)}});
}

void add_rule_fault(const boost::json::value& value, std::string_view rule, Faults& faults) {
    faults.add("value_error", "Value error, " + std::string(rule), value,
               {{"error", boost::json::object()}});
}

std::optional<boost::json::value> object_of(std::span<const Parameter> parameters, Faults& faults) {
    boost::json::object object;
    bool whole = true;
    for (const auto& [name, text] : parameters) {
        if (is_valid_utf8(name) && is_valid_utf8(text)) {
            object[name] = text;
            continue;
        }
        const Faults::Inside place(faults, is_valid_utf8(name) ? name : "");
        faults.add("string_unicode",
                   "Input should be a valid string, unable to parse raw data as a unicode string",
                   nullptr);
        whole = false;
    }
    if (!whole) return std::nullopt;
    return object;
}

}  // namespace detail

}  // namespace neurec::presentation::json
