#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "infrastructure/persistence/engine.hpp"

namespace neurec::infrastructure::persistence {

/// SQLite: one file. The first connection makes it, with its folder, where it is absent; all others
/// go to that very file, so that one that is moved away is missed and not made anew. Write-ahead
/// log, so that readers and one writer do not wait for each other.
class SqliteEngine : public Engine {
  public:
    explicit SqliteEngine(std::filesystem::path file);

    [[nodiscard]] const std::string& name() const override { return name_; }
    void open(soci::session& session) const override;
    /// Until its file is moved away.
    [[nodiscard]] bool stands(soci::session& session) const noexcept override;
    void begin(soci::session& session, TransactionKind kind) const override;
    void allow_long_work(soci::session& /*session*/) const override {}
    void lock_schema(soci::session& /*session*/) const override {}   // the write lock does it
    void lock_imports(soci::session& /*session*/) const override {}  // as well
    void end_reads(soci::session& session) const noexcept override;
    [[nodiscard]] std::unique_ptr<Interrupter> interrupter(soci::session& session) const override;
    [[nodiscard]] Failure failure_of(const soci::soci_error& error,
                                     soci::session& session) const override;
    [[nodiscard]] std::string in_dialect(std::string_view sql) const override;
    [[nodiscard]] std::unique_ptr<ImportRows> import_rows(
        soci::session& session, const StoredSource& source) const override;
    [[nodiscard]] std::unique_ptr<RatingBulk> rating_bulk(soci::session& session) const override;

  private:
    void require_file(ino_t number) const;

    std::filesystem::path file_;
    std::string name_;
    mutable std::atomic<ino_t> number_ = 0;  ///< the opened file's, on its disk; 0: none yet
};

}  // namespace neurec::infrastructure::persistence
