#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

// With too little of anything, `neurec serve` ends by itself and says of what, or it serves and
// stops when it is told to. It never hangs, and nothing kills it.
namespace neurec::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLongest{20};

/// How a start went.
struct Start {
    bool has_served = false;
    ExitStatus end;
    std::string errors;
};

/// Starts the command and, where it comes to listen, tells it to stop.
Start start_of(const std::vector<std::string>& command,
               const std::map<std::string, std::string>& environment) {
    ChildProcess server(command, environment);
    Start start;
    start.has_served = server.wait_for_text("Try\n", kLongest);
    if (start.has_served) server.send(SIGTERM);
    start.end = server.wait(kLongest);
    start.errors = server.errors();
    return start;
}

/// It served and stopped, or refused to with a reason that has one of `words`.
void expect_served_or_refused(const Start& start, const std::vector<std::string>& words) {
    ASSERT_FALSE(start.end.signal) << "signal " << *start.end.signal << ": " << start.errors;
    if (start.has_served) {
        EXPECT_EQ(start.end.code, 0) << start.errors;
        return;
    }
    EXPECT_EQ(start.end.code, 6) << start.errors;
    EXPECT_TRUE(std::ranges::any_of(words, [&](const std::string& word) {
        return start.errors.find(word) != std::string::npos;
    })) << start.errors;
}

/// An empty home that anybody may write to, and `neurec serve` on it with two workers.
class StartUnder : public testing::Test {
  protected:
    StartUnder() {
        for (const fs::path& each : {folder_.path(), home()}) {
            fs::create_directories(each);
            fs::permissions(each, fs::perms::all);
        }
    }
    [[nodiscard]] fs::path home() const { return folder_.path() / "home"; }
    [[nodiscard]] static fs::path program() { return program_path("neurec"); }
    [[nodiscard]] std::vector<std::string> serve(const fs::path& program) const {
        return {program.string(), "--home", home().string(), "--port", "0",
                "--workers",      "2",      "serve"};
    }
    /// The command under limits of the shell, such as "-v 150000".
    [[nodiscard]] std::vector<std::string> limited(const std::string& limits,
                                                   const std::vector<std::string>& command) const {
        std::vector<std::string> words{"bash", "-c", "ulimit " + limits + R"( && exec "$@")", "_"};
        words.insert(words.end(), command.begin(), command.end());
        return words;
    }

    TemporaryFolder folder_;
    std::map<std::string, std::string> environment_{
        {"NEUREC_DATABASE_URL", ""}, {"OPENBLAS_NUM_THREADS", ""}, {"OMP_NUM_THREADS", ""}};
};

TEST_F(StartUnder, EachLimitOnMemoryServesOrSaysSo) {
    int served = 0;
    int refused = 0;
    // Below, the loader does not find room for the libraries.
    for (int kib = 90'000; kib <= 260'000; kib += 10'000) {
        SCOPED_TRACE("ulimit -v " + std::to_string(kib));
        const Start start =
            start_of(limited("-v " + std::to_string(kib), serve(program())), environment_);
        if (start.end.code == 127) continue;
        expect_served_or_refused(start, {"memory", "threads or processes"});
        ++(start.has_served ? served : refused);
    }
    EXPECT_GT(served, 0);
    EXPECT_GT(refused, 0);
}

TEST_F(StartUnder, EachLimitOnThreadsServesOrSaysSo) {
    // The limit does not bind root, and counts all of a user's processes: as a user of our own.
    std::vector<std::string> as_nobody;
    fs::path copy = folder_.path() / "neurec";
    fs::copy_file(program(), copy);  // where that user may reach it
    if (geteuid() == 0) {
        const std::string user = std::to_string(61'000 + getpid() % 1000);
        as_nobody = {"setpriv", "--reuid", user, "--regid", user, "--clear-groups"};
    }
    int served = 0;
    int refused = 0;
    for (int threads = 1; threads <= 12; ++threads) {
        SCOPED_TRACE("ulimit -u " + std::to_string(threads));
        std::vector<std::string> command = as_nobody;
        const auto words = limited("-u " + std::to_string(threads), serve(copy));
        command.insert(command.end(), words.begin(), words.end());
        const Start start = start_of(command, environment_);
        expect_served_or_refused(start, {"threads or processes"});
        ++(start.has_served ? served : refused);
    }
    EXPECT_GT(refused, 0);
    if (geteuid() == 0) {
        EXPECT_GT(served, 0);
    }
}

TEST_F(StartUnder, EachLimitOnOpenFilesServesOrSaysSo) {
    int served = 0;
    int refused = 0;
    for (const int files : {4, 5, 6, 7, 8, 10, 12, 16, 20, 64, 143, 144, 256}) {
        SCOPED_TRACE("ulimit -n " + std::to_string(files));
        const Start start =
            start_of(limited("-n " + std::to_string(files), serve(program())), environment_);
        if (start.end.code == 127) continue;  // the loader itself opens files
        expect_served_or_refused(start, {"files open", "open files"});
        ++(start.has_served ? served : refused);
    }
    EXPECT_GT(served, 0);
    EXPECT_GT(refused, 0);
}

/// The same with one allocation or thread of the start, or all from one on, failing.
class FailingStart : public StartUnder {
  protected:
    struct Counts {
        long allocations = 0;
        long threads = 0;
    };

    [[nodiscard]] Counts counts() const {
        auto environment = environment_;
        const fs::path file = folder_.path() / "counts";
        environment["LD_PRELOAD"] = NEUREC_FAILING_START;
        environment["FAILING_START_COUNTS"] = file.string();
        const Start start = start_of(serve(program()), environment);
        EXPECT_TRUE(start.has_served) << start.errors;
        Counts result;
        std::ifstream(file) >> result.allocations >> result.threads;
        return result;
    }
    /// The `nth` of what is named fails, and `more` after it.
    [[nodiscard]] Start start_without(const std::string& what, long nth, long more) const {
        auto environment = environment_;
        environment["LD_PRELOAD"] = NEUREC_FAILING_START;
        environment["FAILING_START"] = what;
        environment["FAILING_START_AT"] = std::to_string(nth);
        environment["FAILING_START_MORE"] = std::to_string(more);
        return start_of(serve(program()), environment);
    }
    static constexpr long kAll = 1'000'000'000;
};

TEST_F(FailingStart, OfAnyThreadEndsWithTheReason) {
    const long threads = counts().threads;
    ASSERT_GE(threads, 7) << "two workers, two that hash, bytes, training jobs, two tasks";
    for (long nth = 0; nth < threads; ++nth)
        for (const long more : {0L, kAll}) {
            SCOPED_TRACE("thread " + std::to_string(nth) + ", " + std::to_string(more) + " more");
            const Start start = start_without("thread", nth, more);
            EXPECT_FALSE(start.has_served);
            expect_served_or_refused(start, {"threads or processes"});
        }
}

// Every allocation would take an hour: these are spread over the start, at another place each.
TEST_F(FailingStart, OfAllocationsEndsOrServes) {
    constexpr long kTried = 60;
    const long allocations = counts().allocations;
    ASSERT_GT(allocations, 1000);
    for (long i = 0; i < 2 * kTried; ++i) {
        const long nth = i * allocations / (2 * kTried);
        const long more = i % 2 == 0 ? 0 : kAll;
        SCOPED_TRACE("allocation " + std::to_string(nth) + ", " + std::to_string(more) + " more");
        const Start start = start_without("allocation", nth, more);
        EXPECT_FALSE(start.end.signal) << "signal " << *start.end.signal << ": " << start.errors;
        EXPECT_EQ(start.end.code == 0, start.has_served) << start.errors;
        EXPECT_TRUE(start.has_served || !start.errors.empty()) << "nothing is said";
    }
}

}  // namespace
}  // namespace neurec::tests
