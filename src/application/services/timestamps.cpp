#include "application/services/timestamps.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace neurec::application {

namespace {

/// Takes texts apart from the left; once something does not fit, everything after fails.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    /// Exactly `digits` digits.
    int number(std::size_t digits) {
        int value = 0;
        if (rest_.size() < digits) return fail();
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return fail();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    /// One of these characters, which is given back.
    char any_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) {
            fail();
            return '\0';
        }
        const char found = rest_.front();
        rest_.remove_prefix(1);
        return found;
    }
    void skip_fraction() {
        if (!rest_.starts_with('.')) return;
        rest_.remove_prefix(1);
        std::size_t digits = 0;
        while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9')
            ++digits;
        if (digits == 0) fail();
        rest_.remove_prefix(digits);
    }
    [[nodiscard]] bool is_at_end() const { return ok_ && rest_.empty(); }

  private:
    int fail() {
        ok_ = false;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace

std::string rfc3339_text(std::int64_t seconds) {
    using namespace std::chrono;
    const sys_seconds time{std::chrono::seconds(seconds)};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text) {
    using namespace std::chrono;
    Reader reader(text);
    const int year_number = reader.number(4);
    reader.any_of("-");
    const int month_number = reader.number(2);
    reader.any_of("-");
    const int day_number = reader.number(2);
    reader.any_of("Tt ");
    const int hour = reader.number(2);
    reader.any_of(":");
    const int minute = reader.number(2);
    reader.any_of(":");
    const int second = reader.number(2);
    reader.skip_fraction();
    const char zone = reader.any_of("Zz+-");
    int offset = 0;
    if (zone == '+' || zone == '-') {
        const int hours_ahead = reader.number(2);
        reader.any_of(":");
        const int minutes_ahead = reader.number(2);
        if (hours_ahead > 23 || minutes_ahead > 59) return std::nullopt;
        offset = (zone == '+' ? 60 : -60) * (hours_ahead * 60 + minutes_ahead);
    }
    const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                              day(static_cast<unsigned>(day_number))};
    // A leap second is the last second of its minute.
    if (!reader.is_at_end() || !date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    const std::int64_t at_midnight =
        duration_cast<std::chrono::seconds>(sys_days(date).time_since_epoch()).count();
    const std::int64_t result =
        at_midnight + (std::int64_t{60} * hour + minute) * 60 + second - offset;
    if (result < 0) return std::nullopt;
    return result;
}

}  // namespace neurec::application
