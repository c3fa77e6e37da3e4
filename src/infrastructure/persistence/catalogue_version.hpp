#pragma once

#include <cstdint>

namespace neurec::infrastructure::persistence {

class Connection;

/// A number that each transaction that changes movies raises, as its last step: who raises it at
/// the same time waits.
void count_catalogue_change(Connection& connection);
[[nodiscard]] std::uint64_t catalogue_version(Connection& connection);

}  // namespace neurec::infrastructure::persistence
