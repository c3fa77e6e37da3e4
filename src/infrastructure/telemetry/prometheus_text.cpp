#include "infrastructure/telemetry/prometheus_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <stdexcept>

namespace neurec::infrastructure::telemetry {

namespace {

[[nodiscard]] bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

[[nodiscard]] bool is_name(std::string_view name, bool with_colons) {
    if (name.empty()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool is_digit = name[i] >= '0' && name[i] <= '9';
        if (!is_letter(name[i]) && !(with_colons && name[i] == ':') && !(i > 0 && is_digit))
            return false;
    }
    return true;
}

void append_escaped(std::string& out, std::string_view text, bool is_quoted) {
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && is_quoted)
            out += "\\\"";
        else
            out += c;
    }
}

template <class Number>
void append_number(std::string& out, Number value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

void append_name(std::string& out, std::string_view name, std::string_view labels) {
    out += name;
    if (!labels.empty()) {
        out += '{';
        out += labels;
        out += '}';
    }
    out += ' ';
}

}  // namespace

bool is_metric_name(std::string_view name) {
    return is_name(name, true);
}

std::string label_text(const domain::MetricLabels& labels) {
    std::string out;
    for (const auto& [name, value] : labels) {
        if (!is_name(name, false)) throw std::logic_error("not the name of a label: " + name);
        if (!out.empty()) out += ',';
        out += name;
        out += "=\"";
        append_escaped(out, value, true);
        out += '"';
    }
    return out;
}

void append_family(std::string& out, std::string_view name, std::string_view help,
                   std::string_view type) {
    out += "# HELP ";
    out += name;
    out += ' ';
    append_escaped(out, help, false);
    out += "\n# TYPE ";
    out += name;
    out += ' ';
    out += type;
    out += '\n';
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, double value) {
    append_name(out, name, labels);
    if (std::isnan(value))
        out += "NaN";
    else if (std::isinf(value))
        out += value > 0 ? "+Inf" : "-Inf";
    else
        append_number(out, value);
    out += '\n';
}

void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   std::uint64_t value) {
    append_name(out, name, labels);
    append_number(out, value);
    out += '\n';
}

void append_histogram(std::string& out, std::string_view name, std::string_view labels,
                      const ShardedDurations::Snapshot& snapshot) {
    const std::string prefix(name);
    const std::string begin = labels.empty() ? "le=\"" : std::string(labels) + ",le=\"";
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
        count += snapshot.counts[i];
        const char* bound = i < kBuckets.size() ? kBuckets[i].seconds : "+Inf";
        append_sample(out, prefix + "_bucket", begin + bound + '"', count);
    }
    append_sample(out, prefix + "_sum", labels,
                  std::chrono::duration<double>(snapshot.sum).count());
    append_sample(out, prefix + "_count", labels, count);
}

}  // namespace neurec::infrastructure::telemetry
