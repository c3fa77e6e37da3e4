#pragma once

#include <cstdint>
#include <string_view>

namespace neurec::domain {

struct EpochReport;

/// Where long work says how far it is. Calls come from one thread. Implementations draw a bar on a
/// terminal, write lines elsewhere, or stay silent; none of them throws.
class ProgressReporter {
  public:
    virtual ~ProgressReporter() = default;
    /// Begins a stage of `total` steps (bytes, rows, users; 0 where the number is not known). Ends
    /// the one before.
    virtual void begin(std::string_view stage, std::uint64_t total) = 0;
    /// `done` steps of the stage are behind us; `detail` is shown beside the bar ("loss 0.31, 120k
    /// samples/s").
    virtual void update(std::uint64_t done, std::string_view detail = {}) = 0;
    /// Ends the stage and leaves one line that says what came of it.
    virtual void finish(std::string_view summary) = 0;
    /// An epoch of a training has ended; there will be at most `planned`. For programs that watch:
    /// people see it in update().
    virtual void epoch_ended(const EpochReport& /*epoch*/, int /*planned*/) {}
};

/// Asked by long work between steps, so that Ctrl-C ends it cleanly. Thread-safe.
class StopToken {
  public:
    virtual ~StopToken() = default;
    [[nodiscard]] virtual bool stop_requested() const noexcept = 0;
};

}  // namespace neurec::domain
