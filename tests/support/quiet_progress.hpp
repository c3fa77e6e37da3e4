#pragma once

#include <atomic>

#include "domain/ports/progress.hpp"

namespace neurec::tests {

/// Progress that nobody looks at.
class QuietProgress : public domain::ProgressReporter {
  public:
    void begin(std::string_view /*stage*/, std::uint64_t /*total*/) override {}
    void update(std::uint64_t /*done*/, std::string_view /*detail*/) override {}
    void finish(std::string_view /*summary*/) override {}
};

/// Stops when told.
class StopFlag : public domain::StopToken {
  public:
    explicit StopFlag(bool stopped = false) : stopped_(stopped) {}
    void stop() { stopped_ = true; }
    [[nodiscard]] bool stop_requested() const noexcept override { return stopped_; }

  private:
    std::atomic<bool> stopped_;
};

}  // namespace neurec::tests
