#pragma once

#include "domain/ports/clock.hpp"

namespace neurec::infrastructure::security {

/// The machine's clock.
class SystemClock : public domain::Clock {
  public:
    [[nodiscard]] std::int64_t now() const override;
};

}  // namespace neurec::infrastructure::security
