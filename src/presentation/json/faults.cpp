#include "presentation/json/faults.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <string>

#include "presentation/json/writer.hpp"

namespace neurec::presentation::json {

namespace {

[[nodiscard]] bool names_a_secret(std::string_view name) {
    constexpr std::string_view kSecret = "password";
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::search(name, kSecret, {}, lower).begin() != name.end();
}

/// Recursion is bounded by the depth that the parser allows.
void redact(boost::json::value& value) {
    if (value.is_array())
        for (boost::json::value& item : value.get_array())
            redact(item);
    if (!value.is_object()) return;
    for (auto& [key, item] : value.get_object()) {
        if (names_a_secret(key))
            item = boost::json::string(Faults::kRedacted);
        else
            redact(item);
    }
}

/// At most kLongestEcho bytes of it, whole characters; an ellipsis stands for the rest.
[[nodiscard]] std::string beginning_of(std::string_view text) {
    if (text.size() <= Faults::kLongestEcho) return std::string(text);
    std::size_t bytes = Faults::kLongestEcho;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U)
        --bytes;
    return std::string(text.substr(0, bytes)) + "…";
}

/// Takes the value's length as JSON, roughly, from `budget`; false where that is not enough, which
/// is found out without looking at the rest.
[[nodiscard]] bool fits(const boost::json::value& value, std::size_t& budget) {
    constexpr std::size_t kOther = 8;
    const auto take = [&](std::size_t bytes) {
        if (bytes > budget) return false;
        budget -= bytes;
        return true;
    };
    if (value.is_string()) return take(value.get_string().size());
    if (value.is_array())
        return take(kOther) && std::ranges::all_of(value.get_array(), [&](const auto& each) {
                   return fits(each, budget);
               });
    if (value.is_object())
        return take(kOther) && std::ranges::all_of(value.get_object(), [&](const auto& each) {
                   return take(each.key().size()) && fits(each.value(), budget);
               });
    return take(kOther);
}

/// What a fault shows of its input.
[[nodiscard]] boost::json::value echo_of(const boost::json::value& input) {
    std::size_t budget = Faults::kLongestEcho;
    // A copy in memory of its own: the request's document may live on a stack.
    if (fits(input, budget)) return boost::json::value(input, boost::json::storage_ptr());
    if (input.is_string()) return boost::json::string(beginning_of(input.get_string()));
    const bool is_list = input.is_array();
    return boost::json::string(
        is_list ? "[… " + std::to_string(input.get_array().size()) + " items]"
                : "{… " + std::to_string(input.get_object().size()) + " members}");
}

void write_step(std::string& out, const Step& step) {
    if (const auto* name = std::get_if<std::string>(&step))
        write_text(out, *name);
    else
        write_number(out, std::get<std::int64_t>(step));
}

void write_fault(std::string& out, const Fault& fault) {
    out += R"({"type":)";
    write_text(out, fault.type);
    out += R"(,"loc":[)";
    for (std::size_t i = 0; i < fault.location.size(); ++i) {
        if (i > 0) out += ',';
        write_step(out, fault.location[i]);
    }
    out += R"(],"msg":)";
    write_text(out, fault.message);
    out += R"(,"input":)";
    write_value(out, fault.input);
    if (!fault.context.empty()) {
        out += R"(,"ctx":)";
        write_value(out, fault.context);
    }
    out += '}';
}

}  // namespace

void Faults::add(std::string_view type, std::string message, const boost::json::value& input,
                 boost::json::object context) {
    if (faults_.size() == kMostTold) {
        ++more_;
        return;
    }
    boost::json::value echoed = echo_of(input);
    redact(echoed);
    add({std::string(type), location_, std::move(message), std::move(echoed), std::move(context)});
}

void Faults::add(Fault fault) {
    if (faults_.size() == kMostTold) {
        ++more_;
        return;
    }
    fault.message = beginning_of(fault.message);
    fault.input = echo_of(fault.input);
    for (Step& step : fault.location)
        if (auto* name = std::get_if<std::string>(&step)) *name = beginning_of(*name);
    faults_.push_back(std::move(fault));
}

void Faults::redact_since(std::size_t first) {
    for (std::size_t i = first; i < faults_.size(); ++i)
        faults_[i].input = boost::json::string(kRedacted);
}

std::string Faults::to_json() const {
    std::string out = R"({"detail":[)";
    for (std::size_t i = 0; i < faults_.size(); ++i) {
        if (i > 0) out += ',';
        write_fault(out, faults_[i]);
    }
    out += ']';
    if (more_ > 0) out += ",\"more_faults\":" + std::to_string(more_);
    out += '}';
    return out;
}

}  // namespace neurec::presentation::json
