#include <gtest/gtest.h>
#include <soci/soci.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_imported_sources.hpp"
#include "infrastructure/persistence/sql_movie_editor.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/test_database.hpp"

// Databases that an earlier version of the program made, with what people stored in them.
namespace neurec::infrastructure::persistence {
namespace {

using domain::MovieId;
using domain::UserId;
using tests::movie;
using tests::rating;

/// A database with schema 4: data set's users 1 and 7, person 8, and rows at the edge of what ids
/// can be.
class OlderSchema : public tests::OnEachDatabase {
  protected:
    OlderSchema() {
        const auto engine = place_.engine();
        Connection connection(*engine);
        soci::session& session = connection.session();
        session << "create table schema_migrations (number integer primary key, name varchar(200) "
                   "not null)";
        for (const Migration& migration : migrations()) {
            if (migration.number > 4) break;
            run(session, engine->in_dialect(migration.sql));
            const std::string name(migration.name);
            session << "insert into schema_migrations (number, name) values (:number, :name)",
                soci::use(migration.number), soci::use(name);
        }
        run(session, R"(
insert into users (id, age, gender, occupation) values (1, 25, 'M', 4), (7, 35, 'F', 5),
    (9223372036854775807, 45, 'M', 6);
insert into users (id, username, email, email_key, password_hash, role, token_version)
    values (8, 'person', 'person@example.org', 'person@example.org', 'x', 'user', 11),
           (9223372036854775806, 'boss', 'boss@example.org', 'boss@example.org', 'y', 'admin', 12);
insert into movies (id, title, year) values (1, 'Toy Story (1995)', 1995),
    (9007199254740992, 'Edge (2001)', 2001);
insert into movie_genres (movie_id, position, genre) values (9007199254740992, 0, 'Drama');
insert into movie_words (word, movie_id) values ('edge', 9007199254740992);
insert into ratings (user_id, movie_id, rating, timestamp) values (1, 1, 5, 1),
    (1, 9007199254740992, 4, 2), (8, 1, 3, 3), (9223372036854775807, 9007199254740992, 2, 4);
)");
    }
    static void run(soci::session& session, const std::string& script) {
        std::size_t begin = 0;
        for (std::size_t end = script.find(";\n"); end != std::string::npos;
             begin = end + 2, end = script.find(";\n", begin))
            session << script.substr(begin, end - begin);
    }
};
INSTANTIATE_TEST_SUITE_P(, OlderSchema, tests::kEachDatabase, tests::kDatabaseName);

TEST_P(OlderSchema, IsMigratedWithEverythingInIt) {
    Database database(place_.engine());
    EXPECT_EQ(database.migration().from, 4);
    const domain::Dataset data = SqlDatasetStore(database).load();
    EXPECT_EQ(data.movies(),
              (std::vector{movie(1, "Toy Story (1995)", {}), movie(2, "Edge (2001)", {"Drama"})}));
    ASSERT_EQ(data.users().size(), 5U);
    EXPECT_EQ(data.users()[0], (domain::User{UserId{1}, {25, domain::Gender::male, 4}}));
    EXPECT_EQ(data.profile_of(0).ratings,
              (std::vector<domain::RatedMovie>{{MovieId{1}, 5, 1}, {MovieId{2}, 4, 2}}));
    // Ids that browsers would round are others now.
    SqlAccountRepository accounts(database);
    EXPECT_EQ(accounts.find(UserId{8})->credentials->token_version, 11);
    const auto boss = accounts.find_by_email("boss@example.org");
    EXPECT_EQ(boss->id, UserId{9});
    EXPECT_EQ(boss->credentials->role, domain::Role::admin);
    EXPECT_EQ(SqlUserProfileRepository(database).find(UserId{10})->ratings,
              (std::vector<domain::RatedMovie>{{MovieId{2}, 2, 4}}));
}

TEST_P(OlderSchema, GivesTheDataSetsRowsToTheDefaultSourceAndPeopleToNobody) {
    Database database(place_.engine());
    const auto sources = SqlImportedSources(database).all();
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0].name, domain::ImportSource{}.name);
    EXPECT_EQ(sources[0].users,
              (std::unordered_map<std::string, UserId>{
                  {"1", UserId{1}}, {"7", UserId{7}}, {"9223372036854775807", UserId{10}}}));
    EXPECT_TRUE(sources[0].movies_by_first_rating.empty()) << "nobody knows any more";

    // So that the same data set, imported again, finds its rows, and nobody else's.
    const auto again = SqlDatasetStore(database).begin_import({});
    again->upsert(movie(1, "Toy Story (1995)", {"Comedy"}));
    again->upsert(movie(9007199254740992, "Edge (2001)", {"Drama"}));
    again->upsert(domain::User{UserId{1}, {26, domain::Gender::male, 4}});
    again->upsert(domain::User{UserId{8}, {50, domain::Gender::male, 4}});
    again->upsert(rating(8, 1, 1, 9));
    const domain::ImportChanges changes = again->finish();
    again->commit();
    EXPECT_EQ(changes.added, (domain::StoreCounts{.users = 1, .movies = 0, .ratings = 1}));
    EXPECT_EQ(changes.changed, (domain::StoreCounts{.users = 1, .movies = 1, .ratings = 0}));
    SqlUserProfileRepository profiles(database);
    EXPECT_EQ(profiles.find(UserId{1})->demographics.age, 26);
    EXPECT_EQ(profiles.find(UserId{8})->ratings,
              (std::vector<domain::RatedMovie>{{MovieId{1}, 3, 3}}));
}

TEST_P(OlderSchema, LetsPeopleSignUpAgainWhereAnIdAtTheEdgeHadEndedIt) {
    Database database(place_.engine());
    SqlAccountRepository accounts(database);
    EXPECT_EQ(
        accounts.create({.username = "new", .email = "new@example.org", .password_hash = "z"}, {}),
        UserId{11});
    EXPECT_EQ(SqlMovieEditor(database).create({}, "New (2020)", {}), MovieId{3});
    // Who was deleted before is not known: a free id below may have been used.
    const auto import = SqlDatasetStore(database).begin_import({});
    import->upsert(domain::User{UserId{3}, {}});
    EXPECT_EQ(import->finish().given_other_ids.users, 2U);
}

TEST_P(OlderSchema, IsMigratedOnceByProgramsThatStartTogether) {
    std::vector<std::thread> programs;
    std::atomic<int> migrated = 0;
    std::atomic<int> failed = 0;
    for (int i = 0; i < 4; ++i)
        programs.emplace_back([&] {
            try {
                if (Database(place_.engine()).migration().from == 4) ++migrated;
            } catch (const std::exception&) {
                ++failed;
            }
        });
    for (std::thread& program : programs)
        program.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(migrated, 1);
    Database database(place_.engine());
    EXPECT_EQ(SqlDatasetStore(database).counts(),
              (domain::StoreCounts{.users = 5, .movies = 2, .ratings = 4}));
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
