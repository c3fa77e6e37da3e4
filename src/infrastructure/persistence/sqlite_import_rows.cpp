#include "infrastructure/persistence/sqlite_import_rows.hpp"

#include <soci/soci.h>

#include <optional>
#include <string>

#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

soci::indicator indicator_of(bool present) {
    return present ? soci::i_ok : soci::i_null;
}

}  // namespace

/// The row being written, and the statements that read it from here.
struct SqliteImportRows::Statements {
    long long id = 0;
    long long other_id = 0;
    std::string text;
    int number = 0;
    soci::indicator number_present = soci::i_ok;
    std::string gender;
    soci::indicator gender_present = soci::i_ok;
    int occupation = 0;
    soci::indicator occupation_present = soci::i_ok;
    double rating = 0;
    long long timestamp = 0;

    soci::statement movie;
    soci::statement forget_genres;
    soci::statement genre;
    soci::statement forget_words;
    soci::statement word;
    soci::statement user;
    soci::statement rated;

    explicit Statements(soci::session& session)
        : movie(
              (session.prepare
                   << "insert into movies (id, title, year) values (:id, :title, :year) "
                      "on conflict (id) do update set title = excluded.title, year = excluded.year",
               soci::use(id), soci::use(text), soci::use(number, number_present))),
          forget_genres(
              (session.prepare << "delete from movie_genres where movie_id = :id", soci::use(id))),
          genre((session.prepare << "insert into movie_genres (movie_id, position, genre) values "
                                    "(:id, :position, :genre)",
                 soci::use(id), soci::use(number), soci::use(text))),
          forget_words(
              (session.prepare << "delete from movie_words where movie_id = :id", soci::use(id))),
          word((session.prepare << "insert into movie_words (word, movie_id) values (:word, :id)",
                soci::use(text), soci::use(id))),
          user((session.prepare
                    << "insert into users (id, age, gender, occupation) "
                       "values (:id, :age, :gender, :occupation) on conflict (id) do update set "
                       "age = excluded.age, gender = excluded.gender, occupation = "
                       "excluded.occupation",
                soci::use(id), soci::use(number, number_present), soci::use(gender, gender_present),
                soci::use(occupation, occupation_present))),
          rated(
              (session.prepare << "insert into ratings (user_id, movie_id, rating, timestamp) "
                                  "values (:user, :movie, :rating, :timestamp) "
                                  "on conflict (user_id, movie_id) do update set "
                                  "rating = excluded.rating, timestamp = excluded.timestamp "
                                  "where ratings.rating <> excluded.rating or ratings.timestamp <> "
                                  "excluded.timestamp",
               soci::use(id), soci::use(other_id), soci::use(rating), soci::use(timestamp))) {}
};

SqliteImportRows::SqliteImportRows(soci::session& session) : session_(session) {
    int has_ratings = 0;
    session << "select exists (select 1 from ratings)", soci::into(has_ratings);
    if (has_ratings == 0) {
        // One sort at the end costs less than a million insertions into the index on the way.
        session << "drop index ratings_by_movie";
        rating_index_dropped_ = true;
    }
    statements_ = std::make_unique<Statements>(session);
}

SqliteImportRows::~SqliteImportRows() = default;

void SqliteImportRows::upsert(const domain::Movie& movie) {
    Statements& row = *statements_;
    const std::optional<int> year = domain::release_year(movie.title);
    row.id = movie.id.value;
    row.text = movie.title;
    row.number = year.value_or(0);
    row.number_present = indicator_of(year.has_value());
    row.movie.execute(true);

    row.forget_genres.execute(true);
    row.number = 0;
    for (const std::string& genre : movie.genres) {
        row.text = genre;
        row.genre.execute(true);
        ++row.number;
    }
    row.forget_words.execute(true);
    for (const std::string& word : title_words(movie.title)) {
        row.text = word;
        row.word.execute(true);
    }
}

void SqliteImportRows::upsert(const domain::User& user) {
    Statements& row = *statements_;
    const domain::Demographics& known = user.demographics;
    row.id = user.id.value;
    row.number = known.age.value_or(0);
    row.number_present = indicator_of(known.age.has_value());
    row.gender = known.gender ? std::string(domain::letter_of(*known.gender)) : "";
    row.gender_present = indicator_of(known.gender.has_value());
    row.occupation = known.occupation.value_or(0);
    row.occupation_present = indicator_of(known.occupation.has_value());
    row.user.execute(true);
}

void SqliteImportRows::upsert(const domain::Rating& rating) {
    Statements& row = *statements_;
    row.id = rating.user.value;
    row.other_id = rating.movie.value;
    row.rating = static_cast<double>(rating.rating);
    row.timestamp = rating.timestamp;
    row.rated.execute(true);
}

void SqliteImportRows::finish() {
    statements_.reset();
    if (rating_index_dropped_) session_ << "create index ratings_by_movie on ratings (movie_id)";
    session_ << "analyze";  // the planner's statistics
}

void SqliteImportRows::tidy_up() noexcept {
    try {
        // Folds the write-ahead log back into the file, which it may outweigh.
        session_ << "pragma wal_checkpoint(truncate)";
    } catch (const soci::soci_error&) {  // NOLINT(bugprone-empty-catch)
        // The data is committed and safe in the log; the next checkpoint folds it.
    }
}

}  // namespace neurec::infrastructure::persistence
