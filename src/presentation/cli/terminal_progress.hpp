#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>

#include "application/services/periodic_task.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::presentation::cli {

/// "850 ms", "12 s", "3 min 05 s", "2 h 10 min".
std::string readable_duration(std::chrono::duration<double> duration);

/// Progress for people: on a terminal a bar that is redrawn in place, at most ten times a second,
/// with the time left; elsewhere (a log, a pipe) a line every few seconds, also while a stage tells
/// nothing of itself, and one when a stage ends.
class TerminalProgress : public domain::ProgressReporter {
  public:
    /// `out` stays the caller's and must outlive this. `columns`: width of the terminal.
    /// `interval`: between lines where there is no terminal.
    TerminalProgress(std::ostream& out, bool is_terminal, std::size_t columns = 100,
                     std::chrono::milliseconds interval = std::chrono::seconds(5));

    void begin(std::string_view stage, std::uint64_t total) override;
    void update(std::uint64_t done, std::string_view detail) override;
    void finish(std::string_view summary) override;

  private:
    using Clock = std::chrono::steady_clock;

    // All are called under the lock.
    void draw();
    void clear_bar();
    [[nodiscard]] std::string line() const;

    std::ostream& out_;
    bool is_terminal_;
    std::size_t columns_;
    std::chrono::milliseconds interval_;

    std::mutex mutex_;   ///< guards what follows
    std::string stage_;  ///< empty between stages
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
    std::string detail_;
    bool bar_drawn_ = false;
    Clock::time_point begun_;
    Clock::time_point drawn_;
    std::optional<application::PeriodicTask> lines_;  ///< last: ends before what it uses goes
};

}  // namespace neurec::presentation::cli
