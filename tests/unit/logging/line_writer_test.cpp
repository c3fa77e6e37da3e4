#include "infrastructure/logging/line_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "infrastructure/logging/json_logger.hpp"

namespace neurec::infrastructure::logging {
namespace {

using namespace std::chrono_literals;

struct Count : domain::Counter {
    void add(std::uint64_t count) noexcept override { value += count; }
    std::atomic<std::uint64_t> value = 0;
};

/// A pipe of the smallest size, whose reader does what the test says.
class Pipe {
  public:
    Pipe() {
        EXPECT_EQ(pipe2(ends_.data(), O_CLOEXEC), 0);
        fcntl(ends_[1], F_SETPIPE_SZ, 4096);
    }
    ~Pipe() {
        close_reader();
        close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int write_end() const { return ends_[1]; }
    void close_reader() {
        if (ends_[0] >= 0) close(std::exchange(ends_[0], -1));
    }
    /// Reads on until the text ends so.
    std::string read_until(const std::string& end) {
        while (!text_.ends_with(end)) {
            std::array<char, 4096> bytes;
            const ssize_t count = read(ends_[0], bytes.data(), bytes.size());
            if (count <= 0) break;
            text_.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return text_;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
    std::string text_;
};

TEST(LineWriter, WritesLinesInTheirOrder) {
    Pipe pipe;
    Count dropped;
    LineWriter writer(pipe.write_end(), dropped, 1 << 20);
    std::string all;
    for (int i = 0; i < 5000; ++i) {
        writer.add("line " + std::to_string(i) + "\n");
        all += "line " + std::to_string(i) + "\n";
    }
    EXPECT_EQ(pipe.read_until("line 4999\n"), all);
    EXPECT_EQ(dropped.value, 0U);
}

TEST(LineWriter, DropsAndCountsWhatNobodyReadsAndNeverWaits) {
    Pipe pipe;
    Count dropped;
    LineWriter writer(pipe.write_end(), dropped, 1000);
    for (int i = 0; i < 5000; ++i)
        writer.add("ten bytes\n");
    // 100 in the queue, 100 being written, and 409 in the pipe at the most.
    EXPECT_GE(dropped.value, 5000U - 609U);
    EXPECT_LT(dropped.value, 5000U);
}

TEST(LineWriter, GoesOnWhereTheReaderIsGone) {
    Pipe pipe;
    Count dropped;
    {
        LineWriter writer(pipe.write_end(), dropped, 1000);
        pipe.close_reader();
        writer.add("nobody reads this\n");
    }
    EXPECT_EQ(dropped.value, 1U);
}

TEST(LineWriter, WritesWhatIsQueuedBeforeItEnds) {
    Pipe pipe;
    Count dropped;
    {
        LineWriter(pipe.write_end(), dropped, 1000).add("the last line\n");
    }
    EXPECT_EQ(pipe.read_until("\n"), "the last line\n");
}

TEST(LineWriter, EndsSoonWhereNobodyReads) {
    Pipe pipe;
    Count dropped;
    const auto begun = std::chrono::steady_clock::now();
    {
        LineWriter writer(pipe.write_end(), dropped, 1 << 20);
        for (int i = 0; i < 5000; ++i)
            writer.add("ten bytes\n");
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
    EXPECT_GT(dropped.value, 0U);
}

TEST(JsonLogger, SaysHowManyLinesWereDroppedOnceThereIsRoom) {
    Pipe pipe;
    Count dropped;
    JsonLogger logger(domain::LogLevel::info, pipe.write_end(), dropped);
    const std::string long_text(100'000, 'x');
    while (dropped.value == 0)
        logger.write(domain::LogLevel::info, long_text, {});
    static_cast<void>(pipe.read_until("x\"}\n"));
    std::string text;
    const auto line = "\"message\":\"log lines dropped\",\"lines\":1}";
    while (text.find(line) == text.npos) {
        logger.write(domain::LogLevel::info, "end", {});
        text = pipe.read_until("\"message\":\"end\"}\n");
    }
    EXPECT_NE(text.find(line), text.npos);
}

}  // namespace
}  // namespace neurec::infrastructure::logging
