#include "infrastructure/persistence/postgres_rating_bulk.hpp"

#include <array>
#include <charconv>

namespace neurec::infrastructure::persistence {

namespace {

template <class Value>
void append(std::string& array, Value value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    array += array.empty() ? '{' : ',';
    array.append(digits.data(), end);
}

void close(std::string& array) {
    array += array.empty() ? "{}" : "}";
}

}  // namespace

PostgresRatingBulk::PostgresRatingBulk(soci::session& session)
    : known_users_((session.prepare << "select id from users where id = any (cast(:ids as "
                                       "bigint[]))",
                    soci::into(found_), soci::use(ids_))),
      known_movies_((session.prepare << "select id from movies where id = any (cast(:ids as "
                                        "bigint[]))",
                     soci::into(found_), soci::use(ids_))),
      upsert_((session.prepare
                   << "insert into ratings (user_id, movie_id, rating, timestamp) "
                      "select * from unnest(cast(:users as bigint[]), cast(:movies as bigint[]), "
                      "cast(:ratings as real[]), cast(:timestamps as bigint[])) "
                      "on conflict (user_id, movie_id) do update set rating = excluded.rating, "
                      "timestamp = excluded.timestamp",
               soci::use(users_), soci::use(movies_), soci::use(stars_), soci::use(timestamps_))) {}

RatingBulk::Ids PostgresRatingBulk::unknown_users(const Ids& ids) {
    return unknown(ids, known_users_);
}

RatingBulk::Ids PostgresRatingBulk::unknown_movies(const Ids& ids) {
    return unknown(ids, known_movies_);
}

RatingBulk::Ids PostgresRatingBulk::unknown(const Ids& ids, soci::statement& known) {
    ids_.clear();
    for (const std::int64_t each : ids)
        append(ids_, each);
    close(ids_);
    Ids rest = ids;
    known.execute();
    while (known.fetch())
        rest.erase(found_);
    return rest;
}

void PostgresRatingBulk::store(std::span<const domain::Rating> ratings) {
    for (std::string* array : {&users_, &movies_, &stars_, &timestamps_})
        array->clear();
    for (const domain::Rating& each : ratings) {
        append(users_, each.user.value);
        append(movies_, each.movie.value);
        append(stars_, each.rating);
        append(timestamps_, each.timestamp);
    }
    for (std::string* array : {&users_, &movies_, &stars_, &timestamps_})
        close(*array);
    upsert_.execute(true);
}

}  // namespace neurec::infrastructure::persistence
