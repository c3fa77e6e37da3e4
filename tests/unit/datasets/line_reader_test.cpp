#include "infrastructure/datasets/line_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace neurec::infrastructure::datasets {
namespace {

/// Bytes in memory, given in pieces of at most `piece`.
class Text : public ByteSource {
  public:
    explicit Text(std::string text, std::size_t piece = 1U << 20U)
        : text_(std::move(text)), piece_(piece) {}
    std::size_t read(std::span<char> buffer) override {
        const std::size_t count = std::min({buffer.size(), piece_, text_.size() - at_});
        std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), count, buffer.begin());
        at_ += count;
        return count;
    }

  private:
    std::string text_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text, std::size_t piece = 1U << 20U) {
    Text source(text, piece);
    LineReader reader(source);
    std::vector<std::string> lines;
    while (reader.next())
        lines.emplace_back(reader.line());
    return lines;
}

using Lines = std::vector<std::string>;

TEST(LineReader, GivesLinesWithoutTheirEnds) {
    EXPECT_EQ(lines_of("one\ntwo\n"), (Lines{"one", "two"}));
    EXPECT_EQ(lines_of("one\r\ntwo\r\n"), (Lines{"one", "two"}));
    EXPECT_EQ(lines_of("one\n\nthree\n"), (Lines{"one", "", "three"}));
    EXPECT_EQ(lines_of(""), Lines{});
}

TEST(LineReader, NeedsNoEndBehindTheLastLine) {
    EXPECT_EQ(lines_of("one\ntwo"), (Lines{"one", "two"}));
    EXPECT_EQ(lines_of("one\r\ntwo\r"), (Lines{"one", "two"}));
}

TEST(LineReader, LeavesOutAByteOrderMarkInFrontOfTheFirstLineOnly) {
    EXPECT_EQ(lines_of("\xef\xbb\xbfone\n\xef\xbb\xbftwo\n"), (Lines{"one", "\xef\xbb\xbftwo"}));
}

TEST(LineReader, KeepsNulAndOtherBytes) {
    const std::string text("a\0b\xff\n", 5);
    EXPECT_EQ(lines_of(text), (Lines{std::string("a\0b\xff", 4)}));
}

TEST(LineReader, GivesTheSameLinesWhateverPiecesTheSourceReadsIn) {
    const std::string text =
        "one\r\n" + std::string(70'000, 'x') + "\nthree\n" + std::string(300'000, 'y') + "\nfive";
    const Lines expected = lines_of(text);
    ASSERT_EQ(expected.size(), 5U);
    EXPECT_EQ(lines_of(text, 1), expected);
    EXPECT_EQ(lines_of(text, 7), expected);
    EXPECT_EQ(lines_of(text, 65'536), expected);
}

TEST(LineReader, TakesALineOfTheLongestLength) {
    Text source(std::string(LineReader::kLongestLine, 'x') + "\nnext\n");
    LineReader reader(source);
    ASSERT_TRUE(reader.next());
    EXPECT_FALSE(reader.too_long());
    EXPECT_EQ(reader.line().size(), LineReader::kLongestLine);
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.line(), "next");
}

TEST(LineReader, CutsLongerLinesAndGoesOnBehindThem) {
    for (const std::size_t length :
         {LineReader::kLongestLine + 1, 4 * LineReader::kLongestLine, std::size_t{3'000'000}}) {
        Text source(std::string(length, 'x') + "\nnext\n", 4096);
        LineReader reader(source);
        ASSERT_TRUE(reader.next());
        EXPECT_TRUE(reader.too_long());
        EXPECT_EQ(reader.line(), std::string(LineReader::kLongestLine, 'x'));
        EXPECT_EQ(reader.number(), 1U);
        ASSERT_TRUE(reader.next()) << length;
        EXPECT_FALSE(reader.too_long());
        EXPECT_EQ(reader.line(), "next");
        EXPECT_EQ(reader.number(), 2U);
        EXPECT_EQ(reader.bytes(), length + 1 + 5);
        EXPECT_FALSE(reader.next());
    }
}

TEST(LineReader, CountsTheBytesBehindIt) {
    Text source("\xef\xbb\xbfone\r\n\ntwo");
    LineReader reader(source);
    std::vector<std::uint64_t> bytes;
    while (reader.next())
        bytes.push_back(reader.bytes());
    EXPECT_EQ(bytes, (std::vector<std::uint64_t>{8, 9, 12}));
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
