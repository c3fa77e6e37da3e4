#include "infrastructure/persistence/sql_rating_repository.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/rating_bulk.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// The engine's way to store a bulk, on this connection.
struct Bulk {
    std::unique_ptr<RatingBulk> rows;

    explicit Bulk(Connection& connection)
        : rows(connection.engine().rating_bulk(connection.session())) {}
};

struct RatingsOfUser {
    long long user = 0;
    long long limit = 0;
    long long offset = 0;
    long long total = 0;
    long long movie = 0;
    double rating = 0;
    long long timestamp = 0;
    soci::statement counting;
    soci::statement page;

    explicit RatingsOfUser(Connection& connection)
        : counting(
              (connection.session().prepare << "select count(*) from ratings where user_id = :user",
               soci::into(total), soci::use(user))),
          page((connection.session().prepare
                    << "select movie_id, rating, timestamp from ratings where user_id = :user "
                       "order by movie_id limit :limit offset :offset",
                soci::into(movie), soci::into(rating), soci::into(timestamp), soci::use(user),
                soci::use(limit), soci::use(offset))) {}
};

[[nodiscard]] domain::UnknownInBulk unknown_in(std::span<const domain::Rating> ratings,
                                               RatingBulk& bulk) {
    RatingBulk::Ids users;
    RatingBulk::Ids movies;
    for (const domain::Rating& each : ratings) {
        users.insert(each.user.value);
        movies.insert(each.movie.value);
    }
    users = bulk.unknown_users(users);
    movies = bulk.unknown_movies(movies);
    domain::UnknownInBulk unknown;
    if (users.empty() && movies.empty()) return unknown;
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        if (users.contains(ratings[i].user.value)) unknown.users.push_back(i);
        if (movies.contains(ratings[i].movie.value)) unknown.movies.push_back(i);
    }
    return unknown;
}

/// By user and movie, of several of a pair the last alone. Neighbours share pages of the table, and
/// writers that meet do not wait for each other in a circle.
[[nodiscard]] std::vector<domain::Rating> in_order_of_the_key(
    std::span<const domain::Rating> ratings) {
    std::vector<domain::Rating> ordered(ratings.rbegin(), ratings.rend());
    const auto key = [](const domain::Rating& each) { return std::pair(each.user, each.movie); };
    std::ranges::stable_sort(ordered, {}, key);
    const auto repeated = std::ranges::unique(ordered, {}, key);
    ordered.erase(repeated.begin(), repeated.end());
    return ordered;
}

}  // namespace

domain::UnknownInBulk SqlRatingRepository::store(std::span<const domain::Rating> ratings) {
    const std::vector<domain::Rating> ordered = in_order_of_the_key(ratings);
    return run_on(database_, [&](Connection& connection) {
        RatingBulk& bulk = *connection.query<Bulk>().rows;
        Transaction transaction(connection, Transaction::Kind::write);
        domain::UnknownInBulk unknown = unknown_in(ratings, bulk);
        if (!unknown.empty()) return unknown;
        bulk.store(ordered);
        transaction.commit();
        return unknown;
    });
}

domain::RatingPage SqlRatingRepository::of_user(domain::UserId user, std::uint64_t offset,
                                                std::uint32_t limit) {
    return run_on(database_, [&](Connection& connection) {
        const Transaction snapshot(connection, Transaction::Kind::read);
        auto& query = connection.query<RatingsOfUser>();
        query.user = user.value;
        query.limit = limit;
        query.offset = static_cast<long long>(offset);
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
    return run_on(database_, [&](Connection& connection) {
        const long long user_id = user.value;
        const long long movie_id = movie.value;
        soci::statement statement =
            (connection.session().prepare
                 << "delete from ratings where user_id = :user and movie_id = :movie",
             soci::use(user_id), soci::use(movie_id));
        statement.execute(true);
        return statement.get_affected_rows() > 0;
    });
}

}  // namespace neurec::infrastructure::persistence
