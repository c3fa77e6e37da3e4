#include "infrastructure/persistence/import_transaction.hpp"

#include <algorithm>
#include <utility>

#include "infrastructure/persistence/catalogue_version.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/import_rows.hpp"
#include "infrastructure/persistence/movie_rows.hpp"
#include "infrastructure/persistence/row_counts.hpp"
#include "infrastructure/persistence/sql_movie_statistics.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Rows of the source whose ids are not the data set's.
std::uint64_t other_ids(soci::session& session, const char* table, int source) {
    long long count = 0;
    session << "select count(*) from " << table
            << " where source_id = :source and external_id <> cast(id as varchar(100))",
        soci::use(source), soci::into(count);
    return static_cast<std::uint64_t>(count);
}

}  // namespace

SqlImportTransaction::SqlImportTransaction(Database::Lease connection,
                                           const domain::ImportSource& source)
    : connection_(std::move(connection)) {
    connection_->guard([&] {
        soci::session& session = connection_->session();
        transaction_ = std::make_unique<Transaction>(*connection_, Transaction::Kind::write);
        connection_->allow_long_work();
        connection_->engine().lock_imports(session);
        source_ = open_source(session, source);
        ratings_before_ = count_rows(session).ratings;
        genres_ = domain::GenreNames(load_genres(session));
        rows_ = connection_->engine().import_rows(session, source_);
    });
}

SqlImportTransaction::~SqlImportTransaction() = default;

std::optional<std::string> SqlImportTransaction::stored_title(domain::MovieId id) const {
    const auto found = source_.movies.find(id.value);
    return found == source_.movies.end() ? std::nullopt : std::optional(found->second.title);
}

std::optional<domain::Demographics> SqlImportTransaction::stored_demographics(
    domain::UserId id) const {
    const auto found = source_.users.find(id.value);
    return found == source_.users.end() ? std::nullopt : std::optional(found->second.demographics);
}

void SqlImportTransaction::upsert(const domain::Movie& movie) {
    const domain::Movie stored{movie.id, movie.title, genres_.named(movie.genres)};
    connection_->guard([&] { rows_->upsert(stored); });
}

void SqlImportTransaction::upsert(const domain::User& user) {
    connection_->guard([&] { rows_->upsert(user); });
}

void SqlImportTransaction::upsert(const domain::Rating& rating) {
    connection_->guard([&] { rows_->upsert(rating); });
}

domain::ImportChanges SqlImportTransaction::finish() {
    is_finished_ = true;
    return connection_->guard([&] {
        soci::session& session = connection_->session();
        domain::ImportChanges changes = rows_->finish();
        refresh_movie_statistics(session);
        changes.stored = count_rows(session);
        changes.given_other_ids.users = other_ids(session, "users", source_.id);
        changes.given_other_ids.movies = other_ids(session, "movies", source_.id);
        // Others, too, may have stored ratings meanwhile, where more than one writes at a time.
        const std::uint64_t more =
            changes.stored.ratings - std::min(ratings_before_, changes.stored.ratings);
        changes.added.ratings = std::min(more, changes.changed.ratings);
        changes.changed.ratings -= changes.added.ratings;
        return changes;
    });
}

void SqlImportTransaction::commit() {
    if (!is_finished_) static_cast<void>(finish());
    connection_->guard([&] {
        count_catalogue_change(*connection_);
        transaction_->commit();
        transaction_.reset();
    });
    rows_->tidy_up();
    rows_.reset();
    connection_.reset();
}

}  // namespace neurec::infrastructure::persistence
