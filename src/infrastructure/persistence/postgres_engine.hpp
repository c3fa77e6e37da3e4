#pragma once

#include <string>

#include "infrastructure/persistence/engine.hpp"

namespace neurec::infrastructure::persistence {

/// PostgreSQL 15 or newer. Every wait on it is bounded: for a connection, for a lock and for a
/// statement (postgres_engine.cpp).
class PostgresEngine : public Engine {
  public:
    /// `url`: "postgresql://user:password@host:port/database?parameters", as libpq reads it; what
    /// it leaves out comes from libpq's own environment (PGHOST, PGPASSFILE, …). InvalidInput for
    /// any other text, without repeating it.
    explicit PostgresEngine(const std::string& url);

    [[nodiscard]] const std::string& name() const override { return name_; }
    void open(soci::session& session) const override;
    [[nodiscard]] bool stands(soci::session& session) const noexcept override;
    void begin(soci::session& session, TransactionKind kind) const override;
    void allow_long_work(soci::session& session) const override;
    void lock_schema(soci::session& session) const override;
    void lock_imports(soci::session& session) const override;
    void end_reads(soci::session& /*session*/) const noexcept override {}
    [[nodiscard]] std::unique_ptr<Interrupter> interrupter(soci::session& session) const override;
    [[nodiscard]] Failure failure_of(const soci::soci_error& error,
                                     soci::session& session) const override;
    [[nodiscard]] std::string in_dialect(std::string_view sql) const override;
    [[nodiscard]] std::unique_ptr<ImportRows> import_rows(
        soci::session& session, const StoredSource& source) const override;
    [[nodiscard]] std::unique_ptr<RatingBulk> rating_bulk(soci::session& session) const override;

  private:
    std::string connection_string_;  ///< secret
    std::string name_;
};

}  // namespace neurec::infrastructure::persistence
