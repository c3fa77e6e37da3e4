#include "infrastructure/persistence/sql_rating_repository.hpp"

#include <soci/soci.h>

#include <string>
#include <unordered_map>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Whether a row with that id exists in `table`.
class Existence {
  public:
    Existence(soci::session& session, const std::string& table) : statement_(session) {
        statement_.alloc();
        statement_.prepare("select 1 from " + table + " where id = :id");
        statement_.exchange(soci::into(found_));
        statement_.exchange(soci::use(id_, "id"));
        statement_.define_and_bind();
    }
    /// Looked up once a call of forget() and id.
    [[nodiscard]] bool operator()(std::int64_t id) {
        const auto [place, is_new] = known_.emplace(id, false);
        if (is_new) {
            id_ = id;
            place->second = statement_.execute(true);
        }
        return place->second;
    }
    void forget() { known_.clear(); }

  private:
    long long id_ = 0;
    int found_ = 0;
    soci::statement statement_;
    std::unordered_map<std::int64_t, bool> known_;
};

struct RatingUpsert {
    Existence user_exists;
    Existence movie_exists;
    long long user = 0;
    long long movie = 0;
    double rating = 0;
    long long timestamp = 0;
    soci::statement statement;

    explicit RatingUpsert(soci::session& session)
        : user_exists(session, "users"),
          movie_exists(session, "movies"),
          statement((session.prepare
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

struct RatingsOfUser {
    long long user = 0;
    long long size = 0;
    long long offset = 0;
    long long total = 0;
    long long movie = 0;
    double rating = 0;
    long long timestamp = 0;
    soci::statement counting;
    soci::statement page;

    explicit RatingsOfUser(soci::session& session)
        : counting((session.prepare << "select count(*) from ratings where user_id = :user",
                    soci::into(total), soci::use(user))),
          page((session.prepare
                    << "select movie_id, rating, timestamp from ratings where user_id = :user "
                       "order by movie_id limit :size offset :offset",
                soci::into(movie), soci::into(rating), soci::into(timestamp), soci::use(user),
                soci::use(size), soci::use(offset))) {}
};

[[nodiscard]] domain::UnknownInBulk unknown_in(std::span<const domain::Rating> ratings,
                                               RatingUpsert& upsert) {
    upsert.user_exists.forget();
    upsert.movie_exists.forget();
    domain::UnknownInBulk unknown;
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        if (!upsert.user_exists(ratings[i].user.value)) unknown.users.push_back(i);
        if (!upsert.movie_exists(ratings[i].movie.value)) unknown.movies.push_back(i);
    }
    return unknown;
}

}  // namespace

domain::UnknownInBulk SqlRatingRepository::store(std::span<const domain::Rating> ratings) {
    const Database::Lease connection = database_.lease();
    return with_database_errors(connection->file(), [&] {
        auto& upsert = connection->query<RatingUpsert>();
        Transaction transaction(connection->session(), Transaction::Kind::write);
        domain::UnknownInBulk unknown = unknown_in(ratings, upsert);
        if (!unknown.empty()) return unknown;
        for (const domain::Rating& each : ratings)
            upsert.run(each);
        transaction.commit();
        return unknown;
    });
}

domain::RatingPage SqlRatingRepository::of_user(domain::UserId user, std::uint32_t page,
                                                std::uint32_t size) {
    const Database::Lease connection = database_.lease();
    return with_database_errors(connection->file(), [&] {
        const Transaction snapshot(connection->session(), Transaction::Kind::read);
        auto& query = connection->query<RatingsOfUser>();
        query.user = user.value;
        query.size = size;
        query.offset = (static_cast<long long>(page) - 1) * size;
        query.counting.execute(true);
        domain::RatingPage result;
        result.total = static_cast<std::uint64_t>(query.total);
        query.page.execute();
        while (query.page.fetch())
            result.ratings.push_back({user, domain::MovieId{query.movie},
                                      static_cast<float>(query.rating), query.timestamp});
        return result;
    });
}

bool SqlRatingRepository::remove(domain::UserId user, domain::MovieId movie) {
    const Database::Lease connection = database_.lease();
    return with_database_errors(connection->file(), [&] {
        const long long user_id = user.value;
        const long long movie_id = movie.value;
        soci::statement statement =
            (connection->session().prepare
                 << "delete from ratings where user_id = :user and movie_id = :movie",
             soci::use(user_id), soci::use(movie_id));
        statement.execute(true);
        return statement.get_affected_rows() > 0;
    });
}

}  // namespace neurec::infrastructure::persistence
