#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neurec::application {

/// "2026-11-23T09:30:00Z" for seconds since 1970 UTC (RFC 3339). The standard's years are 0000 to
/// 9999: what lies outside is written as the first or the last second of them.
[[nodiscard]] std::string rfc3339_text(std::int64_t seconds);

/// Seconds since 1970 UTC of a date and time by RFC 3339, fractions of a second cut off; nothing
/// for any other text, and for days that do not exist. Negative before 1970.
[[nodiscard]] std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text);

}  // namespace neurec::application
