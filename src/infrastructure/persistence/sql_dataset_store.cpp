#include "infrastructure/persistence/sql_dataset_store.hpp"

#include <soci/soci.h>

#include <string>
#include <utility>
#include <vector>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/import_transaction.hpp"
#include "infrastructure/persistence/movie_rows.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Rows a fetch: with fewer, SOCI's overhead shows; with many more, the cache misses do.
constexpr std::size_t kRowsAFetch = 1024;

std::vector<domain::User> load_users(soci::session& session) {
    std::vector<domain::User> users;
    long long id = 0;
    int age = 0;
    std::string gender;
    int occupation = 0;
    soci::indicator has_age = soci::i_null;
    soci::indicator has_gender = soci::i_null;
    soci::indicator has_occupation = soci::i_null;
    soci::statement query =
        (session.prepare << "select id, age, gender, occupation from users order by id",
         soci::into(id), soci::into(age, has_age), soci::into(gender, has_gender),
         soci::into(occupation, has_occupation));
    query.execute();
    while (query.fetch()) {
        domain::User user{domain::UserId{id}, {}};
        if (has_age == soci::i_ok) user.demographics.age = age;
        if (has_gender == soci::i_ok) user.demographics.gender = domain::gender_from_letter(gender);
        if (has_occupation == soci::i_ok) user.demographics.occupation = occupation;
        users.push_back(user);
    }
    return users;
}

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

std::unique_ptr<domain::ImportTransaction> SqlDatasetStore::begin_import() {
    return std::make_unique<SqlImportTransaction>(database_.lease());
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
                  [&](Connection& connection) {
                      long long users = 0;
                      long long movies = 0;
                      long long ratings = 0;
                      connection.session()
                          << "select (select count(*) from users), (select count(*) from movies), "
                             "(select count(*) from ratings)",
                          soci::into(users), soci::into(movies), soci::into(ratings);
                      return domain::StoreCounts{static_cast<std::uint64_t>(users),
                                                 static_cast<std::uint64_t>(movies),
                                                 static_cast<std::uint64_t>(ratings)};
                  });
}

}  // namespace neurec::infrastructure::persistence
