#include "presentation/cli/terminal_progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <streambuf>
#include <string>

namespace neurec::presentation::cli {
namespace {

using namespace std::chrono_literals;

TEST(ReadableDuration, UsesTheUnitThatPeopleWould) {
    EXPECT_EQ(readable_duration(0s), "0 ms");
    EXPECT_EQ(readable_duration(850ms), "850 ms");
    EXPECT_EQ(readable_duration(999.6ms), "1.0 s");
    EXPECT_EQ(readable_duration(9.94s), "9.9 s");
    EXPECT_EQ(readable_duration(12s), "12 s");
    EXPECT_EQ(readable_duration(185s), "3 min 05 s");
    EXPECT_EQ(readable_duration(7800s), "2 h 10 min");
    EXPECT_EQ(readable_duration(-1s), "0 ms");
}

TEST(TerminalProgress, WritesOneLineAStageWhereThereIsNoTerminal) {
    std::ostringstream out;
    TerminalProgress progress(out, false);

    progress.begin("Reading", 10);
    progress.update(5, "half");
    progress.finish("10 rows");

    EXPECT_EQ(out.str().substr(0, 17), "Reading: 10 rows ");
    EXPECT_EQ(out.str().find('\r'), std::string::npos);
}

/// What one thread writes and another waits for.
class WatchedText : public std::streambuf {
  public:
    /// Whether `wanted` comes so many times within a minute.
    bool has(std::string_view wanted, int times) {
        std::unique_lock lock(mutex_);
        return grown_.wait_for(lock, 1min, [&] {
            int found = 0;
            for (std::size_t at = text_.find(wanted); at != text_.npos;
                 at = text_.find(wanted, at + 1))
                ++found;
            return found >= times;
        });
    }
    [[nodiscard]] std::string text() {
        const std::lock_guard lock(mutex_);
        return text_;
    }

  private:
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        const std::lock_guard lock(mutex_);
        text_.append(bytes, static_cast<std::size_t>(count));
        grown_.notify_all();
        return count;
    }
    int overflow(int byte) override {
        const char c = static_cast<char>(byte);
        xsputn(&c, 1);
        return byte;
    }

    std::mutex mutex_;
    std::condition_variable grown_;
    std::string text_;
};

TEST(TerminalProgress, SaysNowAndThenHowFarItIsWhereThereIsNoTerminal) {
    WatchedText text;
    std::ostream out(&text);
    TerminalProgress progress(out, false, 100, 1ms);

    progress.begin("Reading", 10);
    progress.update(5, "half");
    EXPECT_TRUE(text.has("Reading: 50 %, half\n", 2)) << text.text();
    progress.finish("10 rows");
}

TEST(TerminalProgress, SaysSoOfAStageThatTellsNothingOfItself) {
    WatchedText text;
    std::ostream out(&text);
    TerminalProgress progress(out, false, 100, 1ms);

    progress.begin("Fitting", 0);
    EXPECT_TRUE(text.has("Fitting: ", 3)) << text.text();
}

TEST(TerminalProgress, SaysNothingBetweenStages) {
    WatchedText text;
    {
        std::ostream out(&text);
        TerminalProgress progress(out, false, 100, 1ms);
        progress.begin("Reading", 10);
        progress.finish("10 rows");
        progress.begin("Sorting", 0);
        ASSERT_TRUE(text.has("Sorting: ", 2));
        progress.finish("done");
    }
    const std::string all = text.text();
    EXPECT_EQ(all.find("Reading: ", all.find("Reading: 10 rows") + 1), all.npos) << all;
    EXPECT_EQ(all.substr(all.rfind("Sorting: ")).substr(0, 13), "Sorting: done") << all;
}

TEST(TerminalProgress, DrawsABarOnATerminalAndRemovesItAtTheEnd) {
    std::ostringstream out;
    TerminalProgress progress(out, true);

    progress.begin("Reading", 10);
    EXPECT_NE(out.str().find("  0 %"), std::string::npos) << out.str();
    progress.finish("10 rows");

    const std::string last = out.str().substr(out.str().rfind('\r'));
    EXPECT_EQ(last.substr(0, 21), "\r\033[KReading: 10 rows ") << last;
}

TEST(TerminalProgress, NeverDrawsWiderThanTheTerminal) {
    std::ostringstream out;
    TerminalProgress progress(out, true, 20);

    progress.begin("A stage whose name is much longer than the terminal", 3);

    EXPECT_NE(out.str().find("…"), std::string::npos);
    EXPECT_LT(out.str().size(), 40U);
}

}  // namespace
}  // namespace neurec::presentation::cli
