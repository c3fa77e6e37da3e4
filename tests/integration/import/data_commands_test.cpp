#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "domain/random.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "support/child_process.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_filesystem.hpp"

/// The real program, as people run it: import, generate, migrate.
namespace neurec {
namespace {

using infrastructure::persistence::Database;
using infrastructure::persistence::SqlDatasetStore;
using testing::AllOf;
using testing::HasSubstr;
using tests::ChildProcess;
using tests::Finished;

class DataCommands : public testing::Test {
  protected:
    [[nodiscard]] std::map<std::string, std::string> environment() const {
        return {{"NEUREC_HOME", home_.string()}, {"NEUREC_DATASET", ""}};
    }
    [[nodiscard]] std::vector<std::string> command(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), tests::program_path("neurec").string());
        return arguments;
    }
    [[nodiscard]] Finished neurec(const std::vector<std::string>& arguments) const {
        return tests::run(command(arguments), environment());
    }
    [[nodiscard]] std::filesystem::path file() const { return home_ / "neurec.sqlite"; }
    [[nodiscard]] std::filesystem::path small_dataset() const {
        static_cast<void>(folder_.write("data/movies.dat", "1::Toy Story (1995)::Comedy\n"));
        static_cast<void>(folder_.write("data/users.dat", "1::F::1::10::48067\n"));
        static_cast<void>(folder_.write("data/ratings.dat", "1::1::5::978300760\n"));
        return folder_.path() / "data";
    }
    /// About 120,000 ratings.
    [[nodiscard]] std::filesystem::path large_dataset() const {
        tests::QuietProgress progress;
        const tests::StopFlag stop;
        const auto path = folder_.path() / "large.zip";
        infrastructure::datasets::SyntheticDatasetGenerator().generate(
            {.users = 2000, .movies = 500, .ratings_per_user = 60, .seed = 4}, path, progress,
            stop);
        return path;
    }
    /// What the database holds, as a hash.
    [[nodiscard]] std::uint64_t fingerprint() const {
        Database database(file());
        return SqlDatasetStore(database).load().fingerprint();
    }

    tests::TemporaryFolder folder_;
    std::filesystem::path home_ = folder_.path() / "home";
};

TEST_F(DataCommands, ImportSaysWhatTheDatabaseHolds) {
    const Finished import = neurec({"import", small_dataset().string()});
    EXPECT_EQ(import.status.code, 0) << import.errors;
    EXPECT_EQ(import.output,
              "Source default: 1 movies added, 0 changed; 1 users added, 0 changed; 1 ratings "
              "added, 0 changed.\n"
              "The database now holds 1 ratings of 1 movies by 1 users.\n");
    EXPECT_THAT(import.errors, HasSubstr("1 ratings of 1 movies by 1 users"));
}

TEST_F(DataCommands, ImportPrintsItsReportAsJson) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat", "1::1::5::978300760\n1::1::9::1\n"));
    const Finished import =
        neurec({"import", (folder_.path() / "data").string(), "--skip-bad-lines", "--json"});
    ASSERT_EQ(import.status.code, 0) << import.errors;
    EXPECT_EQ(boost::json::parse(import.output), boost::json::parse(R"({
        "layout": "ml-1m", "source": "default", "movies_read": 1, "users_read": 1, "ratings_read": 1,
        "lines_rejected": 1,
        "first_rejected": [{"file": "ratings.dat", "line": 2, "text": "1::1::9::1",
                            "problem": "rating '9' is not a number from 0.5 to 5"}],
        "notes": [], "movies_added": 1, "movies_changed": 0, "users_added": 1, "users_changed": 0,
        "ratings_added": 1, "ratings_changed": 0,
        "movies_with_other_ids": 0, "users_with_other_ids": 0,
        "movies_stored": 1, "users_stored": 1, "ratings_stored": 1})"));
}

TEST_F(DataCommands, ImportSaysThatTimesWereInMilliseconds) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat", "1::1::5::964982803000\n"));
    const Finished import = neurec({"import", (folder_.path() / "data").string()});
    EXPECT_EQ(import.status.code, 0) << import.errors;
    EXPECT_THAT(import.output,
                HasSubstr("ratings.dat has its times in milliseconds; they were read as such.\n"));
    Database database(file());
    EXPECT_EQ(SqlDatasetStore(database).load().all_ratings().timestamps[0], 964'982'803);
}

TEST_F(DataCommands, ImportRefusesATimeInTheFuture) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat", "1::1::5::4070908800\n"));
    const Finished import = neurec({"import", (folder_.path() / "data").string()});
    EXPECT_EQ(import.status.code, 2);
    EXPECT_THAT(import.errors,
                HasSubstr("ratings.dat, line 1: timestamp 4070908800 is in the future"));
}

TEST_F(DataCommands, ImportListsBadLinesThatItLeftOut) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat", "1::1::5::978300760\n1::1::9::1\n"));
    const Finished import =
        neurec({"import", (folder_.path() / "data").string(), "--skip-bad-lines"});
    EXPECT_EQ(import.status.code, 0) << import.errors;
    EXPECT_THAT(import.output,
                HasSubstr("Bad lines left out: 1. The first of each file:\n"
                          "  ratings.dat, line 2: rating '9' is not a number from 0.5 to 5\n"
                          "    1::1::9::1\n"));
}

TEST_F(DataCommands, ImportEndsWithCode2AtABadLine) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat", "1::1::9::1\n"));
    const Finished import = neurec({"import", (folder_.path() / "data").string()});
    EXPECT_EQ(import.status.code, 2);
    EXPECT_EQ(import.output, "");
    EXPECT_THAT(import.errors,
                AllOf(HasSubstr("neurec: ratings.dat, line 1: rating '9' is not a number"),
                      HasSubstr("  1::1::9::1"), HasSubstr("--skip-bad-lines")));
}

TEST_F(DataCommands, ImportTakesTheShareOfBadLinesThatItIsTold) {
    static_cast<void>(small_dataset());
    static_cast<void>(folder_.write("data/ratings.dat",
                                    "1::1::5::1\n1::1::9::1\n1::1::9::1\n"
                                    "1::1::9::1\n1::1::9::1\n"));
    const std::string data = (folder_.path() / "data").string();
    // The path after the flag is no value of it.
    const Finished refused = neurec({"import", "--skip-bad-lines", data});
    EXPECT_EQ(refused.status.code, 2);
    EXPECT_THAT(refused.errors, HasSubstr("4 of 7 lines cannot be taken; at most 1% may be left"));
    EXPECT_EQ(neurec({"import", "--skip-bad-lines=58%", data}).status.code, 0);
    for (const char* share : {"5", "0%", "-1%", "101%", "x", "nan%", "inf%"}) {
        const Finished odd = neurec({"import", std::string("--skip-bad-lines=") + share, data});
        EXPECT_EQ(odd.status.code, 2) << share;
        EXPECT_THAT(odd.errors, HasSubstr("give it as --skip-bad-lines=5%")) << share;
    }
}

TEST_F(DataCommands, ImportEndsWithCode4WhereTheSourceHoldsAnotherDataSet) {
    ASSERT_EQ(neurec({"import", small_dataset().string()}).status.code, 0);
    static_cast<void>(folder_.write("data/movies.dat", "1::Jumanji (1995)::Comedy\n"));
    const std::string other = (folder_.path() / "data").string();
    const Finished refused = neurec({"import", other});
    EXPECT_EQ(refused.status.code, 4);
    EXPECT_THAT(refused.errors, AllOf(HasSubstr("Toy Story (1995)"), HasSubstr("Jumanji (1995)"),
                                      HasSubstr("--source NAME"), HasSubstr("--update")));
    const Finished apart = neurec({"import", other, "--source", "mine"});
    EXPECT_EQ(apart.status.code, 0) << apart.errors;
    EXPECT_THAT(apart.output,
                HasSubstr("Source mine: 1 movies added, 0 changed; 1 users added, 0 changed; 1 "
                          "ratings added, 0 changed.\nOther ids here than in the data set, where "
                          "those were taken or too large: 1 movies, 1 users.\n"));
    EXPECT_EQ(neurec({"import", other, "--update"}).status.code, 0);
}

TEST_F(DataCommands, EvaluateFindsTheNcfSplitRightAfterTheImport) {
    // Items are numbered as ratings.dat names them first, which is not the order of the ids. The
    // admin who signs up before the import has the id 1.
    ASSERT_EQ(neurec({"user", "create-admin", "--email", "a@example.org", "--generate-password"})
                  .status.code,
              0);
    std::string movies;
    std::string users;
    std::string ratings;
    std::string test_ratings;
    std::string negatives;
    const auto movie_of_item = [](int item) { return 30 - item; };
    for (int id = 1; id <= 30; ++id)
        movies += std::to_string(id) + "::Film " + std::to_string(id) + " (1990)::Drama\n";
    for (int user = 1; user <= 12; ++user) {
        users += std::to_string(user) + "::F::25::1::0\n";
        for (int i = 0; i < 10; ++i) {
            const int item = (i + 2 * (user - 1)) % 30;
            ratings += std::to_string(user) + "::" + std::to_string(movie_of_item(item)) +
                       "::4::" + std::to_string(1000 + i) + "\n";
        }
        const int last = (9 + 2 * (user - 1)) % 30;
        const int unseen = (10 + 2 * (user - 1)) % 30;
        test_ratings += std::to_string(user - 1) + "\t" + std::to_string(last) + "\t4\t1009\n";
        negatives += "(" + std::to_string(user - 1) + "," + std::to_string(last) + ")\t" +
                     std::to_string(unseen) + "\n";
    }
    static_cast<void>(folder_.write("set/movies.dat", movies));
    static_cast<void>(folder_.write("set/users.dat", users));
    static_cast<void>(folder_.write("set/ratings.dat", ratings));
    static_cast<void>(folder_.write("ml-1m-ncf/ml-1m.test.rating", test_ratings));
    static_cast<void>(folder_.write("ml-1m-ncf/ml-1m.test.negative", negatives));

    ASSERT_EQ(neurec({"import", (folder_.path() / "set").string()}).status.code, 0);
    const Finished evaluation = neurec(
        {"evaluate", "--protocol", "ncf", "--no-model", "--methods", "popularity", "--json", "-"});
    ASSERT_EQ(evaluation.status.code, 0) << evaluation.errors;
    EXPECT_THAT(evaluation.output,
                HasSubstr("the published NCF split (" + (folder_.path() / "ml-1m-ncf").string() +
                          "), 12 users"));
}

TEST_F(DataCommands, MigrateRunsOnceWhereTwoStartTogether) {
    ChildProcess first(command({"migrate"}), environment());
    ChildProcess second(command({"migrate"}), environment());
    EXPECT_EQ(first.wait().code, 0) << first.errors();
    EXPECT_EQ(second.wait().code, 0) << second.errors();
    EXPECT_EQ(first.output().starts_with("Made ") + second.output().starts_with("Made "), 1);
}

TEST_F(DataCommands, ImportEndsWithCode3WhereThereIsNoDataSet) {
    const Finished import = neurec({"import", "/nowhere.zip"});
    EXPECT_EQ(import.status.code, 3);
    EXPECT_THAT(import.errors, HasSubstr("There is no data set at /nowhere.zip"));
}

TEST_F(DataCommands, ImportAsksForADataSetWhereNoneIsNamed) {
    const Finished import = neurec({"import"});
    EXPECT_EQ(import.status.code, 2);
    EXPECT_THAT(import.errors, AllOf(HasSubstr("Which data set?"), HasSubstr("NEUREC_DATASET"),
                                     HasSubstr("neurec generate --output demo.zip")));
}

TEST_F(DataCommands, ImportTakesTheDataSetOfTheSettings) {
    auto settings = environment();
    settings["NEUREC_DATASET"] = small_dataset().string();
    const Finished import = tests::run(command({"import"}), settings);
    EXPECT_EQ(import.status.code, 0) << import.errors;
    EXPECT_EQ(import.output,
              "Source default: 1 movies added, 0 changed; 1 users added, 0 changed; 1 ratings "
              "added, 0 changed.\nThe database now holds 1 ratings of 1 movies by 1 users.\n");
}

TEST_F(DataCommands, ImportEndsWithCode6WhereTheHomeCannotBeWritten) {
    const auto dataset = small_dataset();
    tests::TinyFilesystem disk(home_, "4m");
    if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
    ASSERT_TRUE(disk.make_read_only());
    const Finished import = neurec({"import", dataset.string()});
    EXPECT_EQ(import.status.code, 6);
    EXPECT_THAT(import.errors, AllOf(HasSubstr(file().string()), HasSubstr("NEUREC_HOME")));
}

TEST_F(DataCommands, ImportEndsWithCode6WhereTheDiskIsFull) {
    const auto dataset = large_dataset();
    tests::TinyFilesystem disk(home_, "1m");
    if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a small file system";
    const Finished import = neurec({"import", dataset.string()});
    EXPECT_EQ(import.status.code, 6);
    EXPECT_THAT(import.errors, HasSubstr("the disk is full. Nothing was stored; make room"));
    Database database(file());
    EXPECT_EQ(SqlDatasetStore(database).counts(), domain::StoreCounts{});
}

TEST_F(DataCommands, ImportKilledAtAnyMomentLeavesTheDatabaseAsBeforeOrComplete) {
    ASSERT_EQ(neurec({"import", small_dataset().string()}).status.code, 0);
    const auto before = fingerprint();
    const auto prepared = folder_.path() / "prepared.sqlite";
    std::filesystem::copy_file(file(), prepared);
    const auto reset = [&] {
        std::filesystem::remove_all(home_);
        std::filesystem::create_directories(home_);
        std::filesystem::copy_file(prepared, file());
    };

    const auto large = command({"import", large_dataset().string(), "--source", "large"});
    reset();
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_EQ(tests::run(large, environment()).status.code, 0);
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    const auto after = fingerprint();
    ASSERT_NE(after, before);

    domain::Random random(17);
    constexpr int kKills = 8;
    int killed = 0;
    // Where the machine is busy at first and idle later, imports end before their moment comes.
    for (int round = 0; killed < kKills && round < 10 * kKills; ++round) {
        reset();
        ChildProcess import(large, environment());
        // wait() kills a program that outlasts its limit.
        const std::chrono::milliseconds moment(
            random.below(static_cast<std::uint64_t>(whole.count())));
        if (import.wait(moment).signal == SIGKILL) ++killed;
        const auto found = fingerprint();
        EXPECT_TRUE(found == before || found == after)
            << "killed after " << moment.count() << " ms";
    }
    EXPECT_EQ(killed, kKills);

    EXPECT_EQ(tests::run(large, environment()).status.code, 0);
    EXPECT_EQ(fingerprint(), after);
}

/// Whether someone else is writing the database.
bool is_locked(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    const int result = sqlite3_exec(database, "begin immediate", nullptr, nullptr, nullptr);
    if (result == SQLITE_OK) sqlite3_exec(database, "rollback", nullptr, nullptr, nullptr);
    sqlite3_close(database);
    return result == SQLITE_BUSY;
}

TEST_F(DataCommands, ImportStoppedByCtrlCEndsWithCode130AndLeavesTheDatabaseAsItWas) {
    ASSERT_EQ(neurec({"import", small_dataset().string()}).status.code, 0);
    const auto before = fingerprint();
    ChildProcess import(command({"import", large_dataset().string()}), environment());
    while (import.running() && !is_locked(file()))
        std::this_thread::yield();
    import.send(SIGINT);
    EXPECT_EQ(import.wait().code, 130);
    EXPECT_THAT(import.errors(), HasSubstr("The import was stopped; the database is as it was"));
    EXPECT_EQ(fingerprint(), before);
}

TEST_F(DataCommands, GenerateMakesADataSetThatImportTakes) {
    const std::string output = (folder_.path() / "demo.zip").string();
    const Finished made = neurec({"generate", "--users", "50", "--movies", "60",
                                  "--ratings-per-user", "10", "--seed", "2", "--output", output});
    EXPECT_EQ(made.status.code, 0) << made.errors;
    EXPECT_EQ(made.output, "Import it with: neurec import " + output + "\n");
    EXPECT_EQ(neurec({"import", output}).status.code, 0);
    Database database(file());
    const auto counts = SqlDatasetStore(database).counts();
    EXPECT_EQ(counts.users, 50U);
    EXPECT_EQ(counts.movies, 60U);
}

TEST_F(DataCommands, GeneratePrintsWhatItMadeAsJson) {
    const std::string output = (folder_.path() / "demo").string();
    const Finished made = neurec({"generate", "--users", "50", "--movies", "60",
                                  "--ratings-per-user", "10", "--output", output, "--json"});
    ASSERT_EQ(made.status.code, 0) << made.errors;
    const auto report = boost::json::parse(made.output).as_object();
    EXPECT_EQ(report.at("output").as_string(), output);
    EXPECT_EQ(report.at("seed").to_number<int>(), 1);
    EXPECT_EQ(report.at("users").to_number<int>(), 50);
    EXPECT_EQ(report.at("movies").to_number<int>(), 60);
    EXPECT_NEAR(report.at("ratings").to_number<double>(), 500, 120);
}

TEST_F(DataCommands, GenerateEndsWithCode4WhereTheOutputExists) {
    const Finished made = neurec({"generate", "--output", small_dataset().string()});
    EXPECT_EQ(made.status.code, 4);
    EXPECT_THAT(made.errors, HasSubstr("exists already"));
}

TEST_F(DataCommands, GenerateEndsWithCode2ForSizesThatCannotBe) {
    const Finished made = neurec({"generate", "--users", "3", "--output", "/tmp/never"});
    EXPECT_EQ(made.status.code, 2);
    EXPECT_THAT(made.errors, HasSubstr("10 to 10,000,000 users"));
}

TEST_F(DataCommands, MigrateSaysWhatItDid) {
    const std::string newest =
        std::to_string(Database(folder_.path() / "newest.sqlite").migration().to);
    EXPECT_EQ(neurec({"migrate"}).output,
              "Made " + file().string() + " with schema " + newest + ".\n");
    EXPECT_EQ(neurec({"migrate"}).output,
              file().string() + " has schema " + newest + ", the newest: nothing to do.\n");
}

TEST_F(DataCommands, TeachWithExamples) {
    EXPECT_THAT(neurec({"import", "--help"}).output, HasSubstr("neurec import ml-1m.zip"));
    EXPECT_THAT(neurec({"generate", "--help"}).output, HasSubstr("neurec generate --users 100000"));
    EXPECT_THAT(neurec({"migrate", "--help"}).output, HasSubstr("newer version is refused"));
}

}  // namespace
}  // namespace neurec
