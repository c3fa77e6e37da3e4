#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "domain/ports/progress.hpp"

namespace neurec::presentation::cli {

/// "850 ms", "12 s", "3 min 05 s", "2 h 10 min".
std::string readable_duration(std::chrono::duration<double> duration);

/// Progress for people: on a terminal a bar that is redrawn in place, at most ten times a second,
/// with the time left; elsewhere (a log, a pipe) one line when a stage ends.
class TerminalProgress : public domain::ProgressReporter {
  public:
    /// `out` stays the caller's and must outlive this. `columns`: width of the terminal.
    TerminalProgress(std::ostream& out, bool is_terminal, std::size_t columns = 100);

    void begin(std::string_view stage, std::uint64_t total) override;
    void update(std::uint64_t done, std::string_view detail) override;
    void finish(std::string_view summary) override;

  private:
    using Clock = std::chrono::steady_clock;

    void draw(std::uint64_t done, std::string_view detail);
    void clear_bar();

    std::ostream& out_;
    bool is_terminal_;
    std::size_t columns_;
    std::string stage_;
    std::uint64_t total_ = 0;
    bool bar_drawn_ = false;
    Clock::time_point begun_;
    Clock::time_point drawn_;
};

}  // namespace neurec::presentation::cli
