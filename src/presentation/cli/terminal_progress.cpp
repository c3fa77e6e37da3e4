#include "presentation/cli/terminal_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string_view>
#include <system_error>

#include "presentation/cli/table.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr std::size_t kBarCells = 24;

std::string bar(double fraction) {
    const auto filled = static_cast<std::size_t>(std::lround(fraction * kBarCells));
    std::string cells;
    for (std::size_t i = 0; i < kBarCells; ++i)
        cells += i < filled ? "█" : "░";
    return cells;
}

/// The longest beginning of `text` that fits, cut between characters.
std::string cut_to_width(const std::string& text, std::size_t columns) {
    if (display_width(text) <= columns) return text;
    std::size_t end = text.size();
    while (end > 0) {
        --end;
        const bool starts_character = (static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U;
        if (starts_character && display_width(std::string_view(text).substr(0, end)) < columns)
            break;
    }
    return text.substr(0, end) + "…";
}

}  // namespace

std::string readable_duration(std::chrono::duration<double> duration) {
    const double seconds = std::max(0.0, duration.count());
    if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1000);
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const auto whole = std::llround(seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

TerminalProgress::TerminalProgress(std::ostream& out, bool is_terminal, std::size_t columns,
                                   std::chrono::milliseconds interval)
    : out_(out), is_terminal_(is_terminal), columns_(columns), interval_(interval) {}

void TerminalProgress::begin(std::string_view stage, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    clear_bar();
    stage_ = stage;
    done_ = 0;
    total_ = total;
    detail_.clear();
    begun_ = Clock::now();
    if (is_terminal_) return draw();
    if (lines_) return;
    const auto tell = [this] {
        const std::lock_guard telling(mutex_);
        if (!stage_.empty()) out_ << line() + '\n' << std::flush;
    };
    try {
        lines_.emplace(interval_, tell, [](const std::exception&) { /* a line less */ });
    } catch (const std::system_error&) {
        // No thread for them: the lines at the ends of stages have to do.
    }
}

void TerminalProgress::update(std::uint64_t done, std::string_view detail) {
    constexpr auto kRedraw = std::chrono::milliseconds(100);
    const std::lock_guard lock(mutex_);
    done_ = done;
    detail_ = detail;
    if (is_terminal_ && Clock::now() - drawn_ >= kRedraw) draw();
}

/// What is under way and how far it is: with a bar on a terminal, in words elsewhere.
std::string TerminalProgress::line() const {
    const std::chrono::duration<double> spent = Clock::now() - begun_;
    std::string text = stage_ + (is_terminal_ ? "  " : ": ");
    const char* const separator = is_terminal_ ? "  " : ", ";
    if (total_ > 0) {
        const double fraction =
            std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
        text += is_terminal_ ? fmt::format("{} {:3.0f} %", bar(fraction), fraction * 100)
                             : fmt::format("{:.0f} %", fraction * 100);
        if (fraction > 0 && fraction < 1 && spent.count() > 1)
            text += separator + readable_duration(spent * (1 / fraction - 1)) + " left";
    } else {
        text += readable_duration(spent);
    }
    if (!detail_.empty()) text += separator + detail_;
    return text;
}

void TerminalProgress::draw() {
    drawn_ = Clock::now();
    out_ << '\r' << cut_to_width(line(), columns_ - 1) << "\033[K" << std::flush;
    bar_drawn_ = true;
}

void TerminalProgress::clear_bar() {
    if (!bar_drawn_) return;
    out_ << "\r\033[K" << std::flush;
    bar_drawn_ = false;
}

void TerminalProgress::finish(std::string_view summary) {
    const std::lock_guard lock(mutex_);
    clear_bar();
    out_ << fmt::format("{}: {} ({})\n", stage_, summary, readable_duration(Clock::now() - begun_))
         << std::flush;
    stage_.clear();
}

}  // namespace neurec::presentation::cli
