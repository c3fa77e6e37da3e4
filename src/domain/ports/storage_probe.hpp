#pragma once

#include <optional>
#include <string>

namespace neurec::domain {

/// Knows whether anything can be stored. Implementations are thread-safe.
class StorageProbe {
  public:
    virtual ~StorageProbe() = default;
    /// Why nothing can be stored now, for people (the disk is full, the database a standby), or
    /// nothing. Stores something now and again to know it, without waiting for other writers; that
    /// the database is away is for others to find.
    [[nodiscard]] virtual std::optional<std::string> write_problem() = 0;
};

}  // namespace neurec::domain
