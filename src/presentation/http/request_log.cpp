#include "presentation/http/request_log.hpp"

#include <cstdint>

namespace neurec::presentation::http {

namespace {

constexpr std::size_t kLongestTarget = 256;

void append_printable(std::string& out, char c) {
    constexpr std::string_view kHexDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f) {
        out += c;
        return;
    }
    out += '%';
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 15U];
}

}  // namespace

std::string loggable_target(std::string_view target) {
    std::string out;
    bool in_query = false;
    std::size_t name = 0;  ///< where in `out` the parameter's name begins
    bool in_value = false;
    // A parameter without "=" may be all value.
    const auto end_parameter = [&] {
        if (in_query && !in_value && out.size() > name) out.replace(name, out.npos, "*");
    };
    for (const char c : target) {
        if (out.size() >= kLongestTarget) {
            end_parameter();
            return out + "...";
        }
        if (!in_query && c == '?') {
            in_query = true;
            out += c;
            name = out.size();
        } else if (in_query && (c == '&' || c == ';')) {
            end_parameter();
            in_value = false;
            out += c;
            name = out.size();
        } else if (in_query && c == '=' && !in_value) {
            in_value = true;
            out += "=*";
        } else if (!in_value) {
            append_printable(out, c);
        }
    }
    end_parameter();
    return out;
}

void log_request(domain::Logger& logger, const AnsweredRequest& answered) {
    using domain::LogField;
    const Request& request = answered.request;
    const std::string target = loggable_target(request.target);
    const auto microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(answered.duration).count();
    const LogField id{"id", std::string_view(request.id)};
    const LogField method{"method", name_of(request.method)};
    const LogField route{"route", answered.route};
    const LogField target_field{"target", std::string_view(target)};
    const LogField status{"status", std::int64_t{answered.status}};
    const LogField duration{"duration_us", std::int64_t{microseconds}};
    const LogField bytes{"bytes", static_cast<std::int64_t>(answered.bytes)};
    const LogField client{"client", std::string_view(request.client)};
    constexpr auto kLevel = domain::LogLevel::info;
    if (request.notes != nullptr && request.notes->user_id)
        logger.write(kLevel, "request",
                     {id, method, route, target_field, status, duration, bytes, client,
                      LogField{"user_id", *request.notes->user_id}});
    else
        logger.write(kLevel, "request",
                     {id, method, route, target_field, status, duration, bytes, client});
}

}  // namespace neurec::presentation::http
