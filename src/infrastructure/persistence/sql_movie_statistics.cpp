#include "infrastructure/persistence/sql_movie_statistics.hpp"

#include <soci/soci.h>

#include <vector>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

struct Figures {
    long long movie = 0;
    long long count = 0;
    double mean = 0;
    bool operator==(const Figures&) const = default;
};

[[nodiscard]] std::vector<Figures> select(soci::session& session, const char* sql) {
    Figures row;
    std::vector<Figures> figures;
    soci::statement query = (session.prepare << sql, soci::into(row.movie), soci::into(row.count),
                             soci::into(row.mean));
    query.execute();
    while (query.fetch())
        figures.push_back(row);
    return figures;
}

/// The true figures of the movies whose stored ones are others, by id. To be called in a
/// transaction: movies and ratings are two reads.
[[nodiscard]] std::vector<Figures> outdated(soci::session& session) {
    const std::vector<Figures> stored =
        select(session, "select id, rating_count, mean_rating from movies order by id");
    // Grouped by an expression, so that SQLite reads the table in its own order and sorts, instead
    // of looking each rating up from the index on movies: a fifth of the time.
    const std::vector<Figures> counted =
        select(session,
               "select movie_id + 0, count(*), avg(rating) from ratings group by movie_id + 0 "
               "order by movie_id + 0");
    std::vector<Figures> changed;
    auto next = counted.begin();
    for (const Figures& each : stored) {
        const bool is_rated = next != counted.end() && next->movie == each.movie;
        const Figures now = is_rated ? *next++ : Figures{.movie = each.movie};
        if (now != each) changed.push_back(now);
    }
    return changed;
}

void store(soci::session& session, const std::vector<Figures>& figures) {
    Figures row;
    soci::statement update =
        (session.prepare << "update movies set rating_count = :count, mean_rating = :mean where id "
                            "= :movie",
         soci::use(row.count), soci::use(row.mean), soci::use(row.movie));
    for (const Figures& each : figures) {
        row = each;
        update.execute(true);
    }
}

}  // namespace

std::size_t SqlMovieStatistics::refresh() {
    return run_on(database_, [&](Connection& connection) {
        std::vector<Figures> figures;
        {
            const Transaction snapshot(connection, Transaction::Kind::read);
            connection.allow_long_work();
            figures = outdated(connection.session());
        }
        if (figures.empty()) return figures.size();
        Transaction transaction(connection, Transaction::Kind::write);
        store(connection.session(), figures);
        transaction.commit();
        return figures.size();
    });
}

domain::StoreCounts SqlMovieStatistics::totals() {
    return run_on(database_, [&](Connection& connection) {
        long long users = 0;
        long long movies = 0;
        long long ratings = 0;
        connection.session() << "select (select count(*) from users), count(*), "
                                "coalesce(sum(rating_count), 0) from movies",
            soci::into(users), soci::into(movies), soci::into(ratings);
        return domain::StoreCounts{static_cast<std::uint64_t>(users),
                                   static_cast<std::uint64_t>(movies),
                                   static_cast<std::uint64_t>(ratings)};
    });
}

void refresh_movie_statistics(soci::session& session) {
    store(session, outdated(session));
}

}  // namespace neurec::infrastructure::persistence
