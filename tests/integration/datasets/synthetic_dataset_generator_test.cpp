#include "infrastructure/datasets/synthetic_dataset_generator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "support/quiet_progress.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::datasets {
namespace {

using testing::HasSubstr;

constexpr domain::SyntheticDatasetOptions kVillage{
    .users = 40, .movies = 60, .ratings_per_user = 12, .seed = 9};

domain::StoreCounts generate(const std::filesystem::path& output,
                             const domain::SyntheticDatasetOptions& options = kVillage,
                             bool stopped = false) {
    tests::QuietProgress progress;
    const tests::StopFlag stop(stopped);
    return SyntheticDatasetGenerator().generate(options, output, progress, stop);
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t entries_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

void expect_the_village(const std::filesystem::path& path) {
    tests::RecordingSink rows;
    const auto reader = open_dataset(path);
    reader->read(rows);
    EXPECT_EQ(reader->layout(), "ml-1m");
    EXPECT_TRUE(rows.bad_lines.empty());

    const SyntheticWorld world(kVillage);
    EXPECT_EQ(rows.movies, world.movies());
    ASSERT_EQ(rows.users.size(), 40U);
    std::vector<domain::Rating> ratings;
    for (std::uint64_t i = 0; i < 40; ++i) {
        EXPECT_EQ(rows.users[i], world.user(i).user);
        const auto theirs = world.ratings(world.user(i));
        ratings.insert(ratings.end(), theirs.begin(), theirs.end());
    }
    EXPECT_EQ(rows.ratings, ratings);
}

TEST(SyntheticDatasetGenerator, WritesAFolderThatReadsBackAsTheWorld) {
    const tests::TemporaryFolder folder;
    const domain::StoreCounts counts = generate(folder.path() / "village");
    expect_the_village(folder.path() / "village");
    EXPECT_EQ(counts.users, 40U);
    EXPECT_EQ(counts.movies, 60U);
    EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(SyntheticDatasetGenerator, WritesAnArchiveThatReadsBackAsTheWorld) {
    const tests::TemporaryFolder folder;
    generate(folder.path() / "village.zip");
    expect_the_village(folder.path() / "village.zip");
    EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(SyntheticDatasetGenerator, WritesTheSameBytesForTheSameSeed) {
    const tests::TemporaryFolder folder;
    generate(folder.path() / "one");
    generate(folder.path() / "two");
    for (const char* file : {"movies.dat", "users.dat", "ratings.dat"})
        EXPECT_EQ(content_of(folder.path() / "one" / file),
                  content_of(folder.path() / "two" / file));
}

TEST(SyntheticDatasetGenerator, MakesTheFoldersThatLeadToTheOutput) {
    const tests::TemporaryFolder folder;
    generate(folder.path() / "a/b/village");
    expect_the_village(folder.path() / "a/b/village");
}

TEST(SyntheticDatasetGenerator, LeavesWhatExistsAlone) {
    const tests::TemporaryFolder folder;
    static_cast<void>(folder.write("village.zip", "mine"));
    try {
        generate(folder.path() / "village.zip");
        ADD_FAILURE() << "it was overwritten";
    } catch (const domain::Conflict& error) {
        EXPECT_THAT(error.what(), HasSubstr("village.zip exists already. Delete it, or choose"));
    }
    EXPECT_EQ(content_of(folder.path() / "village.zip"), "mine");
}

TEST(SyntheticDatasetGenerator, LeavesNothingBehindWhenItIsStopped) {
    const tests::TemporaryFolder folder;
    EXPECT_THROW(generate(folder.path() / "village.zip", kVillage, true), domain::Interrupted);
    EXPECT_EQ(entries_in(folder.path()), 0U);
}

TEST(SyntheticDatasetGenerator, SaysThatItCannotWrite) {
    const tests::TemporaryFolder folder;
    static_cast<void>(folder.write("a_file", ""));
    try {
        generate(folder.path() / "a_file/village");
        ADD_FAILURE() << "it was written";
    } catch (const domain::Unavailable& error) {
        EXPECT_THAT(error.what(), HasSubstr("Cannot write"));
        EXPECT_THAT(error.what(), HasSubstr("Is there room on the disk"));
    }
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
