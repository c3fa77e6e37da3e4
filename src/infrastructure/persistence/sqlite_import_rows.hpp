#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "infrastructure/persistence/id_counter.hpp"
#include "infrastructure/persistence/import_rows.hpp"
#include "infrastructure/persistence/stored_source.hpp"

namespace neurec::infrastructure::persistence {

/// Row by row with prepared statements, which SQLite executes a million times a second. Rows that
/// cannot keep their id wait, and their ratings with them, so that the ids that they are given do
/// not take those of rows to come.
class SqliteImportRows : public ImportRows {
  public:
    SqliteImportRows(soci::session& session, const StoredSource& source);
    ~SqliteImportRows() override;

    void upsert(const domain::Movie& movie) override;
    void upsert(const domain::User& user) override;
    void upsert(const domain::Rating& rating) override;
    [[nodiscard]] domain::ImportChanges finish() override;
    void tidy_up() noexcept override;

  private:
    struct Statements;
    /// Our ids of users or movies, by the data set's.
    struct Ids {
        std::unordered_map<std::int64_t, std::int64_t> ids;
        IdCounter counter;
        std::int64_t highest_kept = 0;

        Ids(soci::session& session, const char* table) : counter(session, table) {}
        [[nodiscard]] std::int64_t of(std::int64_t external) const;
        [[nodiscard]] bool keep_new(std::int64_t external);
    };
    template <class Row>
    void place(const Row& row, Ids& ids, const std::unordered_map<std::int64_t, Row>& stored,
               std::vector<Row>& waiting);
    template <class Row>
    void settle(Ids& ids, std::vector<Row>& waiting);
    void settle();
    void insert(const domain::Movie& movie, std::int64_t id);
    void insert(const domain::User& user, std::int64_t id);
    void update(const domain::Movie& movie, std::int64_t id);
    void update(const domain::User& user, std::int64_t id);
    void write_details(const domain::Movie& movie);
    void write(const domain::Rating& rating, std::int64_t user, std::int64_t movie);
    void store_naming_order();

    soci::session& session_;
    const StoredSource& source_;
    std::unique_ptr<Statements> statements_;
    Ids movies_;
    Ids users_;
    std::vector<domain::Movie> waiting_movies_;
    std::vector<domain::User> waiting_users_;
    std::vector<domain::Rating> waiting_ratings_;
    NamingOrder naming_;
    domain::ImportChanges changes_;
    bool rating_index_dropped_ = false;
};

}  // namespace neurec::infrastructure::persistence
