#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <string>
#include <vector>

#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

using domain::MovieId;
using domain::MovieOrder;
using domain::MovieQuery;
using domain::RatedMovie;
using domain::UserId;
using tests::movie;

class UserProfiles : public tests::OnEachDatabase {
  protected:
    UserProfiles() {
        SqlDatasetStore store(database_);
        tests::store_sample(store);
    }
    Database database_{place_.engine()};
    SqlUserProfileRepository profiles_{database_};
};

TEST_P(UserProfiles, HaveDemographicsAndAllRatingsTheOldestFirst) {
    const auto profile = profiles_.find(UserId{2});
    ASSERT_TRUE(profile.has_value());
    EXPECT_EQ(profile->demographics, (domain::Demographics{56, domain::Gender::male, 16}));
    EXPECT_EQ(profile->ratings, (std::vector<RatedMovie>{{MovieId{260}, 5, 978300760},
                                                         {MovieId{1}, 0.5F, 978300761},
                                                         {MovieId{73}, 3, 978300762}}));
}

TEST_P(UserProfiles, CountWhatHasNoTimeAsTheOldestAndOrderEqualTimesByMovie) {
    SqlDatasetStore store(database_);
    const auto more = store.begin_import({});
    more->upsert(tests::rating(9, 260, 4, 978300760));
    more->upsert(tests::rating(9, 73, 4, 0));
    more->upsert(tests::rating(9, 1, 4, 978300760));
    more->commit();
    EXPECT_EQ(profiles_.find(UserId{9})->ratings,
              (std::vector<RatedMovie>{
                  {MovieId{73}, 4, 0}, {MovieId{1}, 4, 978300760}, {MovieId{260}, 4, 978300760}}));
}

TEST_P(UserProfiles, LeaveWhatIsNotKnownEmpty) {
    EXPECT_EQ(profiles_.find(UserId{9}), (domain::UserProfile{}));
}

TEST_P(UserProfiles, DoNotMixUpUsersThatFollowEachOther) {
    static_cast<void>(profiles_.find(UserId{2}));
    EXPECT_EQ(profiles_.find(UserId{9}), (domain::UserProfile{}));
    EXPECT_EQ(profiles_.find(UserId{1})->demographics,
              (domain::Demographics{1, domain::Gender::female, 10}));
}

TEST_P(UserProfiles, AreNothingForAnUnknownUser) {
    EXPECT_EQ(profiles_.find(UserId{3}), std::nullopt);
    EXPECT_EQ(profiles_.find(UserId{-1}), std::nullopt);
    EXPECT_EQ(profiles_.find(UserId{9223372036854775807}), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(, UserProfiles, tests::kEachDatabase, tests::kDatabaseName);

class Movies : public tests::OnEachDatabase {
  protected:
    Movies() {
        SqlDatasetStore store(database_);
        tests::store_sample(store);
        const auto more = store.begin_import({});
        more->upsert(movie(10, "Star Trek: First Contact (1996)", {"Action", "Sci-Fi"}));
        more->upsert(movie(11, "Schindler's List (1993)", {"Drama", "War"}));
        more->upsert(movie(12, "A Star Is Born (1976)", {"Drama"}));
        more->commit();
    }
    [[nodiscard]] std::vector<std::int64_t> found(const MovieQuery& query) {
        std::vector<std::int64_t> ids;
        for (const domain::Movie& each : movies_.search(query).movies)
            ids.push_back(each.id.value);
        return ids;
    }

    Database database_{place_.engine()};
    SqlMovieRepository movies_{database_};
};

using Ids = std::vector<std::int64_t>;

TEST_P(Movies, AreFoundById) {
    EXPECT_EQ(movies_.find(MovieId{260}), tests::kMovies[1]);
    EXPECT_EQ(movies_.find(MovieId{5}), tests::kMovies[3]);
    EXPECT_EQ(movies_.find(MovieId{2}), std::nullopt);
}

TEST_P(Movies, AreAllGivenByAscendingId) {
    const auto all = movies_.all();
    ASSERT_EQ(all.size(), 7U);
    EXPECT_EQ(all[0], tests::kMovies[0]);
    EXPECT_EQ(all[1], tests::kMovies[3]);
    EXPECT_EQ(all[4], movie(12, "A Star Is Born (1976)", {"Drama"}));
    EXPECT_EQ(all[6], tests::kMovies[1]);
}

TEST_P(Movies, AreFoundByEveryWordOfTheTitleInAnyCaseAndOrder) {
    EXPECT_EQ(found({.title_words = "star"}), (Ids{10, 12, 260}));
    EXPECT_EQ(found({.title_words = "WARS Star"}), (Ids{260}));
    EXPECT_EQ(found({.title_words = "star missing"}), Ids{});
    EXPECT_EQ(found({.title_words = "1993"}), (Ids{11}));
}

TEST_P(Movies, AreFoundByBeginningsOfWords) {
    EXPECT_EQ(found({.title_words = "sta wa"}), (Ids{260}));
    EXPECT_EQ(found({.title_words = "tar"}), Ids{});
}

TEST_P(Movies, AreFoundWithOrWithoutAccentsAndApostrophes) {
    EXPECT_EQ(found({.title_words = "miserables"}), (Ids{73}));
    EXPECT_EQ(found({.title_words = "MISÉRABLES"}), (Ids{73}));
    EXPECT_EQ(found({.title_words = "schindlers"}), (Ids{11}));
    EXPECT_EQ(found({.title_words = "schindler’s"}), (Ids{11}));
}

TEST_P(Movies, TakeSignsOfSqlAsText) {
    EXPECT_EQ(found({.title_words = "%"}).size(), 7U);  // no word in it: any title
    EXPECT_EQ(found({.title_words = "star' or '1'='1"}), Ids{});
    EXPECT_EQ(found({.genres = {"Drama' or '1'='1"}}), Ids{});
}

TEST_P(Movies, AreFoundByAnyOfTheGenresExactly) {
    EXPECT_EQ(found({.genres = {"Drama"}}), (Ids{11, 12, 73}));
    EXPECT_EQ(found({.genres = {"Children's"}}), (Ids{1}));
    EXPECT_EQ(found({.genres = {"drama"}}), Ids{});
    EXPECT_EQ(found({.genres = {"War", "Children's"}}), (Ids{1, 11}));
}

TEST_P(Movies, HaveGenresThatAreGivenOnceEachInOrder) {
    EXPECT_EQ(movies_.genres(), (std::vector<std::string>{"Action", "Animation", "Children's",
                                                          "Comedy", "Drama", "Sci-Fi", "War"}));
}

TEST_P(Movies, HaveNoGenresInAnEmptyCatalogue) {
    const tests::TestDatabase empty(GetParam());
    Database database(empty.engine());
    EXPECT_TRUE(SqlMovieRepository(database).genres().empty());
}

TEST_P(Movies, AreImportedUnderTheGenresThatTheCatalogueKnows) {
    SqlDatasetStore store(database_);
    const auto more = store.begin_import({});
    more->upsert(movie(20, "A (1999)", {"drama ", "None", "DRAMA", "film noir"}));
    more->upsert(movie(21, "B (1999)", {"Film Noir", "sci-fi", "(no genres listed)"}));
    more->commit();
    EXPECT_EQ(movies_.find(MovieId{20})->genres, (std::vector<std::string>{"Drama", "film noir"}));
    EXPECT_EQ(movies_.find(MovieId{21})->genres, (std::vector<std::string>{"film noir", "Sci-Fi"}));
}

TEST_P(Movies, AreFoundByYearsWithBothEnds) {
    EXPECT_EQ(found({.year_from = 1993, .year_to = 1995}), (Ids{1, 11, 73}));
    EXPECT_EQ(found({.year_from = 1996}), (Ids{10}));
    EXPECT_EQ(found({.year_to = 1976}), (Ids{12}));
}

TEST_P(Movies, MeetEveryCondition) {
    EXPECT_EQ(found({.title_words = "star", .genres = {"Sci-Fi"}, .year_from = 1990}), (Ids{10}));
}

TEST_P(Movies, AreOrderedByIdTitleOrYear) {
    EXPECT_EQ(found({.order = MovieOrder::id}), (Ids{1, 5, 10, 11, 12, 73, 260}));
    EXPECT_EQ(found({.order = MovieOrder::title}), (Ids{12, 73, 11, 10, 260, 1, 5}));
    EXPECT_EQ(found({.order = MovieOrder::year}), (Ids{12, 260, 11, 1, 73, 10, 5}));
}

TEST_P(Movies, AreOrderedTheOtherWayRoundWithWhatIsNotKnownLastAllTheSame) {
    EXPECT_EQ(found({.order = MovieOrder::id, .reversed = true}), (Ids{260, 73, 12, 11, 10, 5, 1}));
    EXPECT_EQ(found({.order = MovieOrder::title, .reversed = true}),
              (Ids{5, 1, 260, 10, 11, 73, 12}));
    EXPECT_EQ(found({.order = MovieOrder::year, .reversed = true}),
              (Ids{10, 73, 1, 11, 260, 12, 5}));
    // 73 has two ratings with a mean of 3.5, 260 one of 5 and 1 one of 0.5; others have none.
    EXPECT_EQ(found({.order = MovieOrder::popularity}), (Ids{73, 1, 260, 5, 10, 11, 12}));
    EXPECT_EQ(found({.order = MovieOrder::popularity, .reversed = true}),
              (Ids{12, 11, 10, 5, 260, 1, 73}));
    EXPECT_EQ(found({.order = MovieOrder::mean_rating}), (Ids{260, 73, 1, 5, 10, 11, 12}));
    EXPECT_EQ(found({.order = MovieOrder::mean_rating, .reversed = true}),
              (Ids{1, 73, 260, 5, 10, 11, 12}));
}

TEST_P(Movies, AreEachOnOnePageOfEveryOrder) {
    for (const auto order : {MovieOrder::id, MovieOrder::title, MovieOrder::year,
                             MovieOrder::popularity, MovieOrder::mean_rating})
        for (const bool reversed : {false, true}) {
            Ids paged;
            for (std::uint64_t offset = 0; offset < 8; offset += 2)
                for (const std::int64_t id :
                     found({.order = order, .reversed = reversed, .offset = offset, .limit = 2}))
                    paged.push_back(id);
            EXPECT_EQ(paged, found({.order = order, .reversed = reversed}));
        }
}

TEST_P(Movies, ComeInPagesWithTheTotal) {
    const auto page = movies_.search({.offset = 3, .limit = 3});
    EXPECT_EQ(page.total, 7U);
    ASSERT_EQ(page.movies.size(), 3U);
    EXPECT_EQ(page.movies[0].id, MovieId{11});
    EXPECT_EQ(movies_.search({.offset = 6, .limit = 3}).movies.size(), 1U);
    const auto beyond = movies_.search({.offset = 9'007'199'254'740'991, .limit = 1000});
    EXPECT_EQ(beyond.total, 7U);
    EXPECT_TRUE(beyond.movies.empty());
}

TEST_P(Movies, OfAnOlderDatabaseGetTheSpellingThatMostHave) {
    {
        const Database::Lease connection = database_.lease();
        soci::session& session = connection->session();
        session << "drop index movies_by_year_to_the_newest";
        session << "drop index movies_by_mean_to_the_best";
        session << "drop table storage_probe";
        session << "delete from schema_migrations where number >= 7";
        session << "update movie_genres set genre = 'drama ' where movie_id = 73";
        for (const std::string genre : {"None", "(no genres listed)", "ACTION", "action"})
            session << "insert into movie_genres (movie_id, position, genre) select 260, "
                       "max(position) + 1, :genre from movie_genres where movie_id = 260",
                soci::use(genre, "genre");
    }
    const std::uint64_t version = movies_.catalogue_version();
    Database migrated(place_.engine());
    SqlMovieRepository movies(migrated);
    EXPECT_EQ(movies.find(MovieId{73})->genres, std::vector<std::string>{"Drama"});
    EXPECT_EQ(movies.find(MovieId{260})->genres, (std::vector<std::string>{"Sci-Fi", "Action"}));
    EXPECT_EQ(movies.find(MovieId{10})->genres, (std::vector<std::string>{"Action", "Sci-Fi"}));
    EXPECT_EQ(movies.search({.genres = {"Drama"}}).total, 3U);
    EXPECT_GT(movies.catalogue_version(), version) << "servers read the catalogue again";
}

INSTANTIATE_TEST_SUITE_P(, Movies, tests::kEachDatabase, tests::kDatabaseName);

}  // namespace
}  // namespace neurec::infrastructure::persistence
