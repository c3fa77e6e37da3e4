#include "infrastructure/datasets/open_dataset.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "support/archives.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::datasets {
namespace {

using domain::Demographics;
using domain::Gender;
using domain::Movie;
using domain::MovieId;
using domain::User;
using domain::UserId;
using testing::AllOf;
using testing::HasSubstr;
using tests::rating;
using tests::RecordingSink;
using tests::TemporaryFolder;

using Files = std::vector<std::pair<std::string, std::string>>;

const Files kMl1m{
    {"movies.dat", "1::Toy Story (1995)::Animation|Comedy\n73::Mis\xe9rables, Les (1995)::Drama\n"},
    {"users.dat", "1::F::1::10::48067\n2::M::56::16::70072\n"},
    {"ratings.dat", "1::73::5::978300760\n2::1::3::0\n"}};

const Files kMl100k{
    {"u.item",
     "1|Toy Story (1995)|01-Jan-1995||http://example.invalid/1|0|0|0|1|0|1|0|0|0|0|0|0|0|0|0|0|0|0|"
     "0\n"
     "543|Mis\xe9rables, Les (1995)|01-Jan-1995|||0|0|0|0|0|0|0|0|1|0|0|0|1|0|0|0|0|0|0\n"},
    {"u.user", "1|24|M|technician|85711\n2|53|F|other|94043\n"},
    {"u.data", "1\t543\t3\t881250949\n2\t1\t4\t891717742\n"}};

const Files kMlLatest{{"movies.csv",
                       "movieId,title,genres\r\n1,Toy Story (1995),Animation|Comedy\r\n"
                       "11,\"American President, The (1995)\",(no genres listed)\r\n"},
                      {"ratings.csv",
                       "userId,movieId,rating,timestamp\r\n7,1,4.5,1147880044\r\n"
                       "3,11,0.5,1147868817\r\n7,11,5.0,1147868828\r\n"}};

Files below(const std::string& folder, Files files) {
    for (auto& [name, content] : files) {
        name.insert(0, "/");
        name.insert(0, folder);
    }
    return files;
}

std::filesystem::path written(const TemporaryFolder& folder, const Files& files) {
    for (const auto& [name, content] : files)
        static_cast<void>(folder.write("data/" + name, content));
    return folder.path() / "data";
}

RecordingSink read(const std::filesystem::path& path) {
    RecordingSink sink;
    open_dataset(path)->read(sink);
    return sink;
}

/// The message with which opening or reading fails.
template <class ErrorType>
std::string failure_of(const std::filesystem::path& path) {
    try {
        read(path);
    } catch (const ErrorType& error) {
        return error.what();
    }
    return "it was read";
}

void expect_ml_1m(const RecordingSink& rows) {
    EXPECT_EQ(rows.movies,
              (std::vector<Movie>{{MovieId{1}, "Toy Story (1995)", {"Animation", "Comedy"}},
                                  {MovieId{73}, "Misérables, Les (1995)", {"Drama"}}}));
    EXPECT_EQ(rows.users, (std::vector<User>{{UserId{1}, Demographics{1, Gender::female, 10}},
                                             {UserId{2}, Demographics{56, Gender::male, 16}}}));
    EXPECT_EQ(rows.ratings, (std::vector{rating(1, 73, 5, 978300760), rating(2, 1, 3, 0)}));
    EXPECT_TRUE(rows.bad_lines.empty());
}

TEST(OpenDataset, ReadsMl1mFromAFolder) {
    const TemporaryFolder folder;
    const auto path = written(folder, kMl1m);
    EXPECT_EQ(open_dataset(path)->layout(), "ml-1m");
    expect_ml_1m(read(path));
}

TEST(OpenDataset, ReadsMl1mOneFolderDown) {
    const TemporaryFolder folder;
    expect_ml_1m(read(written(folder, below("ml-1m", kMl1m))));
}

TEST(OpenDataset, ReadsMl1mFromAnArchive) {
    const TemporaryFolder folder;
    expect_ml_1m(read(tests::write_archive(folder.path() / "flat.zip", kMl1m)));
    expect_ml_1m(read(tests::write_archive(folder.path() / "deep.zip", below("ml-1m", kMl1m))));
}

TEST(OpenDataset, ReadsMl100k) {
    const TemporaryFolder folder;
    for (const auto& path :
         {written(folder, kMl100k),
          tests::write_archive(folder.path() / "ml-100k.zip", below("ml-100k", kMl100k))}) {
        EXPECT_EQ(open_dataset(path)->layout(), "ml-100k");
        const RecordingSink rows = read(path);
        EXPECT_EQ(
            rows.movies,
            (std::vector<Movie>{{MovieId{1}, "Toy Story (1995)", {"Animation", "Comedy"}},
                                {MovieId{543}, "Misérables, Les (1995)", {"Drama", "Musical"}}}));
        EXPECT_EQ(rows.users,
                  (std::vector<User>{{UserId{1}, Demographics{24, Gender::male, 17}},
                                     {UserId{2}, Demographics{53, Gender::female, 0}}}));
        EXPECT_EQ(rows.ratings,
                  (std::vector{rating(1, 543, 3, 881250949), rating(2, 1, 4, 891717742)}));
        EXPECT_TRUE(rows.bad_lines.empty());
    }
}

TEST(OpenDataset, ReadsMlLatestWithOneUserForEachIdThatRates) {
    const TemporaryFolder folder;
    for (const auto& path :
         {written(folder, kMlLatest),
          tests::write_archive(folder.path() / "latest.zip", below("ml-latest", kMlLatest))}) {
        EXPECT_EQ(open_dataset(path)->layout(), "ml-latest (CSV)");
        const RecordingSink rows = read(path);
        EXPECT_EQ(rows.movies,
                  (std::vector<Movie>{{MovieId{1}, "Toy Story (1995)", {"Animation", "Comedy"}},
                                      {MovieId{11}, "American President, The (1995)", {}}}));
        EXPECT_EQ(rows.users, (std::vector<User>{{UserId{7}, {}}, {UserId{3}, {}}}));
        EXPECT_EQ(rows.ratings,
                  (std::vector{rating(7, 1, 4.5F, 1147880044), rating(3, 11, 0.5F, 1147868817),
                               rating(7, 11, 5, 1147868828)}));
        EXPECT_TRUE(rows.bad_lines.empty());
    }
}

TEST(OpenDataset, TakesTitlesAsUtf8WhereTheWholeFileIs) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    files[0].second = "1::Toy Story (1995)::Comedy\n73::Misérables, Les (1995)::Drama\n";
    EXPECT_EQ(read(written(folder, files)).movies[1].title, "Misérables, Les (1995)");
}

TEST(OpenDataset, TakesTheWholeFileAsLatin1WhereOneTitleIsNoUtf8) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    files[0].second = "1::Misérables, Les (1995)::Drama\n73::Am\xe9lie (2001)::Drama\n";
    const RecordingSink rows = read(written(folder, files));
    EXPECT_EQ(rows.movies[0].title, "MisÃ©rables, Les (1995)");
    EXPECT_EQ(rows.movies[1].title, "Amélie (2001)");
}

TEST(OpenDataset, ToleratesCrLfAByteOrderMarkBlankLinesAndAMissingLastLineEnd) {
    const TemporaryFolder folder;
    const Files files{{"movies.dat",
                       "\xef\xbb\xbf"
                       "1::Toy Story (1995)::Comedy\r\n\r\n73::Amélie::Drama"},
                      {"users.dat", "1::F::1::10::48067\r\n"},
                      {"ratings.dat", "1::1::5::978300760\r\n\r\n1::73::4::978300761"}};
    const RecordingSink rows = read(written(folder, files));
    EXPECT_TRUE(rows.bad_lines.empty());
    EXPECT_EQ(rows.movies.size(), 2U);
    EXPECT_EQ(rows.movies[0].title, "Toy Story (1995)");
    EXPECT_EQ(rows.ratings.size(), 2U);
}

TEST(OpenDataset, ReadsTimesInMillisecondsAndSaysSo) {
    const TemporaryFolder folder;
    Files files = kMlLatest;
    files[1].second =
        "userId,movieId,rating,timestamp\n7,1,4.5,1147880044123\n3,11,0.5,0\n"
        "7,11,5.0,1147868828\n3,1,5.0,4070908800000\n";
    const auto reader = open_dataset(written(folder, files));
    RecordingSink rows;
    reader->read(rows);
    EXPECT_EQ(rows.ratings, (std::vector{rating(7, 1, 4.5F, 1147880044), rating(3, 11, 0.5F, 0)}));
    ASSERT_EQ(rows.bad_lines.size(), 2U);
    EXPECT_EQ(rows.bad_lines[0].problem,
              "timestamp 1147868828 is not in milliseconds, as those before it are");
    EXPECT_EQ(rows.bad_lines[1].problem, "timestamp 4070908800000 is in the future");
    EXPECT_EQ(reader->notes(),
              std::vector<std::string>{
                  "ratings.csv has its times in milliseconds; they were read as such"});
}

TEST(OpenDataset, TakesNoTimeThatIsAfterNow) {
    const TemporaryFolder folder;
    const auto reader = open_dataset(written(folder, kMl1m), 978300760 - 301);
    RecordingSink rows;
    reader->read(rows);
    ASSERT_EQ(rows.bad_lines.size(), 1U);
    EXPECT_EQ(rows.bad_lines[0].problem, "timestamp 978300760 is in the future");
    EXPECT_TRUE(reader->notes().empty());
}

TEST(OpenDataset, CountsProgressUpToItsTotal) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    for (int i = 0; i < 20'000; ++i)
        files[2].second += "1::1::5::978300760\n";
    const auto reader = open_dataset(written(folder, files));
    RecordingSink sink;
    reader->read(sink);
    EXPECT_EQ(reader->total_bytes(),
              files[0].second.size() + files[1].second.size() + files[2].second.size());
    EXPECT_GT(sink.progress.size(), 4U);
    EXPECT_TRUE(std::ranges::is_sorted(sink.progress));
    EXPECT_EQ(sink.progress.back(), reader->total_bytes());
}

TEST(OpenDataset, ReadsTheSameAgain) {
    const TemporaryFolder folder;
    const auto reader = open_dataset(tests::write_archive(folder.path() / "a.zip", kMl1m));
    for (int i = 0; i < 2; ++i) {
        RecordingSink sink;
        reader->read(sink);
        expect_ml_1m(sink);
    }
}

TEST(OpenDataset, GivesAPairThatIsThereTwiceTwiceInTheFilesOrder) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    files[2].second = "1::1::5::978300760\n1::1::2::978300759\n";
    const RecordingSink rows = read(written(folder, files));
    EXPECT_EQ(rows.ratings, (std::vector{rating(1, 1, 5, 978300760), rating(1, 1, 2, 978300759)}));
    EXPECT_TRUE(rows.bad_lines.empty());
}

/// One bad line, where it is and what is said of it.
struct BadLineCase {
    const char* what;
    std::size_t file;  ///< of kMl1m
    std::string line;  ///< put behind the file's two good lines
    std::string problem;
    std::string shown;
};

class BadLine : public testing::TestWithParam<BadLineCase> {};

TEST_P(BadLine, IsRejectedWithFileNumberTextAndProblem) {
    const TemporaryFolder folder;
    Files files = below("ml-1m", kMl1m);
    files[GetParam().file].second += GetParam().line + "\n";
    const RecordingSink rows = read(written(folder, files));
    ASSERT_EQ(rows.bad_lines.size(), 1U);
    EXPECT_EQ(rows.bad_lines[0].file, files[GetParam().file].first);
    EXPECT_EQ(rows.bad_lines[0].number, 3U);
    EXPECT_EQ(rows.bad_lines[0].problem, GetParam().problem);
    EXPECT_EQ(rows.bad_lines[0].text, GetParam().shown);
    EXPECT_EQ(rows.movies.size() + rows.users.size() + rows.ratings.size(), 6U);
}

INSTANTIATE_TEST_SUITE_P(
    OpenDataset, BadLine,
    testing::Values(
        BadLineCase{"FieldMissing", 2, "1::73::5",
                    "expected 4 fields: UserID::MovieID::Rating::Timestamp", "1::73::5"},
        BadLineCase{"IdNoNumber", 1, "three::F::1::10::48067",
                    "user id 'three' is not a whole number above 0", "three::F::1::10::48067"},
        BadLineCase{"IdBeyondInt64", 0, "9223372036854775808::Heat::Crime",
                    "movie id '9223372036854775808' is not a whole number above 0",
                    "9223372036854775808::Heat::Crime"},
        BadLineCase{"RatingTooHigh", 2, "1::1::9::1", "rating '9' is not a number from 0.5 to 5",
                    "1::1::9::1"},
        BadLineCase{"NoUtf8", 1, "3::F::1::10::4\xff", "the line is not valid UTF-8",
                    "3::F::1::10::4ÿ"},
        BadLineCase{"NulInTitle", 0, std::string("5::A\0b::Crime", 13),
                    "the title holds control characters", "5::A?b::Crime"},
        BadLineCase{"UnknownUser", 2, "3::1::5::1", "user 3 is not in users.dat", "3::1::5::1"},
        BadLineCase{"UnknownMovie", 2, "1::2::5::1", "movie 2 is not in movies.dat", "1::2::5::1"},
        BadLineCase{"MovieTwice", 0, "73::Another::Crime", "movie 73 is there twice",
                    "73::Another::Crime"},
        BadLineCase{"UserTwice", 1, "2::F::1::10::48067", "user 2 is there twice",
                    "2::F::1::10::48067"},
        BadLineCase{"TooLong", 0, "5::" + std::string(70'000, 'x') + "::Crime",
                    "the line is longer than 65536 bytes", "5::" + std::string(197, 'x') + "…"}),
    [](const testing::TestParamInfo<BadLineCase>& tested) { return tested.param.what; });

TEST(OpenDataset, SaysThatThereIsNothingAtThePath) {
    EXPECT_THAT(
        failure_of<domain::NotFound>("/nowhere/ml-1m.zip"),
        HasSubstr("There is no data set at /nowhere/ml-1m.zip. Give the path of a MovieLens "
                  "archive or folder, or make a data set with 'neurec generate'."));
}

TEST(OpenDataset, SaysThatAFolderHoldsNoDataSet) {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("readme.txt", "nothing"));
    EXPECT_THAT(failure_of<domain::InvalidInput>(folder.path()),
                AllOf(HasSubstr(folder.path().string() + " is not a MovieLens data set"),
                      HasSubstr("movies.dat (ml-1m), u.item (ml-100k) or movies.csv")));
}

TEST(OpenDataset, DoesNotLookDeeperThanOneFolder) {
    const TemporaryFolder folder;
    EXPECT_THAT(failure_of<domain::InvalidInput>(written(folder, below("a/b", kMl1m))),
                HasSubstr("is not a MovieLens data set"));
}

TEST(OpenDataset, SaysWhichFileIsMissing) {
    const TemporaryFolder folder;
    Files files = below("ml-1m", kMl1m);
    files.erase(files.begin() + 1);
    EXPECT_THAT(failure_of<domain::InvalidInput>(written(folder, files)),
                HasSubstr("The data set has ml-1m/movies.dat but no ml-1m/users.dat; the ml-1m "
                          "layout needs it. Is the data set complete?"));
}

TEST(OpenDataset, SaysWhichFileIsEmpty) {
    for (std::size_t file = 0; file < 3; ++file) {
        const TemporaryFolder folder;
        Files files = kMl1m;
        files[file].second = "\r\n";
        EXPECT_THAT(failure_of<domain::InvalidInput>(written(folder, files)),
                    HasSubstr(files[file].first + " holds no rows. Is the data set complete?"));
    }
}

TEST(OpenDataset, SaysWhatHeaderItExpects) {
    const TemporaryFolder folder;
    Files files = kMlLatest;
    files[1].second = "user,movie,stars,time\n7,1,4.5,1147880044\n";
    EXPECT_THAT(failure_of<domain::InvalidInput>(written(folder, files)),
                HasSubstr("ratings.csv begins with 'user,movie,stars,time', but a header "
                          "'userId,movieId,rating,timestamp' was expected"));
}

TEST(OpenDataset, RefusesAnEmptyFileInPlaceOfAnArchive) {
    const TemporaryFolder folder;
    EXPECT_THAT(failure_of<domain::InvalidInput>(folder.write("a.zip", "")),
                HasSubstr("a.zip is empty. Download or copy the archive again."));
}

TEST(OpenDataset, RefusesAFileThatIsNoArchive) {
    const TemporaryFolder folder;
    EXPECT_THAT(failure_of<domain::InvalidInput>(folder.write("a.zip", "<html>404</html>")),
                HasSubstr("a.zip is not a readable zip archive"));
}

TEST(OpenDataset, RefusesWhatIsNeitherFileNorFolder) {
    const TemporaryFolder folder;
    const auto pipe = folder.path() / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_THAT(failure_of<domain::InvalidInput>(pipe),
                HasSubstr("is neither a file nor a folder"));
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Files many_ratings() {
    Files files = kMl1m;
    for (int i = 0; i < 5000; ++i)
        files[2].second += "1::1::5::" + std::to_string(i * i) + "\n";
    return files;
}

TEST(OpenDataset, RefusesAnArchiveThatIsCutShortAnywhere) {
    const TemporaryFolder folder;
    const std::string whole =
        content_of(tests::write_archive(folder.path() / "whole.zip", many_ratings()));
    for (std::size_t parts = 1; parts < 16; ++parts) {
        const auto cut = folder.write("cut.zip", whole.substr(0, whole.size() * parts / 16));
        EXPECT_THAT(failure_of<domain::InvalidInput>(cut),
                    AllOf(HasSubstr("cut.zip is not a readable zip archive"),
                          HasSubstr("It may be cut short: download or copy it again")));
    }
}

TEST(OpenDataset, RefusesAnArchiveWhoseContentIsDamaged) {
    const TemporaryFolder folder;
    const Files files = many_ratings();
    const std::string whole = content_of(tests::write_archive(folder.path() / "whole.zip", files));
    const RecordingSink good = read(folder.path() / "whole.zip");
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); at += 53) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        const auto path = folder.write("damaged.zip", damaged);
        try {
            // A flip in what the reader does not use (a time stamp) may go unseen, but then every
            // row is right.
            const RecordingSink rows = read(path);
            EXPECT_EQ(rows.ratings, good.ratings) << at;
            EXPECT_EQ(rows.movies, good.movies) << at;
        } catch (const domain::InvalidInput& error) {
            EXPECT_THAT(error.what(), HasSubstr(folder.path().string())) << at;
            ++refused;
        }
    }
    EXPECT_GT(refused, whole.size() / 53 * 9 / 10);
}

/// The four bytes at `at` of an archive, little-endian, as `value`.
void put(std::string& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<char>(value >> (8 * i));
}

TEST(OpenDataset, RefusesAnEntryThatDeclaresMoreThanADataSetWouldHold) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    files[2].second.append(20'000'000, ' ');
    EXPECT_THAT(
        failure_of<domain::InvalidInput>(tests::write_archive(folder.path() / "bomb.zip", files)),
        HasSubstr("bomb.zip has an entry, ratings.dat, that unpacks to far more than a data "
                  "set would"));
}

TEST(OpenDataset, RefusesAnEntryThatUnpacksToMoreThanItDeclares) {
    const TemporaryFolder folder;
    std::string bytes =
        content_of(tests::write_archive(folder.path() / "honest.zip", many_ratings()));
    // The uncompressed size, behind a local header's (22) and a central header's (24) beginning.
    for (std::size_t at = bytes.find("PK\x03\x04"); at != std::string::npos;
         at = bytes.find("PK\x03\x04", at + 4))
        put(bytes, at + 22, 20);
    for (std::size_t at = bytes.find("PK\x01\x02"); at != std::string::npos;
         at = bytes.find("PK\x01\x02", at + 4))
        put(bytes, at + 24, 20);
    EXPECT_THAT(failure_of<domain::InvalidInput>(folder.write("liar.zip", bytes)),
                HasSubstr("The archive is damaged or cut short"));
}

TEST(OpenDataset, RefusesAnArchiveOfTooManyEntries) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    for (int i = 0; i < 10'000; ++i)
        files.emplace_back("extra/" + std::to_string(i), "");
    EXPECT_THAT(
        failure_of<domain::InvalidInput>(tests::write_archive(folder.path() / "many.zip", files)),
        HasSubstr("many.zip has too many entries; it is not opened"));
}

TEST(OpenDataset, WritesNoMemberToDiskWhateverItsName) {
    const TemporaryFolder folder;
    Files files = kMl1m;
    files.emplace_back("../escaped.txt", "x");
    files.emplace_back("/escaped.txt", "x");
    std::filesystem::create_directories(folder.path() / "inside");
    expect_ml_1m(read(tests::write_archive(folder.path() / "inside/a.zip", files)));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "escaped.txt"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path() / "inside"), {}), 1);
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
