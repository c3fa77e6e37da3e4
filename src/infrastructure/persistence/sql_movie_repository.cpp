#include "infrastructure/persistence/sql_movie_repository.hpp"

#include <soci/soci.h>

#include <string>
#include <utility>
#include <vector>

#include "infrastructure/persistence/catalogue_version.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/movie_rows.hpp"
#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// One movie's title and genres.
struct MovieById {
    long long id = 0;
    std::string title;
    std::string genre;
    soci::statement titles;
    soci::statement genres;

    explicit MovieById(Connection& connection)
        : titles((connection.session().prepare << "select title from movies where id = :id",
                  soci::into(title), soci::use(id))),
          genres((connection.session().prepare
                      << "select genre from movie_genres where movie_id = :id order by position",
                  soci::into(genre), soci::use(id))) {}

    std::optional<domain::Movie> run(domain::MovieId movie) {
        id = movie.value;
        if (!titles.execute(true)) return std::nullopt;
        domain::Movie found{movie, title, {}};
        genres.execute();
        while (genres.fetch())
            found.genres.push_back(genre);
        return found;
    }
};

/// The conditions of a search as SQL, and the values that stand for its parameters.
struct SearchConditions {
    std::string sql = " where 1 = 1";
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<std::pair<std::string, int>> numbers;
};

SearchConditions conditions_of(const domain::MovieQuery& query) {
    SearchConditions conditions;
    int index = 0;
    for (const std::string& word : title_words(query.title_words)) {
        const std::string from = "word" + std::to_string(index);
        const std::string to = "end" + std::to_string(index++);
        conditions.sql.append(" and m.id in (select movie_id from movie_words where word >= :")
            .append(from)
            .append(" and word < :")
            .append(to)
            .append(")");
        conditions.texts.emplace_back(from, word);
        // No valid UTF-8 text holds the byte 0xff, so this is above every word with that beginning;
        // U+10FFFF is the highest character that is valid, which PostgreSQL insists on.
        conditions.texts.emplace_back(to, word + "\xf4\x8f\xbf\xbf");
    }
    if (!query.genres.empty()) {
        conditions.sql += " and m.id in (select movie_id from movie_genres where genre in (";
        for (std::size_t i = 0; i < query.genres.size(); ++i) {
            const std::string name = "genre" + std::to_string(i);
            conditions.sql.append(i == 0 ? ":" : ", :").append(name);
            conditions.texts.emplace_back(name, query.genres[i]);
        }
        conditions.sql += "))";
    }
    if (query.year_from) {
        conditions.sql += " and m.year >= :year_from";
        conditions.numbers.emplace_back("year_from", *query.year_from);
    }
    if (query.year_to) {
        conditions.sql += " and m.year <= :year_to";
        conditions.numbers.emplace_back("year_to", *query.year_to);
    }
    return conditions;
}

/// Each is what one of the catalogue's indexes has, forwards or backwards.
std::string order_of(domain::MovieOrder order, bool reversed) {
    switch (order) {
        case domain::MovieOrder::id:
            return reversed ? "m.id desc" : "m.id";
        case domain::MovieOrder::title:
            return reversed ? "m.title desc, m.id desc" : "m.title, m.id";
        case domain::MovieOrder::year:
            return reversed ? "m.year desc nulls last, m.id desc" : "coalesce(m.year, 9999), m.id";
        case domain::MovieOrder::popularity:
            return reversed ? "m.rating_count, m.id desc" : "m.rating_count desc, m.id";
        case domain::MovieOrder::mean_rating:
            return reversed ? "coalesce(nullif(m.mean_rating, 0), 6), m.rating_count desc, m.id"
                            : "m.mean_rating desc, m.rating_count desc, m.id";
    }
    return "m.id";
}

void bind(soci::statement& statement, SearchConditions& conditions) {
    for (auto& [name, value] : conditions.texts)
        statement.exchange(soci::use(value, name));
    for (auto& [name, value] : conditions.numbers)
        statement.exchange(soci::use(value, name));
}

/// Runs a search's statement, calling `on_row` after each fetch. `columns` are bound to the results
/// in order.
template <class OnRow, class... Columns>
void select(soci::session& session, const std::string& sql, SearchConditions& conditions,
            OnRow on_row, Columns&... columns) {
    soci::statement statement(session);
    statement.alloc();
    statement.prepare(sql);
    bind(statement, conditions);
    (statement.exchange(soci::into(columns)), ...);
    statement.define_and_bind();
    statement.execute();
    while (statement.fetch())
        on_row();
}

}  // namespace

std::optional<domain::Movie> SqlMovieRepository::find(domain::MovieId id) {
    return run_on(database_,
                  [&](Connection& connection) { return connection.query<MovieById>().run(id); });
}

domain::MoviePage SqlMovieRepository::search(const domain::MovieQuery& query) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        SearchConditions conditions = conditions_of(query);
        domain::MoviePage page;

        long long count = 0;
        select(
            session, "select count(*) from movies m" + conditions.sql, conditions,
            [&] { page.total = static_cast<std::uint64_t>(count); }, count);

        std::vector<domain::MovieId> ids;
        long long id = 0;
        select(
            session,
            "select m.id from movies m" + conditions.sql + " order by " +
                order_of(query.order, query.reversed) + " limit " + std::to_string(query.limit) +
                " offset " + std::to_string(query.offset),
            conditions, [&] { ids.push_back(domain::MovieId{id}); }, id);

        auto& by_id = connection.query<MovieById>();
        for (const domain::MovieId each : ids)
            if (auto movie = by_id.run(each)) page.movies.push_back(std::move(*movie));
        return page;
    });
}

std::vector<std::string> SqlMovieRepository::genres() {
    return run_on(database_,
                  [](Connection& connection) { return load_genres(connection.session()); });
}

std::vector<domain::Movie> SqlMovieRepository::all() {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        return load_movies(session);
    });
}

std::uint64_t SqlMovieRepository::catalogue_version() {
    return run_on(database_, [](Connection& connection) {
        return persistence::catalogue_version(connection);
    });
}

}  // namespace neurec::infrastructure::persistence
