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
        /// 0 where there is none, -1 where it is not decided yet.
        [[nodiscard]] std::int64_t of(std::int64_t external) const;
        /// Whether a new row keeps the data set's id.
        [[nodiscard]] bool keep_new(std::int64_t external);
    };
    /// Updates the row, inserts it, or lets it wait.
    template <class Row>
    void place(const Row& row, Ids& ids, const std::unordered_map<std::int64_t, Row>& stored,
               std::vector<Row>& waiting);
    /// Gives those that wait their ids.
    template <class Row>
    void settle(Ids& ids, std::vector<Row>& waiting);
    /// As above, for all; then their ratings wait no more.
    void settle();
    void insert(const domain::Movie& movie, std::int64_t id);
    void insert(const domain::User& user, std::int64_t id);
    void update(const domain::Movie& movie, std::int64_t id);
    void update(const domain::User& user, std::int64_t id);
    /// Genres and title words of the movie that the statements have taken, which has none now.
    void write_details(const domain::Movie& movie);
    void write(const domain::Rating& rating, std::int64_t user, std::int64_t movie);
    /// Numbers on, after what earlier imports of the source named.
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
