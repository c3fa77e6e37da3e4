#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "domain/ports/model_trainer.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::presentation::cli {

/// Progress for a program that watches: one JSON object a line (docs/training.md), steps at most
/// twice a second.
class LineProgress : public domain::ProgressReporter {
  public:
    /// `out` must outlive this.
    explicit LineProgress(std::ostream& out) : out_(out) {}

    void begin(std::string_view stage, std::uint64_t total) override;
    void update(std::uint64_t done, std::string_view detail) override;
    void finish(std::string_view summary) override;
    void epoch_ended(const domain::EpochReport& epoch, int planned) override;
    /// The training has made this model.
    void model_made(std::string_view model_id);

  private:
    using Clock = std::chrono::steady_clock;

    template <class Line>
    void write(const Line& line);

    std::ostream& out_;
    std::string stage_;
    std::uint64_t total_ = 0;
    Clock::time_point begun_;
    Clock::time_point written_;
};

}  // namespace neurec::presentation::cli
