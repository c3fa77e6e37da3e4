#include "application/use_cases/manage_models.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

class ManageModelsTest : public testing::Test {
  protected:
    tests::MemoryModelStore store_;
    tests::MemoryMovies movies_{{tests::movie(1, "A", {"War"})}};
    tests::RecordingLogger logger_;
    ModelProvider provider_{store_, movies_, logger_};
    ManageModels manage_{store_, provider_};
};

TEST_F(ManageModelsTest, ServesTheActivatedModelAtOnce) {
    const ModelPublic model = manage_.activate("m1");
    EXPECT_TRUE(model.active);
    EXPECT_TRUE(model.served);
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
}

TEST_F(ManageModelsTest, GoesBackToTheFormerModelWhereTheNewOneCannotBeServed) {
    static_cast<void>(manage_.activate("m1"));
    store_.broken["m2"] = "models/m2 is damaged";

    EXPECT_THROW(static_cast<void>(manage_.activate("m2")), domain::Conflict);

    EXPECT_EQ(store_.active(), "m1");
    EXPECT_EQ(provider_.state().served, "m1");
    EXPECT_EQ(provider_.state().problem, "");
}

TEST_F(ManageModelsTest, LeavesNoModelActiveWhereTheFirstCannotBeServed) {
    store_.broken["m1"] = "models/m1 is damaged";
    EXPECT_THROW(static_cast<void>(manage_.activate("m1")), domain::Conflict);
    EXPECT_EQ(store_.active(), std::nullopt);
}

TEST_F(ManageModelsTest, SaysThatTheDatabaseIsAwayAndLeavesTheFormerModel) {
    static_cast<void>(manage_.activate("m1"));
    movies_.is_down = true;
    try {
        static_cast<void>(manage_.activate("m2"));
        ADD_FAILURE() << "it was activated";
    } catch (const domain::Unavailable& error) {
        EXPECT_STREQ(error.what(), "the database is away");
    }
    EXPECT_EQ(store_.active(), "m1");
    movies_.is_down = false;
    provider_.refresh();
    EXPECT_EQ(provider_.state().served, "m1");
}

TEST_F(ManageModelsTest, LeavesOutOfTheListWhatIsRemovedMeanwhile) {
    store_.listed = {"m1", "m2", "m3"};
    store_.removed = {"m2"};
    const ModelList list = manage_.list();
    ASSERT_EQ(list.models.size(), 2U);
    EXPECT_EQ(list.models[1].id, "m3");
}

}  // namespace
}  // namespace neurec::application
