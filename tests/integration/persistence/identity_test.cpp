#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <atomic>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_imported_sources.hpp"
#include "infrastructure/persistence/sql_movie_editor.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_rating_repository.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/test_database.hpp"

// Whose row is whose, and which id it has: docs/decisions/0015-ids-of-our-own.md.
namespace neurec::infrastructure::persistence {
namespace {

using domain::Demographics;
using domain::Gender;
using domain::MovieId;
using domain::RatedMovie;
using domain::UserId;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::movie;
using tests::rating;

constexpr std::int64_t kHighestForClients = 9007199254740991;
constexpr std::int64_t kHighest = 9223372036854775807;

class Identity : public tests::OnEachDatabase {
  protected:
    /// An account of a person called `name`.
    UserId sign_up(const std::string& name, const Demographics& known = {}) {
        return accounts_.create(credentials(name), known);
    }
    [[nodiscard]] static domain::Credentials credentials(const std::string& name) {
        return {.username = name, .email = name + "@example.org", .password_hash = "x"};
    }
    domain::ImportChanges import(const std::string& source,
                                 const std::vector<domain::Movie>& movies,
                                 const std::vector<domain::User>& users,
                                 const std::vector<domain::Rating>& ratings) {
        const auto transaction = store_.begin_import({source, ""});
        for (const domain::Movie& each : movies)
            transaction->upsert(each);
        for (const domain::User& each : users)
            transaction->upsert(each);
        for (const domain::Rating& each : ratings)
            transaction->upsert(each);
        const domain::ImportChanges changes = transaction->finish();
        transaction->commit();
        return changes;
    }
    [[nodiscard]] UserId user_of(const std::string& source, const std::string& external_id) {
        for (const domain::ImportedSource& each : sources_.all())
            if (each.name == source) {
                const auto found = each.users.find(external_id);
                return found == each.users.end() ? UserId{} : found->second;
            }
        return {};
    }
    [[nodiscard]] std::vector<std::int64_t> movie_ids() {
        std::vector<std::int64_t> ids;
        for (const domain::Movie& each : movies_.all())
            ids.push_back(each.id.value);
        return ids;
    }
    void run(const std::string& sql) {
        run_on(database_, [&](Connection& connection) { connection.session() << sql; });
    }

    Database database_{place_.engine()};
    SqlDatasetStore store_{database_};
    SqlAccountRepository accounts_{database_};
    SqlMovieEditor editor_{database_};
    SqlMovieRepository movies_{database_};
    SqlRatingRepository ratings_{database_};
    SqlUserProfileRepository profiles_{database_};
    SqlImportedSources sources_{database_};
};
INSTANTIATE_TEST_SUITE_P(, Identity, tests::kEachDatabase, tests::kDatabaseName);

const std::vector<domain::Movie> kTwoMovies{movie(1, "Toy Story (1995)", {"Comedy"}),
                                            movie(6, "Heat (1995)", {"Crime"})};

TEST_P(Identity, OfAPersonIsOutOfReachForAnImport) {
    const Demographics person{41, Gender::female, 3};
    ASSERT_TRUE(editor_.create(MovieId{1}, "Toy Story (1995)", {"Comedy"}) == MovieId{1});
    const UserId somebody = sign_up("somebody", person);
    ASSERT_EQ(somebody, UserId{1});
    ASSERT_TRUE(ratings_.store(std::vector{rating(1, 1, 5, 7)}).empty());

    const auto changes = import("default", kTwoMovies, {{UserId{1}, {25, Gender::male, 4}}},
                                {rating(1, 1, 1, 9), rating(1, 6, 2, 9)});

    EXPECT_EQ(profiles_.find(somebody),
              (domain::UserProfile{person, {RatedMovie{MovieId{1}, 5, 7}}}));
    const UserId stranger = user_of("default", "1");
    EXPECT_NE(stranger, somebody);
    EXPECT_EQ(profiles_.find(stranger)->demographics, (Demographics{25, Gender::male, 4}));
    EXPECT_EQ(profiles_.find(stranger)->ratings.size(), 2U);
    EXPECT_EQ(changes.given_other_ids.users, 1U);
    EXPECT_EQ(changes.given_other_ids.movies, 1U) << "the movie made by hand has that id";
}

TEST_P(Identity, OfAPersonWhoSignsUpAfterAnImportIsNotOneOfTheDataSets) {
    import("default", kTwoMovies, {{UserId{1}, {}}, {UserId{42}, {}}}, {});
    const UserId somebody = sign_up("somebody");
    EXPECT_EQ(somebody, UserId{43});

    // A later edition has that user, too.
    import("default", kTwoMovies, {{UserId{43}, {25, Gender::male, 4}}}, {rating(43, 1, 1, 9)});

    EXPECT_EQ(profiles_.find(somebody), domain::UserProfile{});
    EXPECT_EQ(accounts_.find(somebody)->credentials->username, "somebody");
    EXPECT_EQ(profiles_.find(user_of("default", "43"))->ratings.size(), 1U);
}

TEST_P(Identity, OfDataSetsIsKeptWhereItIsFree) {
    import("default", {movie(260, "Star Wars (1977)", {})}, {{UserId{42}, {}}}, {});
    EXPECT_EQ(user_of("default", "42"), UserId{42});
    // Below the highest, too: nobody ever had it.
    const auto changes = import("default", kTwoMovies, {{UserId{7}, {}}}, {rating(7, 6, 4, 0)});
    EXPECT_THAT(movie_ids(), ElementsAre(1, 6, 260));
    EXPECT_EQ(user_of("default", "7"), UserId{7});
    EXPECT_EQ(changes.given_other_ids, domain::StoreCounts{});
}

TEST_P(Identity, GivenToOneRowIsNoneOfThoseThatLaterRowsBring) {
    sign_up("first");
    // Users that come with their first rating, as in ml-latest.
    const auto transaction = store_.begin_import({"default", ""});
    for (const std::int64_t id : {kHighest, std::int64_t{1}, std::int64_t{6}})
        transaction->upsert(movie(id, "Film " + std::to_string(id) + " (1990)", {}));
    for (std::int64_t user = 1; user <= 4; ++user) {
        transaction->upsert(domain::User{UserId{user}, {}});
        transaction->upsert(rating(user, kHighest, 4, user));
        transaction->upsert(rating(user, 6, 3, user));
    }
    EXPECT_EQ(transaction->finish().given_other_ids,
              (domain::StoreCounts{.users = 1, .movies = 1}));
    transaction->commit();
    for (std::int64_t user = 2; user <= 4; ++user)
        EXPECT_EQ(user_of("default", std::to_string(user)), UserId{user});
    EXPECT_EQ(user_of("default", "1"), UserId{5});
    EXPECT_THAT(movie_ids(), ElementsAre(1, 6, 7));
    EXPECT_EQ(profiles_.find(UserId{5})->ratings,
              (std::vector<RatedMovie>{{MovieId{6}, 3, 1}, {MovieId{7}, 4, 1}}));
}

TEST_P(Identity, OfTwoSourcesIsTheirOwn) {
    import("one", kTwoMovies, {{UserId{1}, {25, {}, {}}}}, {rating(1, 1, 5, 1)});
    import("two", {movie(1, "Jumanji (1995)", {"Adventure"})}, {{UserId{1}, {50, {}, {}}}},
           {rating(1, 1, 2, 2)});

    EXPECT_EQ(movies_.find(MovieId{1})->title, "Toy Story (1995)");
    EXPECT_EQ(movies_.find(MovieId{7})->title, "Jumanji (1995)");
    EXPECT_EQ(profiles_.find(UserId{1})->ratings, (std::vector<RatedMovie>{{MovieId{1}, 5, 1}}));
    EXPECT_EQ(user_of("two", "1"), UserId{2});
    EXPECT_EQ(profiles_.find(UserId{2})->ratings, (std::vector<RatedMovie>{{MovieId{7}, 2, 2}}));

    // And again, with something new.
    const auto changes = import("two", {movie(1, "Jumanji! (1995)", {"Adventure"})},
                                {{UserId{1}, {51, {}, {}}}}, {rating(1, 1, 3, 3)});
    EXPECT_EQ(changes.added, domain::StoreCounts{});
    EXPECT_EQ(changes.changed, (domain::StoreCounts{.users = 1, .movies = 1, .ratings = 1}));
    EXPECT_EQ(movies_.find(MovieId{1})->title, "Toy Story (1995)");
    EXPECT_EQ(movies_.find(MovieId{7})->title, "Jumanji! (1995)");
    EXPECT_EQ(profiles_.find(UserId{1})->demographics.age, 25);
    EXPECT_EQ(profiles_.find(UserId{2})->demographics.age, 51);
    EXPECT_EQ(profiles_.find(UserId{2})->ratings, (std::vector<RatedMovie>{{MovieId{7}, 3, 3}}));
}

TEST_P(Identity, CountsWhatAnImportAddedAndChangedAndLeft) {
    const auto first = import("default", kTwoMovies, {{UserId{1}, {25, {}, {}}}},
                              {rating(1, 1, 5, 1), rating(1, 6, 4, 1)});
    EXPECT_EQ(first.added, (domain::StoreCounts{.users = 1, .movies = 2, .ratings = 2}));
    EXPECT_EQ(first.changed, domain::StoreCounts{});
    EXPECT_EQ(first.stored, (domain::StoreCounts{.users = 1, .movies = 2, .ratings = 2}));
    const auto second = import("default", {kTwoMovies[0], movie(6, "Heat (1995)", {"Drama"})},
                               {{UserId{1}, {25, {}, {}}}, {UserId{2}, {}}},
                               {rating(1, 1, 5, 1), rating(1, 6, 3, 1), rating(2, 6, 3, 1)});
    EXPECT_EQ(second.added, (domain::StoreCounts{.users = 1, .movies = 0, .ratings = 1}));
    EXPECT_EQ(second.changed, (domain::StoreCounts{.users = 0, .movies = 1, .ratings = 1}));
    EXPECT_EQ(second.stored, (domain::StoreCounts{.users = 2, .movies = 2, .ratings = 3}));
    EXPECT_THAT(movies_.find(MovieId{6})->genres, ElementsAre("Drama"));
}

TEST_P(Identity, AtTheEdgeStopsNoSignUpAndNoMovieAndReachesNoClient) {
    constexpr std::int64_t kHighestKept = std::int64_t{1} << 52U;
    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    for (const std::int64_t id :
         {kHighest, kHighestForClients + 1, kHighestForClients, kHighestKept}) {
        movies.push_back(movie(id, "Film " + std::to_string(id) + " (1990)", {}));
        users.push_back({UserId{id}, {}});
    }
    const auto changes = import("default", movies, users, {rating(kHighest, kHighest, 4, 0)});
    EXPECT_EQ(changes.given_other_ids, (domain::StoreCounts{.users = 3, .movies = 3}));
    for (int i = 0; i < 3; ++i) {
        EXPECT_LE(sign_up("person" + std::to_string(i)).value, kHighestForClients);
        EXPECT_LE(editor_.create({}, "New (2020)", {}).value, kHighestForClients);
    }
    EXPECT_EQ(movie_ids().size(), 7U);
    EXPECT_LE(movie_ids().back(), kHighestForClients);
    EXPECT_EQ(profiles_.find(user_of("default", std::to_string(kHighest)))->ratings.size(), 1U);
    // And the same again finds the same rows.
    EXPECT_EQ(import("default", movies, users, {}).added, domain::StoreCounts{});
}

TEST_P(Identity, ThatAClientChoosesUsesUpNoOthers) {
    EXPECT_EQ(editor_.create(MovieId{kHighestForClients}, "Last", {}), MovieId{kHighestForClients});
    EXPECT_EQ(editor_.create({}, "First", {}), MovieId{1});
    EXPECT_EQ(editor_.create(MovieId{5}, "Fifth", {}), MovieId{5});
    EXPECT_EQ(editor_.create({}, "Sixth", {}), MovieId{6});
    EXPECT_EQ(editor_.create(MovieId{3}, "Third", {}), MovieId{3});
    EXPECT_THROW(static_cast<void>(editor_.create(MovieId{3}, "Again", {})), domain::Conflict);
}

TEST_P(Identity, OfADeletedRowNeverComesBack) {
    const UserId gone = sign_up("gone");
    ASSERT_TRUE(accounts_.remove(gone));
    EXPECT_FALSE(accounts_.remove(gone));
    const UserId next = sign_up("next");
    EXPECT_GT(next, gone);

    const MovieId film = editor_.create({}, "Film", {});
    ASSERT_TRUE(editor_.remove(film));
    EXPECT_FALSE(editor_.remove(film));
    EXPECT_GT(editor_.create({}, "Other film", {}), film);
    try {
        static_cast<void>(editor_.create(film, "Film", {}));
        FAIL() << "it was made";
    } catch (const domain::Conflict& error) {
        EXPECT_THAT(error.what(), HasSubstr("belonged to a movie that was deleted"));
    }

    // Neither for a data set.
    import("default", kTwoMovies, {{UserId{gone.value}, {}}}, {});
    EXPECT_EQ(accounts_.find(gone), std::nullopt);
    EXPECT_EQ(movies_.find(film), std::nullopt);
    EXPECT_NE(user_of("default", std::to_string(gone.value)), UserId{});
}

TEST_P(Identity, OfUsersThatAreAllRemovedNeverComesBack) {
    import("default", kTwoMovies, {{UserId{1}, {}}, {UserId{2}, {}}}, {rating(1, 1, 4, 0)});
    const UserId person = sign_up("person");
    accounts_.remove_all_but_admins();
    EXPECT_EQ(store_.counts().users, 0U);
    import("default", kTwoMovies, {{UserId{1}, {}}, {UserId{3}, {}}}, {rating(1, 1, 4, 0)});
    EXPECT_GT(user_of("default", "1"), person);
    EXPECT_GT(user_of("default", "3"), person) << "which was the person's";
}

TEST_P(Identity, OfADeletedMovieLeavesNothingToAnImportedOne) {
    import("default", kTwoMovies, {{UserId{1}, {}}}, {rating(1, 6, 4, 0)});
    ASSERT_TRUE(editor_.remove(MovieId{6}));
    import("default", kTwoMovies, {}, {});
    EXPECT_EQ(movies_.find(MovieId{6}), std::nullopt);
    EXPECT_THAT(movie_ids(), ElementsAre(1, 7));
    EXPECT_TRUE(profiles_.find(UserId{1})->ratings.empty());
}

TEST_P(Identity, IsEitherAPersonsOrADataSets) {
    import("default", kTwoMovies, {{UserId{1}, {}}}, {});
    const UserId person = sign_up("person");
    for (const std::string& change :
         {std::string("password_hash = 'x' where id = 1"),
          std::string("username = 'x' where id = 1"), std::string("role = 'admin' where id = 1"),
          std::string("external_id = null where id = 1"),
          "source_id = 1, external_id = '9' where id = " + std::to_string(person.value)})
        EXPECT_THROW(run("update users set " + change), domain::Unavailable) << change;
    EXPECT_THROW(run("insert into users (id, source_id, external_id) values (900, 1, '1')"),
                 domain::Unavailable)
        << "an id of the data set twice";
    EXPECT_THROW(run("insert into users (id) values (9007199254740992)"), domain::Unavailable);
    EXPECT_THROW(run("insert into movies (id, title) values (9007199254740992, 'x')"),
                 domain::Unavailable);
}

TEST_P(Identity, OfADataSetsUserWhoGetsAnAccountIsAPersons) {
    import("default", kTwoMovies, {{UserId{1}, {25, Gender::male, 4}}}, {rating(1, 1, 5, 1)});
    accounts_.update({UserId{1}, credentials("person"), {30, Gender::male, 4}});
    EXPECT_EQ(user_of("default", "1"), UserId{});

    import("default", kTwoMovies, {{UserId{1}, {25, Gender::male, 4}}}, {rating(1, 1, 1, 2)});

    EXPECT_EQ(profiles_.find(UserId{1})->demographics.age, 30);
    EXPECT_EQ(profiles_.find(UserId{1})->ratings, (std::vector<RatedMovie>{{MovieId{1}, 5, 1}}));
    EXPECT_EQ(user_of("default", "1"), UserId{2});
}

TEST_P(Identity, OfSomebodyElseIsNotReachedByARatingWithoutItsUser) {
    import("default", kTwoMovies, {{UserId{1}, {}}}, {});
    const UserId person = sign_up("person");
    const MovieId film = editor_.create({}, "Film", {});
    EXPECT_THROW(import("default", {}, {}, {rating(person.value, 1, 1, 0)}), domain::Unavailable);
    EXPECT_THROW(import("default", {}, {}, {rating(1, film.value, 1, 0)}), domain::Unavailable);
    EXPECT_TRUE(profiles_.find(person)->ratings.empty());
}

TEST_P(Identity, IsGivenOnceToThoseWhoComeWhileAnImportRuns) {
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (std::int64_t id = 1; id <= 3000; ++id) {
        users.push_back({UserId{id}, {25, {}, {}}});
        ratings.push_back(rating(id, 1, 4, 1));
    }
    std::atomic<bool> is_over = false;
    std::vector<UserId> people;
    std::thread signing_up([&] {
        for (int i = 0; !is_over || i < 3; ++i)
            people.push_back(sign_up("person" + std::to_string(i), {90, {}, {}}));
    });
    import("default", kTwoMovies, users, ratings);
    is_over = true;
    signing_up.join();

    for (const UserId each : people) {
        EXPECT_TRUE(accounts_.find(each)->credentials.has_value());
        EXPECT_EQ(profiles_.find(each), (domain::UserProfile{{90, {}, {}}, {}}));
    }
    EXPECT_EQ(store_.counts(),
              (domain::StoreCounts{
                  .users = users.size() + people.size(), .movies = 2, .ratings = ratings.size()}));
}

TEST_P(Identity, KeepsTheOrderInWhichRatingsFirstNameMovies) {
    const std::vector<domain::Movie> movies{movie(1, "A", {}), movie(2, "B", {}), movie(3, "C", {}),
                                            movie(4, "D", {})};
    import("default", movies, {{UserId{1}, {}}, {UserId{2}, {}}},
           {rating(1, 3, 4, 0), rating(1, 1, 4, 0), rating(2, 3, 4, 0), rating(2, 4, 4, 0)});
    const auto order = [&] { return sources_.all().front().movies_by_first_rating; };
    EXPECT_THAT(order(), ElementsAre(MovieId{3}, MovieId{1}, MovieId{4}));
    // What was named is not named first again.
    import("default", movies, {{UserId{1}, {}}}, {rating(1, 2, 4, 0), rating(1, 4, 4, 0)});
    EXPECT_THAT(order(), ElementsAre(MovieId{3}, MovieId{1}, MovieId{4}, MovieId{2}));
}

TEST_P(Identity, OfASourceSaysWhereItWasReadFrom) {
    EXPECT_TRUE(sources_.paths().empty());
    store_.begin_import({"default", "/data/ml-1m.zip"})->commit();
    EXPECT_THAT(sources_.paths(), ElementsAre("/data/ml-1m.zip"));
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
