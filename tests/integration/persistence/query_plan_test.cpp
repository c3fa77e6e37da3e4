#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_movie_editor.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "infrastructure/persistence/sql_movie_statistics.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::persistence {
namespace {

/// The statements that every connection of this program runs, once it listens.
class StatementLog {
  public:
    /// Called by SQLite for each new connection, when registered with sqlite3_auto_extension.
    static int listen(sqlite3* database, char** /*message*/, const void* /*api*/) {
        return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, &StatementLog::note, nullptr);
    }
    static std::set<std::string> taken() {
        const std::lock_guard lock(mutex());
        return std::exchange(statements(), {});
    }

  private:
    static int note(unsigned /*kind*/, void* /*context*/, void* statement, void* text) {
        // Trigger and sub-program notes begin with "--".
        if (static_cast<const char*>(text)[0] == '-') return 0;
        const std::lock_guard lock(mutex());
        statements().insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
        return 0;
    }
    static std::mutex& mutex() {
        static std::mutex instance;
        return instance;
    }
    static std::set<std::string>& statements() {
        static std::set<std::string> instance;
        return instance;
    }
};

/// The planner's steps for a statement, one text each.
std::vector<std::string> plan_of(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, ("explain query plan " + sql).c_str(), -1, &statement,
                           nullptr) != SQLITE_OK)
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(database));
    std::vector<std::string> steps;
    while (sqlite3_step(statement) == SQLITE_ROW)
        steps.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
    sqlite3_finalize(statement);
    return steps;
}

/// A step that reads a whole table, not just what an index leads to.
bool is_scan(const std::string& step) {
    return step.starts_with("SCAN ") && step.find("CONSTANT ROW") == std::string::npos;
}

/// 300 users, 400 movies and 6,000 ratings: enough that the planner's statistics mean something.
class QueryPlan : public testing::Test {
  protected:
    QueryPlan() {
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&StatementLog::listen));
        database_ = std::make_unique<Database>(file_);
        SqlDatasetStore store(*database_);
        const auto transaction = store.begin_import({});
        for (std::int64_t id = 1; id <= 400; ++id)
            transaction->upsert(domain::Movie{
                domain::MovieId{id},
                "Part " + std::to_string(id) + " (" + std::to_string(1950 + id % 50) + ")",
                {id % 2 == 0 ? "Drama" : "War", "Action"}});
        for (std::int64_t id = 1; id <= 300; ++id)
            transaction->upsert(domain::User{domain::UserId{id}, {}});
        for (std::int64_t i = 0; i < 6000; ++i)
            transaction->upsert(tests::rating(i % 300 + 1, (i * 7) % 400 + 1, 3, i));
        transaction->commit();
        StatementLog::taken();
    }
    ~QueryPlan() override {
        sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&StatementLog::listen));
    }

    /// What `work` runs, as "statement: step" for each step for which `is_bad` holds.
    std::vector<std::string> bad_steps_of(const std::function<void()>& work,
                                          bool (*is_bad)(const std::string&)) {
        StatementLog::taken();
        work();
        const std::set<std::string> statements = StatementLog::taken();
        EXPECT_FALSE(statements.empty());
        sqlite3* raw = nullptr;
        sqlite3_open(file_.c_str(), &raw);
        std::vector<std::string> bad;
        for (const std::string& sql : statements) {
            if (!sql.starts_with("select") && !sql.starts_with("with") &&
                !sql.starts_with("insert") && !sql.starts_with("delete") &&
                !sql.starts_with("update"))
                continue;
            for (const std::string& step : plan_of(raw, sql))
                if (is_bad(step)) bad.push_back(sql + ": " + step);
        }
        sqlite3_close(raw);
        return bad;
    }

    tests::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "neurec.sqlite";
    std::unique_ptr<Database> database_;
};

using Steps = std::vector<std::string>;

TEST_F(QueryPlan, OfAProfileIsTwoLookUps) {
    SqlUserProfileRepository profiles(*database_);
    const auto is_no_look_up = [](const std::string& step) {
        return !step.starts_with("SEARCH users USING PRIMARY KEY (id=?)") &&
               !step.starts_with("SEARCH ratings USING PRIMARY KEY (user_id=?)");
    };
    EXPECT_EQ(
        bad_steps_of([&] { static_cast<void>(profiles.find(domain::UserId{7})); }, is_no_look_up),
        Steps{});
}

TEST_F(QueryPlan, OfAnAccountsNamesHasNoScan) {
    SqlAccountRepository accounts(*database_);
    const auto use_names = [&] {
        const domain::UserId id = accounts.create(
            {.username = "Ada", .email = "ada@example.org", .password_hash = "hash"}, {});
        static_cast<void>(accounts.find_by_email("ADA@example.org"));
        static_cast<void>(accounts.search({.username = "ada"}));
        static_cast<void>(accounts.search({.email = "ada@example.org"}));
        domain::Account account = accounts.find(id).value();
        account.credentials->username = "Ada L.";
        account.credentials->email = "l@example.org";
        accounts.update(account);
    };
    EXPECT_EQ(bad_steps_of(use_names, is_scan), Steps{});
}

TEST_F(QueryPlan, OfAMovieHasNoScan) {
    SqlMovieRepository movies(*database_);
    EXPECT_EQ(bad_steps_of([&] { static_cast<void>(movies.find(domain::MovieId{7})); }, is_scan),
              Steps{});
}

TEST_F(QueryPlan, OfASearchWithAConditionReadsOnlyWhatFits) {
    SqlMovieRepository movies(*database_);
    const std::vector<domain::MovieQuery> queries{
        {.title_words = "part 7"},
        {.genres = {"Drama", "drama"}},
        {.year_from = 1960, .year_to = 1961},
        {.title_words = "part", .genres = {"War"}, .year_from = 1960},
    };
    for (const domain::MovieQuery& query : queries)
        EXPECT_EQ(bad_steps_of([&] { static_cast<void>(movies.search(query)); }, is_scan), Steps{});
}

TEST_F(QueryPlan, OfAPageOfEverythingFollowsAnIndexAndSortsNothing) {
    SqlMovieRepository movies(*database_);
    const auto sorts = [](const std::string& step) {
        return step.find("TEMP B-TREE") != std::string::npos;
    };
    for (const auto order :
         {domain::MovieOrder::id, domain::MovieOrder::title, domain::MovieOrder::year,
          domain::MovieOrder::popularity, domain::MovieOrder::mean_rating})
        for (const bool reversed : {false, true})
            EXPECT_EQ(
                bad_steps_of(
                    [&] {
                        static_cast<void>(movies.search({.order = order, .reversed = reversed}));
                    },
                    sorts),
                Steps{});
}

TEST_F(QueryPlan, OfTheGenresLooksEachUpAndReadsNoMore) {
    SqlMovieRepository movies(*database_);
    const auto reads_all_genres = [](const std::string& step) {
        return is_scan(step) && step != "SCAN known";  // the genres that were found
    };
    EXPECT_EQ(bad_steps_of([&] { EXPECT_EQ(movies.genres().size(), 3U); }, reads_all_genres),
              Steps{});
}

TEST_F(QueryPlan, OfNoRequestReadsAllRatings) {
    SqlMovieRepository movies(*database_);
    SqlMovieStatistics statistics(*database_);
    const auto reads_ratings = [](const std::string& step) {
        return step.find("SCAN ratings") != std::string::npos;
    };
    for (const auto order : {domain::MovieOrder::popularity, domain::MovieOrder::mean_rating})
        for (const domain::MovieQuery& query :
             {domain::MovieQuery{.order = order},
              domain::MovieQuery{.title_words = "part", .genres = {"War"}, .order = order}})
            EXPECT_EQ(bad_steps_of([&] { static_cast<void>(movies.search(query)); }, reads_ratings),
                      Steps{});
    EXPECT_EQ(bad_steps_of([&] { static_cast<void>(statistics.totals()); }, reads_ratings),
              Steps{});
}

TEST_F(QueryPlan, OfLoadingEverythingSortsNothing) {
    SqlDatasetStore store(*database_);
    const auto sorts = [](const std::string& step) {
        return step.find("TEMP B-TREE") != std::string::npos;
    };
    EXPECT_EQ(bad_steps_of([&] { static_cast<void>(store.load()); }, sorts), Steps{});
}

TEST_F(QueryPlan, OfAnImportHasNoScan) {
    SqlDatasetStore store(*database_);
    // Rows that are there, rows that keep their id, and rows that cannot.
    const auto import = [&] {
        const auto transaction = store.begin_import({});
        for (const std::int64_t id : {std::int64_t{1}, std::int64_t{1001}, std::int64_t{1} << 60}) {
            transaction->upsert(domain::Movie{domain::MovieId{id}, "New (1951)", {"War"}});
            transaction->upsert(domain::User{domain::UserId{id}, {25, {}, {}}});
            transaction->upsert(tests::rating(id, id, 4, 0));
        }
        transaction->commit();
    };
    const auto is_scan_beyond_one_row = [](const std::string& step) {
        // "Is there any rating?" stops at the first row.
        return is_scan(step) && step != "SCAN ratings USING COVERING INDEX ratings_by_movie" &&
               step != "SCAN known";  // the genres, each of which is looked up
    };
    Steps scans = bad_steps_of(import, is_scan_beyond_one_row);
    // What is there is read once at the beginning, and counted once at the end; no row does it.
    const std::vector<std::string> once{
        "select id, title from movies order by id:",
        "select movie_id, genre from movie_genres order by movie_id, position:",
        "select id, age, gender, occupation from users order by id:",
        "select id, rating_count, mean_rating from movies order by id:",
        "select movie_id + 0, count(*), avg(rating) from ratings ",
        "select (select count(*) from users), ",
    };
    std::erase_if(scans, [&](const std::string& each) {
        return std::ranges::any_of(
            once, [&](const std::string& start) { return each.starts_with(start); });
    });
    EXPECT_EQ(scans, Steps{});
}

TEST_F(QueryPlan, OfSigningUpAndOfEditingAndDeletingHasNoScan) {
    SqlAccountRepository accounts(*database_);
    SqlMovieEditor editor(*database_);
    const auto work = [&] {
        const domain::UserId user =
            accounts.create({.username = "a", .email = "a@example.org", .password_hash = "x"}, {});
        static_cast<void>(accounts.remove(user));
        const domain::MovieId movie = editor.create({}, "New", {"War"});
        static_cast<void>(editor.create(domain::MovieId{5000}, "Chosen", {"War"}));
        static_cast<void>(editor.remove(movie));
    };
    EXPECT_EQ(bad_steps_of(work, is_scan), Steps{});
}

TEST_F(QueryPlan, OfDeletingAMovieOrUserFindsTheRatingsByIndex) {
    sqlite3* raw = nullptr;
    sqlite3_open(file_.c_str(), &raw);
    // What the foreign keys make SQLite look for.
    for (const char* sql :
         {"delete from ratings where movie_id = 1", "delete from ratings where user_id = 1",
          "delete from movie_genres where movie_id = 1",
          "delete from movie_words where movie_id = 1"})
        for (const std::string& step : plan_of(raw, sql))
            EXPECT_FALSE(is_scan(step)) << sql << ": " << step;
    sqlite3_close(raw);
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
