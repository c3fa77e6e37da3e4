#include "infrastructure/persistence/postgres_import_rows.hpp"

#include <soci/soci.h>

#include <string>

#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// One import at a time (the number after the one for schema changes).
constexpr const char* kImportLock = "select pg_advisory_xact_lock(7205759403792793602)";

/// Before the copies: their constructor needs the tables.
soci::session& with_tables(soci::session& session) {
    session << kImportLock;
    constexpr const char* kRatings =
        "new_ratings (place bigint, user_id bigint, movie_id bigint, rating real, timestamp "
        "bigint)";
    for (const char* const table :
         {"new_movies (place bigint, id bigint, title varchar, year integer)",
          "new_genres (place bigint, movie_id bigint, position bigint, genre varchar)",
          "new_words (place bigint, movie_id bigint, word varchar)",
          "new_users (place bigint, id bigint, age integer, gender varchar, occupation integer)",
          kRatings})
        session << "create temporary table " + std::string(table) + " on commit drop";
    // Sorting a million ratings in memory takes a third of the time on disk.
    session << "select set_config('work_mem', '128MB', true), "
               "set_config('maintenance_work_mem', '256MB', true)";
    return session;
}

}  // namespace

PostgresImportRows::PostgresImportRows(soci::session& session, PGconn* connection)
    : session_(with_tables(session)),
      movies_(connection, "new_movies"),
      genres_(connection, "new_genres"),
      words_(connection, "new_words"),
      users_(connection, "new_users"),
      ratings_(connection, "new_ratings") {}

void PostgresImportRows::upsert(const domain::Movie& movie) {
    const std::int64_t id = movie.id.value;
    ++place_;
    movies_.add(place_).add(id).add(std::string_view(movie.title));
    movies_.add(domain::release_year(movie.title)).end_row();
    std::int64_t position = 0;
    for (const std::string& genre : movie.genres)
        genres_.add(place_).add(id).add(position++).add(std::string_view(genre)).end_row();
    for (const std::string& word : title_words(movie.title))
        words_.add(place_).add(id).add(std::string_view(word)).end_row();
}

void PostgresImportRows::upsert(const domain::User& user) {
    const domain::Demographics& known = user.demographics;
    users_.add(++place_).add(user.id.value).add(known.age);
    if (known.gender)
        users_.add(domain::letter_of(*known.gender));
    else
        users_.add(std::optional<int>());
    users_.add(known.occupation).end_row();
}

void PostgresImportRows::upsert(const domain::Rating& rating) {
    ratings_.add(++place_).add(rating.user.value).add(rating.movie.value);
    ratings_.add(rating.rating).add(rating.timestamp).end_row();
}

void PostgresImportRows::finish() {
    for (PostgresCopy* copy : {&movies_, &genres_, &words_, &users_, &ratings_})
        copy->flush();
    store_movies();
    store_users();
    store_ratings();
    session_ << "analyze movies, movie_genres, movie_words, users, ratings";
}

void PostgresImportRows::store_movies() {
    session_ << "create temporary table last_movies on commit drop as "
                "select distinct on (id) * from new_movies order by id, place desc";
    session_ << "insert into movies (id, title, year) select id, title, year from last_movies "
                "on conflict (id) do update set title = excluded.title, year = excluded.year";
    session_ << "delete from movie_genres where movie_id in (select id from last_movies)";
    session_ << "insert into movie_genres (movie_id, position, genre) "
                "select movie_id, position, genre from new_genres "
                "where place in (select place from last_movies)";
    session_ << "delete from movie_words where movie_id in (select id from last_movies)";
    session_ << "insert into movie_words (word, movie_id) select word, movie_id from new_words "
                "where place in (select place from last_movies)";
}

void PostgresImportRows::store_users() {
    session_ << "insert into users (id, age, gender, occupation) "
                "select distinct on (id) id, age, gender, occupation from new_users "
                "order by id, place desc on conflict (id) do update set age = excluded.age, "
                "gender = excluded.gender, occupation = excluded.occupation";
}

void PostgresImportRows::store_ratings() {
    int has_ratings = 0;
    session_ << "select count(*) from (select 1 from ratings limit 1) any_rating",
        soci::into(has_ratings);
    // In an empty table the rules are checked, and the index is made, faster over all rows at the
    // end than row by row; nobody misses them meanwhile.
    if (has_ratings == 0) {
        session_ << "alter table ratings drop constraint ratings_user_id_fkey, "
                    "drop constraint ratings_movie_id_fkey";
        session_ << "drop index ratings_by_movie";
    }
    session_ << "insert into ratings (user_id, movie_id, rating, timestamp) "
                "select distinct on (user_id, movie_id) user_id, movie_id, rating, timestamp "
                "from new_ratings order by user_id, movie_id, place desc "
                "on conflict (user_id, movie_id) do update set rating = excluded.rating, "
                "timestamp = excluded.timestamp where ratings.rating <> excluded.rating or "
                "ratings.timestamp <> excluded.timestamp";
    if (has_ratings == 0) {
        session_ << "create index ratings_by_movie on ratings (movie_id)";
        session_ << "alter table ratings add constraint ratings_user_id_fkey foreign key (user_id) "
                    "references users (id) on delete cascade, add constraint "
                    "ratings_movie_id_fkey foreign key (movie_id) references movies (id) "
                    "on delete cascade";
    }
}

}  // namespace neurec::infrastructure::persistence
