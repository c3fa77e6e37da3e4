#include "application/services/timestamps.hpp"

#include <algorithm>
#include <chrono>

namespace neurec::application {

namespace {

constexpr std::int64_t kFirstSecond = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z

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

/// `value` in `digits` digits from position `at` on.
void write_digits(std::string& text, std::size_t at, std::size_t digits, std::int64_t value) {
    for (std::size_t i = at + digits; i-- > at; value /= 10)
        text[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string rfc3339_text(std::int64_t seconds) {
    using namespace std::chrono;
    const sys_seconds time{std::chrono::seconds(std::clamp(seconds, kFirstSecond, kLastSecond))};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);
    // Not by a format: a bulk of ratings has thousands of these.
    std::string text = "0000-00-00T00:00:00Z";
    write_digits(text, 0, 4, static_cast<int>(date.year()));
    write_digits(text, 5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    write_digits(text, 8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    write_digits(text, 11, 2, clock.hours().count());
    write_digits(text, 14, 2, clock.minutes().count());
    write_digits(text, 17, 2, clock.seconds().count());
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
    return at_midnight + (std::int64_t{60} * hour + minute) * 60 + second - offset;
}

}  // namespace neurec::application
