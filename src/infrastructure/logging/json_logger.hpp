#pragma once

#include <iosfwd>
#include <memory>
#include <string_view>

#include "domain/ports/logger.hpp"
#include "domain/ports/metrics.hpp"

namespace neurec::infrastructure::logging {

/// One JSON object a line: {"time":"2026-11-23T06:19:00.123Z","level":"info","message":…, fields…}.
/// Texts are escaped, so that nothing a client sends can forge a line. Times are UTC.
class JsonLogger : public domain::Logger {
  public:
    /// Writes lines of `lowest` and above to a file descriptor, on a thread of its own behind a
    /// bounded queue: nobody who logs waits for the log's reader. `dropped` counts what does not
    /// fit, and a line says how many there were. Both must outlive the logger.
    JsonLogger(domain::LogLevel lowest, int descriptor, domain::Counter& dropped);
    /// Writes to `out`, which must outlive the logger.
    JsonLogger(domain::LogLevel lowest, std::ostream& out);
    ~JsonLogger() override;

    void write(domain::LogLevel level, std::string_view message,
               std::initializer_list<domain::LogField> fields) override;

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace neurec::infrastructure::logging
