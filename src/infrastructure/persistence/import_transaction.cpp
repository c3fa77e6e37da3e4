#include "infrastructure/persistence/import_transaction.hpp"

#include <utility>

#include "infrastructure/persistence/catalogue_version.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/import_rows.hpp"
#include "infrastructure/persistence/sql_movie_statistics.hpp"

namespace neurec::infrastructure::persistence {

SqlImportTransaction::SqlImportTransaction(Database::Lease connection)
    : connection_(std::move(connection)) {
    connection_->guard([&] {
        transaction_ = std::make_unique<Transaction>(*connection_, Transaction::Kind::write);
        connection_->allow_long_work();
        rows_ = connection_->engine().import_rows(connection_->session());
    });
}

SqlImportTransaction::~SqlImportTransaction() = default;

void SqlImportTransaction::upsert(const domain::Movie& movie) {
    connection_->guard([&] { rows_->upsert(movie); });
}

void SqlImportTransaction::upsert(const domain::User& user) {
    connection_->guard([&] { rows_->upsert(user); });
}

void SqlImportTransaction::upsert(const domain::Rating& rating) {
    connection_->guard([&] { rows_->upsert(rating); });
}

void SqlImportTransaction::commit() {
    connection_->guard([&] {
        rows_->finish();
        refresh_movie_statistics(connection_->session());
        count_catalogue_change(*connection_);
        transaction_->commit();
        transaction_.reset();
    });
    rows_->tidy_up();
    rows_.reset();
    connection_.reset();
}

}  // namespace neurec::infrastructure::persistence
