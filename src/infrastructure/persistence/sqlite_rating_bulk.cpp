#include "infrastructure/persistence/sqlite_rating_bulk.hpp"

#include <soci/soci.h>

#include <string>

namespace neurec::infrastructure::persistence {

/// Whether rows with given ids exist in a table.
class SqliteRatingBulk::Existence {
  public:
    Existence(soci::session& session, const std::string& table) : statement_(session) {
        statement_.alloc();
        statement_.prepare("select 1 from " + table + " where id = :id");
        statement_.exchange(soci::into(found_));
        statement_.exchange(soci::use(id_, "id"));
        statement_.define_and_bind();
    }
    [[nodiscard]] Ids unknown(const Ids& ids) {
        Ids unknown;
        for (const std::int64_t each : ids) {
            id_ = each;
            if (!statement_.execute(true)) unknown.insert(each);
        }
        return unknown;
    }

  private:
    long long id_ = 0;
    int found_ = 0;
    soci::statement statement_;
};

struct SqliteRatingBulk::Upsert {
    long long user = 0;
    long long movie = 0;
    double rating = 0;
    long long timestamp = 0;
    soci::statement statement;

    explicit Upsert(soci::session& session)
        : statement((session.prepare
                         << "insert into ratings (user_id, movie_id, rating, timestamp) values "
                            "(:user, :movie, :rating, :timestamp) on conflict (user_id, movie_id) "
                            "do update set rating = excluded.rating, timestamp = "
                            "excluded.timestamp",
                     soci::use(user), soci::use(movie), soci::use(rating), soci::use(timestamp))) {}

    void run(const domain::Rating& given) {
        user = given.user.value;
        movie = given.movie.value;
        rating = static_cast<double>(given.rating);
        timestamp = given.timestamp;
        statement.execute(true);
    }
};

SqliteRatingBulk::SqliteRatingBulk(soci::session& session)
    : users_(std::make_unique<Existence>(session, "users")),
      movies_(std::make_unique<Existence>(session, "movies")),
      upsert_(std::make_unique<Upsert>(session)) {}

SqliteRatingBulk::~SqliteRatingBulk() = default;

RatingBulk::Ids SqliteRatingBulk::unknown_users(const Ids& ids) {
    return users_->unknown(ids);
}

RatingBulk::Ids SqliteRatingBulk::unknown_movies(const Ids& ids) {
    return movies_->unknown(ids);
}

void SqliteRatingBulk::store(std::span<const domain::Rating> ratings) {
    for (const domain::Rating& each : ratings)
        upsert_->run(each);
}

}  // namespace neurec::infrastructure::persistence
