#include "infrastructure/persistence/sql_user_profile_repository.hpp"

#include <soci/soci.h>

#include <string>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Both statements with the variables that they read and fill.
struct ProfileQuery {
    long long user = 0;

    int age = 0;
    soci::indicator has_age = soci::i_null;
    std::string gender;
    soci::indicator has_gender = soci::i_null;
    int occupation = 0;
    soci::indicator has_occupation = soci::i_null;
    soci::statement demographics;

    long long movie = 0;
    double rating = 0;
    long long timestamp = 0;
    soci::statement history;

    explicit ProfileQuery(Connection& connection)
        : demographics((connection.session().prepare
                            << "select age, gender, occupation from users where id = :user",
                        soci::into(age, has_age), soci::into(gender, has_gender),
                        soci::into(occupation, has_occupation), soci::use(user))),
          history((connection.session().prepare
                       << "select movie_id, rating, timestamp from ratings where user_id = :user "
                          "order by movie_id",
                   soci::into(movie), soci::into(rating), soci::into(timestamp), soci::use(user))) {
    }
};

}  // namespace

std::optional<domain::UserProfile> SqlUserProfileRepository::find(domain::UserId id) {
    return run_on(database_, [&](Connection& connection) -> std::optional<domain::UserProfile> {
        auto& query = connection.query<ProfileQuery>();
        query.user = id.value;
        if (!query.demographics.execute(true)) return std::nullopt;

        domain::UserProfile profile;
        if (query.has_age == soci::i_ok) profile.demographics.age = query.age;
        if (query.has_gender == soci::i_ok)
            profile.demographics.gender = domain::gender_from_letter(query.gender);
        if (query.has_occupation == soci::i_ok) profile.demographics.occupation = query.occupation;

        query.history.execute();
        while (query.history.fetch())
            profile.ratings.push_back(
                {domain::MovieId{query.movie}, static_cast<float>(query.rating), query.timestamp});
        // Here and not by the statement: the key has them by movie, and a database sorts no faster.
        domain::sort_by_time(profile.ratings);
        return profile;
    });
}

}  // namespace neurec::infrastructure::persistence
