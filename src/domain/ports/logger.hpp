#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

namespace neurec::domain {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

using LogValue = std::variant<std::string_view, std::int64_t, double, bool>;
using LogField = std::pair<std::string_view, LogValue>;

/// Structured log: an event's message and its fields. Thread-safe; never throws. Fields never carry
/// bodies, passwords or tokens.
class Logger {
  public:
    virtual ~Logger() = default;
    virtual void write(LogLevel level, std::string_view message,
                       std::initializer_list<LogField> fields = {}) = 0;
};

}  // namespace neurec::domain
