#include "infrastructure/persistence/sql_dataset_store.hpp"

#include <soci/soci.h>

#include <utility>
#include <vector>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/import_transaction.hpp"
#include "infrastructure/persistence/movie_rows.hpp"
#include "infrastructure/persistence/row_counts.hpp"
#include "infrastructure/persistence/user_rows.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Rows a fetch: with fewer, SOCI's overhead shows; with many more, the cache misses do.
constexpr std::size_t kRowsAFetch = 1024;

std::vector<domain::Rating> load_ratings(soci::session& session) {
    std::vector<domain::Rating> ratings;
    std::vector<long long> users(kRowsAFetch);
    std::vector<long long> movies(kRowsAFetch);
    std::vector<double> values(kRowsAFetch);
    std::vector<long long> timestamps(kRowsAFetch);
    soci::statement query =
        (session.prepare << "select user_id, movie_id, rating, timestamp from ratings order by "
                            "user_id, movie_id",
         soci::into(users), soci::into(movies), soci::into(values), soci::into(timestamps));
    query.execute();
    while (query.fetch()) {
        for (std::size_t i = 0; i < users.size(); ++i)
            ratings.push_back({domain::UserId{users[i]}, domain::MovieId{movies[i]},
                               static_cast<float>(values[i]), timestamps[i]});
        users.resize(kRowsAFetch);
        movies.resize(kRowsAFetch);
        values.resize(kRowsAFetch);
        timestamps.resize(kRowsAFetch);
    }
    return ratings;
}

}  // namespace

std::unique_ptr<domain::ImportTransaction> SqlDatasetStore::begin_import(
    const domain::ImportSource& source) {
    return std::make_unique<SqlImportTransaction>(database_.lease(), source);
}

domain::Dataset SqlDatasetStore::load() {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        connection.allow_long_work();
        std::vector<domain::User> users = load_users(session);
        std::vector<domain::Movie> movies = load_movies(session);
        return domain::Dataset(std::move(users), std::move(movies), load_ratings(session));
    });
}

domain::StoreCounts SqlDatasetStore::counts() {
    return run_on(database_,
                  [](Connection& connection) { return count_rows(connection.session()); });
}

}  // namespace neurec::infrastructure::persistence
