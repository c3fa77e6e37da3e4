#include "infrastructure/persistence/sqlite_import_rows.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <optional>
#include <string>

#include "infrastructure/persistence/title_words.hpp"

namespace neurec::infrastructure::persistence {

namespace {

soci::indicator indicator_of(bool present) {
    return present ? soci::i_ok : soci::i_null;
}

constexpr std::int64_t kWaiting = -1;  ///< in place of an id that is not decided yet
constexpr std::int64_t kNone = 0;      ///< no row has it
/// Ratings, of some 30 bytes each.
constexpr std::size_t kMostWaiting = 1'000'000;

bool says_the_same(const domain::Movie& left, const domain::Movie& right) {
    return left.title == right.title && left.genres == right.genres;
}

bool says_the_same(const domain::User& left, const domain::User& right) {
    return left.demographics == right.demographics;
}

}  // namespace

/// The row being written, and the statements that read it from here.
struct SqliteImportRows::Statements {
    long long id = 0;
    long long other_id = 0;
    std::string external_id;
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
    soci::statement title;
    soci::statement forget_genres;
    soci::statement genre;
    soci::statement forget_words;
    soci::statement word;
    soci::statement user;
    soci::statement demographics;
    soci::statement rated;

    Statements(soci::session& session, int source)
        : movie((session.prepare
                     << "insert into movies (title, year, id, external_id, source_id) values "
                        "(:title, :year, :id, :external, "
                     << source << ")",
                 soci::use(text), soci::use(number, number_present), soci::use(id),
                 soci::use(external_id))),
          title((session.prepare << "update movies set title = :title, year = :year where id = :id",
                 soci::use(text), soci::use(number, number_present), soci::use(id))),
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
                    << "insert into users (age, gender, occupation, id, external_id, source_id) "
                       "values (:age, :gender, :occupation, :id, :external, "
                    << source << ")",
                soci::use(number, number_present), soci::use(gender, gender_present),
                soci::use(occupation, occupation_present), soci::use(id), soci::use(external_id))),
          demographics((session.prepare
                            << "update users set age = :age, gender = :gender, occupation = "
                               ":occupation where id = :id",
                        soci::use(number, number_present), soci::use(gender, gender_present),
                        soci::use(occupation, occupation_present), soci::use(id))),
          rated(
              (session.prepare << "insert into ratings (user_id, movie_id, rating, timestamp) "
                                  "values (:user, :movie, :rating, :timestamp) "
                                  "on conflict (user_id, movie_id) do update set "
                                  "rating = excluded.rating, timestamp = excluded.timestamp "
                                  "where ratings.rating <> excluded.rating or ratings.timestamp <> "
                                  "excluded.timestamp",
               soci::use(id), soci::use(other_id), soci::use(rating), soci::use(timestamp))) {}

    void take(const domain::Movie& row, std::int64_t own_id) {
        const std::optional<int> year = domain::release_year(row.title);
        id = own_id;
        external_id = std::to_string(row.id.value);
        text = row.title;
        number = year.value_or(0);
        number_present = indicator_of(year.has_value());
    }

    void take(const domain::User& row, std::int64_t own_id) {
        const domain::Demographics& known = row.demographics;
        id = own_id;
        external_id = std::to_string(row.id.value);
        number = known.age.value_or(0);
        number_present = indicator_of(known.age.has_value());
        gender = known.gender ? std::string(domain::letter_of(*known.gender)) : "";
        gender_present = indicator_of(known.gender.has_value());
        occupation = known.occupation.value_or(0);
        occupation_present = indicator_of(known.occupation.has_value());
    }
};

std::int64_t SqliteImportRows::Ids::of(std::int64_t external) const {
    const auto found = ids.find(external);
    return found == ids.end() ? kNone : found->second;
}

bool SqliteImportRows::Ids::keep_new(std::int64_t external) {
    if (external < 1 || external > IdCounter::kHighestCounted || !counter.is_unused(external))
        return false;
    highest_kept = std::max(highest_kept, external);
    return true;
}

SqliteImportRows::SqliteImportRows(soci::session& session, const StoredSource& source)
    : session_(session), source_(source), movies_(session, "movies"), users_(session, "users") {
    int has_ratings = 0;
    session << "select exists (select 1 from ratings)", soci::into(has_ratings);
    if (has_ratings == 0) {
        // One sort at the end costs less than a million insertions into the index on the way.
        session << "drop index ratings_by_movie";
        rating_index_dropped_ = true;
    }
    for (const auto& [external, movie] : source.movies)
        movies_.ids.emplace(external, movie.id.value);
    for (const auto& [external, user] : source.users)
        users_.ids.emplace(external, user.id.value);
    statements_ = std::make_unique<Statements>(session, source.id);
}

SqliteImportRows::~SqliteImportRows() = default;

void SqliteImportRows::upsert(const domain::Movie& movie) {
    place(movie, movies_, source_.movies, waiting_movies_);
}

void SqliteImportRows::upsert(const domain::User& user) {
    place(user, users_, source_.users, waiting_users_);
}

void SqliteImportRows::upsert(const domain::Rating& rating) {
    naming_.see(rating.movie.value);
    const std::int64_t user = users_.of(rating.user.value);
    const std::int64_t movie = movies_.of(rating.movie.value);
    if (user != kWaiting && movie != kWaiting) {
        write(rating, user, movie);
        return;
    }
    waiting_ratings_.push_back(rating);
    if (waiting_ratings_.size() == kMostWaiting) settle();
}

template <class Row>
void SqliteImportRows::place(const Row& row, Ids& ids,
                             const std::unordered_map<std::int64_t, Row>& stored,
                             std::vector<Row>& waiting) {
    const std::int64_t external = row.id.value;
    if (const auto former = stored.find(external); former != stored.end()) {
        if (!says_the_same(former->second, row)) update(row, former->second.id.value);
    } else if (ids.keep_new(external)) {
        ids.ids.emplace(external, external);
        insert(row, external);
    } else {
        ids.ids.emplace(external, kWaiting);
        waiting.push_back(row);
    }
}

template <class Row>
void SqliteImportRows::settle(Ids& ids, std::vector<Row>& waiting) {
    ids.counter.pass(ids.highest_kept);
    for (const Row& row : waiting) {
        std::int64_t& own = ids.ids[row.id.value];
        own = ids.counter.next();
        insert(row, own);
    }
    waiting.clear();
}

void SqliteImportRows::settle() {
    settle(movies_, waiting_movies_);
    settle(users_, waiting_users_);
    for (const domain::Rating& rating : waiting_ratings_)
        write(rating, users_.of(rating.user.value), movies_.of(rating.movie.value));
    waiting_ratings_.clear();
}

void SqliteImportRows::insert(const domain::Movie& movie, std::int64_t id) {
    statements_->take(movie, id);
    statements_->movie.execute(true);
    write_details(movie);
    ++changes_.added.movies;
}

void SqliteImportRows::update(const domain::Movie& movie, std::int64_t id) {
    statements_->take(movie, id);
    statements_->title.execute(true);
    statements_->forget_genres.execute(true);
    statements_->forget_words.execute(true);
    write_details(movie);
    ++changes_.changed.movies;
}

void SqliteImportRows::write_details(const domain::Movie& movie) {
    Statements& row = *statements_;
    row.number = 0;
    for (const std::string& genre : movie.genres) {
        row.text = genre;
        row.genre.execute(true);
        ++row.number;
    }
    for (const std::string& word : title_words(movie.title)) {
        row.text = word;
        row.word.execute(true);
    }
}

void SqliteImportRows::insert(const domain::User& user, std::int64_t id) {
    statements_->take(user, id);
    statements_->user.execute(true);
    ++changes_.added.users;
}

void SqliteImportRows::update(const domain::User& user, std::int64_t id) {
    statements_->take(user, id);
    statements_->demographics.execute(true);
    ++changes_.changed.users;
}

void SqliteImportRows::write(const domain::Rating& rating, std::int64_t user, std::int64_t movie) {
    Statements& row = *statements_;
    row.id = user;
    row.other_id = movie;
    row.rating = static_cast<double>(rating.rating);
    row.timestamp = rating.timestamp;
    row.rated.execute(true);
    changes_.changed.ratings += static_cast<std::uint64_t>(row.rated.get_affected_rows());
}

void SqliteImportRows::store_naming_order() {
    long long place = 0;
    long long id = 0;
    session_ << "select coalesce(max(first_rated) + 1, 0) from movies where source_id = :source",
        soci::use(source_.id), soci::into(place);
    soci::statement update = (session_.prepare << "update movies set first_rated = :place where id "
                                                  "= :id and first_rated is null",
                              soci::use(place), soci::use(id));
    for (const std::int64_t external : naming_.order()) {
        id = movies_.of(external);
        update.execute(true);
        place += update.get_affected_rows();
    }
}

domain::ImportChanges SqliteImportRows::finish() {
    settle();
    store_naming_order();
    statements_.reset();
    if (rating_index_dropped_) session_ << "create index ratings_by_movie on ratings (movie_id)";
    session_ << "analyze";  // the planner's statistics
    return changes_;
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
