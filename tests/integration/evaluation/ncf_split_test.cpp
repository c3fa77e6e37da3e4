#include "infrastructure/datasets/ncf_split.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::datasets {

namespace {

using testing::HasSubstr;

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

void write_gzip(const std::filesystem::path& path, const std::string& text) {
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
}

/// Two users; items are numbered 0: movie 3, 1: movie 1, 2: movie 2, 3: movie 4.
domain::Dataset two_users() {
    return tests::small_dataset(
        2, 5, {{1, 3, 5, 10}, {1, 1, 3, 30}, {2, 1, 4, 20}, {2, 2, 2, 50}, {2, 4, 1, 40}});
}

/// User 1's newest is item 1, user 2's is item 2.
constexpr const char* kRatings = "0\t1\t3\t30\n1\t2\t2\t50\n";
constexpr const char* kNegatives = "(0,1)\t2\t3\n(1,2)\t0\t2\n";

std::string refusal(const NcfSplit& split, const domain::Dataset& data) {
    try {
        (void)split.load(data);
    } catch (const domain::InvalidInput& error) {
        return error.what();
    }
    return "not refused";
}

class NcfSplitTest : public testing::Test {
  protected:
    void SetUp() override {
        write(folder_.path() / "ml-1m.test.rating", kRatings);
        write_gzip(folder_.path() / "ml-1m.test.negative.gz", kNegatives);
    }
    [[nodiscard]] NcfSplit split() const { return {folder_.path(), std::nullopt}; }

    tests::TemporaryFolder folder_;
};

}  // namespace

TEST_F(NcfSplitTest, NumbersItemsInTheOrderInWhichMoviesFirstAppear) {
    const auto loaded = split().load(two_users());

    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->cases,
              (std::vector<domain::LeaveOneOutCase>{{0, 0, {1, 3}}, {1, 1, {2, 1}}}));
    EXPECT_THAT(loaded->origin, HasSubstr(folder_.path().string()));
}

TEST_F(NcfSplitTest, ReadsNegativesThatAreNotCompressed) {
    std::filesystem::remove(folder_.path() / "ml-1m.test.negative.gz");
    write(folder_.path() / "ml-1m.test.negative", kNegatives);

    EXPECT_EQ(split().load(two_users())->cases.size(), 2);
}

TEST_F(NcfSplitTest, IsNothingWhereTheFolderHoldsNoSplit) {
    EXPECT_FALSE(NcfSplit(folder_.path() / "nowhere", std::nullopt).load(two_users()));
}

TEST_F(NcfSplitTest, TakesTheOrderFromTheDataSetWhereTheDataHasLostIt) {
    const std::filesystem::path original = folder_.path() / "ml-1m";
    std::filesystem::create_directory(original);
    write(original / "movies.dat",
          "1::A (1990)::Drama\n2::B (1990)::Drama\n3::C (1990)::Drama\n4::D (1990)::War\n"
          "5::E (1990)::War\n");
    write(original / "users.dat", "1::M::25::1::00000\n2::F::35::2::00000\n");
    write(original / "ratings.dat",
          "1::3::5::10\n1::1::3::30\n2::1::4::20\n2::2::2::50\n2::4::1::40\n");
    // The same ratings, each user's by movie, as a database may give them.
    const domain::Dataset sorted = tests::small_dataset(
        2, 5, {{1, 1, 3, 30}, {1, 3, 5, 10}, {2, 1, 4, 20}, {2, 2, 2, 50}, {2, 4, 1, 40}});

    EXPECT_THAT(refusal(split(), sorted), HasSubstr("--dataset"));
    EXPECT_EQ(NcfSplit(folder_.path(), original).load(sorted)->cases,
              split().load(two_users())->cases);
}

/// Two data sets, of which the second is the split's; its rows have other ids than there.
class TwoSources : public domain::ImportedSources {
  public:
    [[nodiscard]] std::vector<domain::ImportedSource> all() override {
        return {
            {"other", "", {{"1", domain::UserId{5}}}, {domain::MovieId{4}}},
            {"ml-1m",
             "",
             {{"1", domain::UserId{7}}, {"2", domain::UserId{8}}},
             {domain::MovieId{13}, domain::MovieId{11}, domain::MovieId{12}, domain::MovieId{14}}}};
    }
    [[nodiscard]] std::vector<std::string> paths() override { return {}; }
};

TEST_F(NcfSplitTest, TakesItsNumbersFromTheImportedDataSetWhicheverIdsItsRowsHave) {
    // By movie, as a database gives them; users 5 and 6 and movies up to 10 are somebody else's.
    const domain::Dataset data = tests::small_dataset(8, 14,
                                                      {{5, 4, 5, 10},
                                                       {7, 11, 3, 30},
                                                       {7, 13, 5, 10},
                                                       {8, 11, 4, 20},
                                                       {8, 12, 2, 50},
                                                       {8, 14, 1, 40}});
    TwoSources sources;

    EXPECT_THAT(refusal(split(), data), HasSubstr("since it has schema 5"));
    const auto loaded = NcfSplit(folder_.path(), std::nullopt, &sources).load(data);
    EXPECT_EQ(loaded->cases,
              (std::vector<domain::LeaveOneOutCase>{{6, 10, {11, 13}}, {7, 11, {12, 11}}}));
}

TEST_F(NcfSplitTest, RefusesDataThatDisagreesWithASingleTestRating) {
    const domain::Dataset other_stars = tests::small_dataset(
        2, 5, {{1, 3, 5, 10}, {1, 1, 4, 30}, {2, 1, 4, 20}, {2, 2, 2, 50}, {2, 4, 1, 40}});
    const domain::Dataset other_time = tests::small_dataset(
        2, 5, {{1, 3, 5, 10}, {1, 1, 3, 31}, {2, 1, 4, 20}, {2, 2, 2, 50}, {2, 4, 1, 40}});

    EXPECT_THAT(refusal(split(), other_stars), HasSubstr("only 1 of its 2 test ratings"));
    EXPECT_THAT(refusal(split(), other_time), HasSubstr("only 1 of its 2 test ratings"));
}

TEST_F(NcfSplitTest, NamesFileAndLineOfWhatIsWrong) {
    write(folder_.path() / "ml-1m.test.rating", "0\t1\t3\t30\n1\ttwo\t2\t50\n");
    EXPECT_THAT(refusal(split(), two_users()),
                testing::AllOf(HasSubstr("ml-1m.test.rating, line 2"), HasSubstr("\"two")));
}

TEST_F(NcfSplitTest, RefusesNegativesThatDoNotFit) {
    const std::filesystem::path file = folder_.path() / "ml-1m.test.negative.gz";
    const auto refusal_of = [&](const std::string& negatives) {
        write_gzip(file, negatives);
        return refusal(split(), two_users());
    };

    EXPECT_THAT(refusal_of("(0,1)\t2\t3\n"), HasSubstr("negatives for 1"));
    EXPECT_THAT(refusal_of("(0,1)\t2\n(1,3)\t0\n"), HasSubstr("row 2 is about another"));
    EXPECT_THAT(refusal_of("(0,1)\t2\n(1,2)\t99\n"), HasSubstr("item 99 is not in the data"));
    EXPECT_THAT(refusal_of("(0,1)\t0\n(1,2)\t0\n"), HasSubstr("that the user rates"));
    EXPECT_THAT(refusal_of("(0,1)\t2\n(1,2)\n"), HasSubstr("row 2 has no negative items"));
    EXPECT_THAT(refusal_of("0,1\t2\n"), HasSubstr("line 1: '(' is expected"));
    std::filesystem::remove(file);
    EXPECT_THAT(refusal(split(), two_users()), HasSubstr("ml-1m.test.negative.gz"));
}

TEST_F(NcfSplitTest, RefusesACompressedFileThatIsCutShortOrDamaged) {
    std::string negatives;
    for (int i = 0; i < 2000; ++i)
        negatives += "(0,1)\t" + std::to_string(i * 7919 % 1000) + "\n";
    const std::filesystem::path file = folder_.path() / "ml-1m.test.negative.gz";
    write_gzip(file, negatives);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    EXPECT_THAT(refusal(split(), two_users()), HasSubstr("is damaged"));

    write_gzip(file, negatives);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(200);
    bytes.write("\xFF\xFF\xFF\xFF", 4);
    bytes.close();
    EXPECT_THAT(refusal(split(), two_users()), HasSubstr("ml-1m.test.negative.gz"));
}

TEST_F(NcfSplitTest, RefusesAUserWhoIsTestedTwice) {
    write(folder_.path() / "ml-1m.test.rating", "0\t1\t3\t30\n0\t0\t5\t10\n");
    write_gzip(folder_.path() / "ml-1m.test.negative.gz", "(0,1)\t2\n(0,0)\t2\n");
    EXPECT_THAT(refusal(split(), two_users()), HasSubstr("tests a user twice"));
}

}  // namespace neurec::infrastructure::datasets
