#include "infrastructure/persistence/sql_movie_editor.hpp"

#include <soci/soci.h>

#include "domain/errors.hpp"
#include "infrastructure/persistence/catalogue_version.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/id_counter.hpp"
#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

[[nodiscard]] bool exists(soci::session& session, long long id) {
    int found = 0;
    session << "select count(*) from movies where id = :id", soci::use(id), soci::into(found);
    return found > 0;
}

void require_unused(soci::session& session, IdCounter& ids, std::int64_t id) {
    if (exists(session, id)) throw domain::Conflict("Movie already exists");
    if (!ids.is_unused(id))
        throw domain::Conflict("Movie id " + std::to_string(id) +
                               " belonged to a movie that was deleted. Choose another, or none.");
}

/// Genres and title words, of which the movie has none yet.
void insert_details(soci::session& session, const domain::Movie& movie) {
    const long long id = movie.id.value;
    int position = 0;
    for (const std::string& genre : movie.genres) {
        session << "insert into movie_genres (movie_id, position, genre) values (:id, :position, "
                   ":genre)",
            soci::use(id), soci::use(position), soci::use(genre);
        ++position;
    }
    for (const std::string& word : title_words(movie.title))
        session << "insert into movie_words (word, movie_id) values (:word, :id)", soci::use(word),
            soci::use(id);
}

/// Whether there was a row to write.
bool write_title(soci::session& session, const domain::Movie& movie, const char* sql) {
    const long long id = movie.id.value;
    const auto year = domain::release_year(movie.title);
    int number = year.value_or(0);
    soci::indicator known = year ? soci::i_ok : soci::i_null;
    soci::statement statement = (session.prepare << sql, soci::use(movie.title, "title"),
                                 soci::use(number, known, "year"), soci::use(id, "id"));
    statement.execute(true);
    return statement.get_affected_rows() > 0;
}

}  // namespace

domain::MovieId SqlMovieEditor::create(std::optional<domain::MovieId> id, const std::string& title,
                                       const std::vector<std::string>& genres) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        Transaction transaction(connection, Transaction::Kind::write);
        domain::Movie movie{id.value_or(domain::MovieId{}), title, genres};
        auto& ids = connection.query<MovieIds>();
        if (id) {
            ids.pass(id->value);
            require_unused(session, ids, id->value);
        } else {
            movie.id.value = ids.next();
        }
        write_title(session, movie,
                    "insert into movies (title, year, id) values (:title, :year, :id)");
        insert_details(session, movie);
        count_catalogue_change(connection);
        transaction.commit();
        return movie.id;
    });
}

bool SqlMovieEditor::update(const domain::Movie& movie) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const long long id = movie.id.value;
        Transaction transaction(connection, Transaction::Kind::write);
        if (!write_title(session, movie,
                         "update movies set title = :title, year = :year where id = :id"))
            return false;
        session << "delete from movie_genres where movie_id = :id", soci::use(id);
        session << "delete from movie_words where movie_id = :id", soci::use(id);
        insert_details(session, movie);
        count_catalogue_change(connection);
        transaction.commit();
        return true;
    });
}

bool SqlMovieEditor::remove(domain::MovieId id) {
    return run_on(database_, [&](Connection& connection) {
        const long long movie = id.value;
        Transaction transaction(connection, Transaction::Kind::write);
        connection.query<MovieIds>().retire(movie);
        soci::statement statement =
            (connection.session().prepare << "delete from movies where id = :id", soci::use(movie));
        statement.execute(true);
        if (statement.get_affected_rows() == 0) return false;
        count_catalogue_change(connection);
        transaction.commit();
        return true;
    });
}

}  // namespace neurec::infrastructure::persistence
