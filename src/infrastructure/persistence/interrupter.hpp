#pragma once

namespace neurec::infrastructure::persistence {

/// Ends, from another thread, whatever a connection waits for; the connection is of no use
/// afterwards.
class Interrupter {
  public:
    virtual ~Interrupter() = default;
    virtual void interrupt() noexcept = 0;
};

}  // namespace neurec::infrastructure::persistence
