#include "presentation/json/faults.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include "presentation/json/writer.hpp"

namespace neurec::presentation::json {

namespace {

[[nodiscard]] bool names_a_secret(std::string_view key) {
    constexpr std::string_view kSecret = "password";
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::search(key, kSecret, {}, lower).begin() != key.end();
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
    // A copy in memory of its own: the request's document may live on a stack.
    boost::json::value echoed(input, boost::json::storage_ptr());
    redact(echoed);
    faults_.push_back(
        {std::string(type), location_, std::move(message), std::move(echoed), std::move(context)});
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
    out += "]}";
    return out;
}

}  // namespace neurec::presentation::json
