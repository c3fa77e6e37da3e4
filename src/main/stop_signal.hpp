#pragma once

#include "domain/ports/progress.hpp"

namespace neurec {

/// Ctrl-C and SIGTERM as a StopToken: the first asks the work to stop cleanly, a second one ends
/// the process as it would without this. At most one object at a time.
class StopSignal : public domain::StopToken {
  public:
    StopSignal();
    ~StopSignal() override;
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    [[nodiscard]] bool stop_requested() const noexcept override;
};

}  // namespace neurec
