#include "infrastructure/deep_learning/file_model_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/partial_folder.hpp"
#include "support/models.hpp"
#include "support/ordinary_user.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::made_movies;

template <class Deed>
std::string message_of(Deed deed) {
    try {
        deed();
    } catch (const domain::Error& error) {
        return error.what();
    }
    return "no error";
}

class FileModelStoreTest : public testing::Test {
  protected:
    void write(const std::string& id) { tests::write_random_model(models(), id, made_movies(8)); }
    [[nodiscard]] fs::path models() const { return folder_.path() / "models"; }
    tests::TemporaryFolder folder_;
    FileModelStore store_{folder_.path() / "models"};
};

TEST_F(FileModelStoreTest, IsEmptyWhereThereIsNoFolder) {
    EXPECT_THAT(store_.list(), IsEmpty());
    EXPECT_EQ(store_.active(), std::nullopt);
    EXPECT_NO_THROW(store_.remove_leftovers());
    EXPECT_THROW((void)store_.load("m", {}), domain::NotFound);
    EXPECT_EQ(store_.folder(), models());
}

TEST_F(FileModelStoreTest, ListsCompleteModelsAlone) {
    write("20261123-080000-history");
    write("20261122-090000-seed");
    fs::create_directories(models() / ".20261124-080000-history.partial");
    fs::create_directories(models() / "no-manifest");
    std::ofstream(models() / "a-file") << "x";

    EXPECT_THAT(store_.list(), ElementsAre("20261122-090000-seed", "20261123-080000-history"));
}

TEST_F(FileModelStoreTest, ActivatesOneModelAfterTheOther) {
    write("a");
    write("b");

    store_.activate("a");
    EXPECT_EQ(store_.active(), "a");
    store_.activate("b");
    EXPECT_EQ(store_.active(), "b");
    EXPECT_EQ(FileModelStore(models()).active(), "b");
    EXPECT_THAT(store_.list(), ElementsAre("a", "b")) << "current is no model";
}

TEST_F(FileModelStoreTest, KeepsTheActiveModelWhenAnotherCannotBeActivated) {
    write("a");
    store_.activate("a");

    EXPECT_THROW(store_.activate("missing"), domain::NotFound);
    EXPECT_THROW(store_.activate("../a"), domain::NotFound);
    EXPECT_EQ(store_.active(), "a");
}

TEST_F(FileModelStoreTest, SaysThatTheActiveModelIsMissing) {
    write("a");
    store_.activate("a");
    fs::remove_all(models() / "a");

    EXPECT_THAT(message_of([&] { (void)store_.active(); }),
                HasSubstr("current names the model \"a\", which is not there. Activate another"));
}

TEST_F(FileModelStoreTest, SaysThatTheActiveModelCannotBeKnown) {
    write("a");
    fs::create_symlink("current", models() / "current");  // leads in a circle

    EXPECT_THAT(message_of([&] { (void)store_.active(); }), HasSubstr("Cannot read "));
}

TEST_F(FileModelStoreTest, RefusesACurrentFileThatHoldsNoId) {
    write("a");
    for (const char* const content : {"", "\n", "../a\n", "a\nb\n"}) {
        std::ofstream(models() / "current") << content;
        EXPECT_THAT(message_of([&] { (void)store_.active(); }),
                    HasSubstr("does not hold a model's id"))
            << content;
    }
}

TEST_F(FileModelStoreTest, RemovesWhatDeadWritersLeftButNotWhatALivingOneWrites) {
    write("a");
    fs::create_directories(models() / ".dead.partial");
    std::ofstream(models() / ".dead.partial" / "model.safetensors") << "half";
    {
        const PartialFolder living(models(), "living");

        store_.remove_leftovers();

        EXPECT_FALSE(fs::exists(models() / ".dead.partial"));
        EXPECT_TRUE(fs::exists(living.path()));
        EXPECT_THROW(PartialFolder(models(), "living"), domain::Conflict);
    }
    EXPECT_FALSE(fs::exists(models() / ".living.partial"))
        << "removed by its writer, which did not publish it";
    EXPECT_THAT(store_.list(), ElementsAre("a"));
}

TEST_F(FileModelStoreTest, WritesAnIdAnewWhoseWriterDied) {
    fs::create_directories(models() / ".m.partial");
    std::ofstream(models() / ".m.partial" / "model.safetensors") << "half";

    write("m");

    EXPECT_THAT(store_.list(), ElementsAre("m"));
    EXPECT_NO_THROW((void)store_.load("m", made_movies(8)));
}

/// Files in the folder that a writer works on; nothing where there is none.
std::size_t files_being_written(const fs::path& models) {
    std::size_t files = 0;
    std::error_code gone;  // the writer renames the folder while we look
    for (const auto& folder : fs::directory_iterator(models, gone))
        if (folder.path().filename().string().ends_with(".partial"))
            for (auto entry = fs::directory_iterator(folder, gone);
                 !gone && entry != fs::directory_iterator(); entry.increment(gone))
                ++files;
    return files;
}

TEST_F(FileModelStoreTest, SurvivesAWriterThatIsKilledAnywhere) {
    write("good");
    store_.activate("good");
    for (std::size_t written = 1; written <= 6; ++written) {
        const pid_t child = fork();
        if (child == 0) {
            for (int i = 0;; ++i)
                write("killed-" + std::to_string(written) + "-" + std::to_string(i));
        }
        while (files_being_written(models()) < written)
            std::this_thread::yield();
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        store_.remove_leftovers();

        for (const auto& entry : fs::directory_iterator(models()))
            EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << entry.path();
        EXPECT_EQ(store_.active(), "good");
        for (const std::string& id : store_.list())
            EXPECT_NO_THROW((void)read_model(models() / id)) << id;
    }
}

TEST_F(FileModelStoreTest, LoadsAModelForACatalogueThatHasChanged) {
    write("m");
    std::vector<domain::Movie> catalogue = made_movies(8);
    catalogue.erase(catalogue.begin() + 2);
    catalogue.push_back({domain::MovieId{5000}, "Brand New (1999)", {"Comedy"}});

    const domain::ServableModel model = store_.load("m", catalogue);

    EXPECT_EQ(model.ranking->id(), "m");
    ASSERT_EQ(model.ranking->movies().size(), 8U);
    const domain::EncodedUser user =
        model.ranking->encode({.ratings = {{domain::MovieId{10}, 5.0F}}});
    std::vector<float> scores(8);
    model.ranking->score_all(user, scores);
    EXPECT_THAT(scores, testing::Each(testing::AllOf(testing::Ge(0.0F), testing::Le(1.0F))));
    EXPECT_EQ(model.candidates->by_popularity().size(), 8U);
    std::vector<domain::MovieIndex> similar;
    model.candidates->similar_movies(std::vector<domain::MovieIndex>{7}, 7, similar);
    EXPECT_THAT(similar, testing::UnorderedElementsAre(0U, 1U, 2U, 3U, 4U, 5U, 6U))
        << "a new movie has neighbours by its content";
}

TEST_F(FileModelStoreTest, RefusesToLoadADamagedModel) {
    write("m");
    std::ofstream(models() / "m" / "model.safetensors", std::ios::app) << "x";

    EXPECT_THROW((void)store_.load("m", made_movies(8)), domain::Unavailable);
}

TEST_F(FileModelStoreTest, SaysThatAFolderIsReadOnly) {
    write("m");
    fs::permissions(models(), fs::perms::owner_read | fs::perms::owner_exec);
    const tests::OrdinaryUser ordinary(models().parent_path());

    EXPECT_THAT(message_of([&] { store_.activate("m"); }), HasSubstr("permissions"));
    EXPECT_EQ(store_.active(), std::nullopt);

    fs::permissions(models(), fs::perms::owner_all);
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
