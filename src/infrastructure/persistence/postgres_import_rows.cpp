#include "infrastructure/persistence/postgres_import_rows.hpp"

#include <soci/soci.h>

#include <string>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/dialect.hpp"
#include "infrastructure/persistence/id_counter.hpp"
#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Before the copies: their constructor needs the tables. Ids are the data set's; `differs` from
/// what the database had when the import began.
soci::session& with_tables(soci::session& session) {
    for (const char* const table :
         {"new_movies (external_id bigint, differs integer, title varchar, year integer)",
          "new_genres (movie_id bigint, position bigint, genre varchar)",
          "new_words (movie_id bigint, word varchar)",
          "new_users (external_id bigint, differs integer, age integer, gender varchar, occupation "
          "integer)",
          "new_ratings (place bigint, user_id bigint, movie_id bigint, rating real, timestamp "
          "bigint)",
          "new_names (place bigint, external_id bigint)"})
        session << "create temporary table " + std::string(table) + " on commit drop";
    // Sorting a million ratings in memory takes a third of the time on disk.
    session << "select set_config('work_mem', '128MB', true), "
               "set_config('maintenance_work_mem', '256MB', true)";
    return session;
}

long long number(soci::session& session, const std::string& sql) {
    long long value = 0;
    session << sql, soci::into(value);
    return value;
}

}  // namespace

PostgresImportRows::PostgresImportRows(const Engine& engine, soci::session& session,
                                       PGconn* connection, const StoredSource& source)
    : engine_(engine),
      session_(with_tables(session)),
      source_(source),
      movies_(connection, "new_movies"),
      genres_(connection, "new_genres"),
      words_(connection, "new_words"),
      users_(connection, "new_users"),
      ratings_(connection, "new_ratings"),
      named_(connection, "new_names") {
    for (const auto& [id, movie] : source.movies)
        known_movies_.insert(id);
    for (const auto& [id, user] : source.users)
        known_users_.insert(id);
}

void PostgresImportRows::upsert(const domain::Movie& movie) {
    const std::int64_t id = movie.id.value;
    known_movies_.insert(id);
    const auto stored = source_.movies.find(id);
    const bool differs = stored == source_.movies.end() || stored->second.title != movie.title ||
                         stored->second.genres != movie.genres;
    movies_.add(id).add(std::int64_t{differs}).add(std::string_view(movie.title));
    movies_.add(domain::release_year(movie.title)).end_row();
    std::int64_t position = 0;
    for (const std::string& genre : movie.genres)
        genres_.add(id).add(position++).add(std::string_view(genre)).end_row();
    for (const std::string& word : title_words(movie.title))
        words_.add(id).add(std::string_view(word)).end_row();
}

void PostgresImportRows::upsert(const domain::User& user) {
    known_users_.insert(user.id.value);
    const domain::Demographics& known = user.demographics;
    const auto stored = source_.users.find(user.id.value);
    const bool differs = stored == source_.users.end() || stored->second.demographics != known;
    users_.add(user.id.value).add(std::int64_t{differs}).add(known.age);
    if (known.gender)
        users_.add(domain::letter_of(*known.gender));
    else
        users_.add(std::optional<int>());
    users_.add(known.occupation).end_row();
}

void PostgresImportRows::upsert(const domain::Rating& rating) {
    if (naming_.see(rating.movie.value))
        has_only_known_ = has_only_known_ && known_movies_.contains(rating.movie.value);
    if (rating.user.value != last_user_) {
        last_user_ = rating.user.value;
        has_only_known_ = has_only_known_ && known_users_.contains(last_user_);
    }
    ratings_.add(++place_).add(rating.user.value).add(rating.movie.value);
    ratings_.add(rating.rating).add(rating.timestamp).end_row();
}

domain::ImportChanges PostgresImportRows::finish() {
    std::int64_t place = 0;
    for (const std::int64_t movie : naming_.order()) {
        named_.add(place++).add(movie);
        named_.end_row();
    }
    for (PostgresCopy* copy : {&movies_, &genres_, &words_, &users_, &ratings_, &named_})
        copy->flush();
    store_movies();
    store_users();
    store_ratings();
    store_naming_order();
    run("analyze movies, movie_genres, movie_words, users, ratings");
    return changes_;
}

std::uint64_t PostgresImportRows::run(const std::string& sql) {
    soci::statement statement =
        (session_.prepare << with_dialect(sql, {{"source", std::to_string(source_.id)}}));
    statement.execute(true);
    return static_cast<std::uint64_t>(statement.get_affected_rows());
}

void PostgresImportRows::give_ids(const std::string& table) {
    const std::string fresh = "fresh_" + table;
    run("select count(*) from (select 1 from " + table +
        " where source_id = ${source} for share) locked");
    run("create temporary table " + fresh +
        " on commit drop as select external_id, cast(null as bigint) as id from new_" + table +
        " n where not exists (select 1 from " + table +
        " t where t.source_id = ${source} and t.external_id = cast(n.external_id as varchar))");
    const std::string highest = std::to_string(IdCounter::kHighestCounted);
    const long long highest_kept =
        number(session_, "select coalesce(max(external_id), 0) from " + fresh +
                             " where external_id between 1 and " + highest);

    // Nobody else gets an id up to highest_kept from here on, so that what is unused stays unused.
    Connection other(engine_);
    IdCounter counter(other.session(), table);
    {
        Transaction transaction(other, Transaction::Kind::write);
        counter.pass(highest_kept);
        transaction.commit();
    }
    run("update " + fresh + " f set id = external_id where external_id between 1 and " + highest +
        " and not exists (select 1 from " + table +
        " t where t.id = f.external_id) and not exists "
        "(select 1 from retired_ids r where r.kind = '" +
        table +
        "' and r.id = f.external_id) and external_id > "
        "(select unknown_until from id_counters where kind = '" +
        table + "')");
    const long long others =
        number(session_, "select count(*) from " + fresh + " where id is null");
    if (others == 0) return;
    std::int64_t first = 0;
    {
        Transaction transaction(other, Transaction::Kind::write);
        first = counter.next(others);
        transaction.commit();
    }
    run("update " + fresh + " f set id = o.id from (select external_id, " + std::to_string(first) +
        " - 1 + row_number() over (order by external_id) as id from " + fresh +
        " where id is null) o where o.external_id = f.external_id");
}

void PostgresImportRows::store_movies() {
    give_ids("movies");
    changes_.changed.movies =
        run("update movies m set title = n.title, year = n.year from new_movies n "
            "where m.source_id = ${source} and m.external_id = cast(n.external_id as varchar) and "
            "n.differs = 1");
    changes_.added.movies =
        run("insert into movies (id, title, year, source_id, external_id) "
            "select f.id, n.title, n.year, ${source}, cast(n.external_id as varchar) "
            "from new_movies n join fresh_movies f on f.external_id = n.external_id");
    run("create temporary table movie_ids on commit drop as select cast(external_id as bigint) as "
        "external_id, id from movies where source_id = ${source}");
    run("create temporary table written_movies on commit drop as "
        "select i.external_id, i.id from movie_ids i join new_movies n on n.external_id = "
        "i.external_id where n.differs = 1 or exists (select 1 from fresh_movies f where "
        "f.external_id = i.external_id)");
    run("delete from movie_genres where movie_id in (select id from written_movies)");
    run("insert into movie_genres (movie_id, position, genre) select w.id, n.position, n.genre "
        "from new_genres n join written_movies w on w.external_id = n.movie_id");
    run("delete from movie_words where movie_id in (select id from written_movies)");
    run("insert into movie_words (word, movie_id) select n.word, w.id from new_words n "
        "join written_movies w on w.external_id = n.movie_id");
}

void PostgresImportRows::store_users() {
    give_ids("users");
    changes_.changed.users =
        run("update users u set age = n.age, gender = n.gender, occupation = n.occupation "
            "from new_users n where u.source_id = ${source} and u.external_id = "
            "cast(n.external_id as varchar) and n.differs = 1");
    changes_.added.users =
        run("insert into users (id, age, gender, occupation, source_id, external_id) "
            "select f.id, n.age, n.gender, n.occupation, ${source}, cast(n.external_id as varchar) "
            "from new_users n join fresh_users f on f.external_id = n.external_id");
    run("create temporary table user_ids on commit drop as select cast(external_id as bigint) as "
        "external_id, id from users where source_id = ${source}");
}

/// Its own id, where all are the data set's, since a join of all ratings takes its time. A user or
/// movie that the source does not have gets no id otherwise, which the table refuses: its number
/// may be somebody else's.
PostgresImportRows::OwnId PostgresImportRows::own_id(const std::string& what) {
    const std::string table = what + "_ids";
    const bool are_the_same =
        number(session_, "select count(*) from " + table + " where id <> external_id") == 0;
    if (are_the_same && has_only_known_) return {"r." + what + "_id", ""};
    return {table + ".id",
            " left join " + table + " on " + table + ".external_id = r." + what + "_id"};
}

void PostgresImportRows::store_ratings() {
    const bool has_ratings =
        number(session_, "select count(*) from (select 1 from ratings limit 1) any_rating") > 0;
    // In an empty table the rules are checked, and the index is made, faster over all rows at the
    // end than row by row; nobody misses them meanwhile.
    if (!has_ratings) {
        run("alter table ratings drop constraint ratings_user_id_fkey, "
            "drop constraint ratings_movie_id_fkey");
        run("drop index ratings_by_movie");
    }
    const OwnId user = own_id("user");
    const OwnId movie = own_id("movie");
    const std::string key = user.column + ", " + movie.column;
    changes_.changed.ratings =
        run("insert into ratings (user_id, movie_id, rating, timestamp) select distinct on (" +
            key + ") " + key + ", r.rating, r.timestamp from new_ratings r" + user.join +
            movie.join + " order by " + key +
            ", r.place desc on conflict (user_id, movie_id) do update set rating = "
            "excluded.rating, timestamp = excluded.timestamp where ratings.rating <> "
            "excluded.rating or ratings.timestamp <> excluded.timestamp");
    if (!has_ratings) {
        run("create index ratings_by_movie on ratings (movie_id)");
        run("alter table ratings add constraint ratings_user_id_fkey foreign key (user_id) "
            "references users (id) on delete cascade, add constraint "
            "ratings_movie_id_fkey foreign key (movie_id) references movies (id) "
            "on delete cascade");
    }
}

void PostgresImportRows::store_naming_order() {
    run("update movies m set first_rated = o.place from ("
        "select i.id, (select coalesce(max(first_rated) + 1, 0) from movies where source_id = "
        "${source}) - 1 + row_number() over (order by n.place) as place from new_names n "
        "join movie_ids i on i.external_id = n.external_id join movies t on t.id = i.id "
        "where t.first_rated is null) o where o.id = m.id");
}

}  // namespace neurec::infrastructure::persistence
