#pragma once

#include <chrono>
#include <mutex>
#include <random>

#include "domain/ports/storage_probe.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// Writes a row of its own at intervals; also knows of writes by others that have failed since.
/// `database` must outlive it.
class SqlStorageProbe : public domain::StorageProbe {
  public:
    explicit SqlStorageProbe(Database& database,
                             std::chrono::milliseconds interval = std::chrono::seconds(5))
        : database_(database), interval_(interval) {}

    [[nodiscard]] std::optional<std::string> write_problem() override;

  private:
    using Clock = std::chrono::steady_clock;

    void try_to_write();
    [[nodiscard]] std::string random_text(std::size_t length);

    Database& database_;
    std::chrono::milliseconds interval_;
    std::mutex mutex_;  ///< guards what follows
    Clock::time_point next_{};
    std::minstd_rand random_;
};

}  // namespace neurec::infrastructure::persistence
