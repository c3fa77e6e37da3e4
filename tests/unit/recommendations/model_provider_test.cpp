#include "application/services/model_provider.hpp"

#include <gtest/gtest.h>

#include "application/services/readiness_monitor.hpp"
#include "domain/errors.hpp"
#include "support/served_fakes.hpp"

namespace neurec::application {
namespace {

class ModelProviderTest : public testing::Test {
  protected:
    tests::MemoryModelStore store_;
    tests::MemoryMovies movies_{{tests::movie(1, "A", {"War"})}};
    tests::StatedStorage storage_;
    tests::RecordingLogger logger_;
    ModelProvider provider_{store_, movies_, logger_};
};

TEST_F(ModelProviderTest, HasNoModelBeforeOneIsActive) {
    provider_.refresh();
    EXPECT_EQ(provider_.current(), nullptr);
    EXPECT_THROW(static_cast<void>(provider_.require()), domain::Unavailable);
}

TEST_F(ModelProviderTest, TakesUpTheActiveModelOnce) {
    store_.activate("m1");
    provider_.refresh();
    provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
    EXPECT_EQ(store_.loads, 1);
}

TEST_F(ModelProviderTest, SwapsWithoutTouchingWhatARequestHolds) {
    store_.activate("m1");
    provider_.refresh();
    const auto held = provider_.require();
    store_.activate("m2");
    provider_.refresh();
    EXPECT_EQ(held->ranking->id(), "m1");
    EXPECT_EQ(provider_.require()->ranking->id(), "m2");
}

TEST_F(ModelProviderTest, GoesOnServingWhenTheNewModelIsBroken) {
    store_.activate("m1");
    provider_.refresh();
    store_.broken["m2"] = "models/m2 is of format 9; this program reads up to 1";
    store_.activate("m2");
    for (int i = 0; i < 5; ++i)
        provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
    EXPECT_EQ(provider_.state().problem, "models/m2 is of format 9; this program reads up to 1");
    EXPECT_EQ(logger_.count("format 9"), 1U);
    EXPECT_EQ(store_.loads, 2);
}

TEST_F(ModelProviderTest, FollowsTheCatalogueWithTheOldModelWhileTheNewOneIsRefused) {
    store_.activate("m1");
    provider_.refresh();
    store_.broken["m2"] = "damaged";
    store_.activate("m2");
    provider_.refresh();
    movies_.movies.push_back(tests::movie(2, "B", {"War"}));
    ++movies_.version;
    provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
    EXPECT_EQ(provider_.require()->ranking->movies().size(), 2U);
    EXPECT_EQ(provider_.state().problem, "damaged");
    EXPECT_EQ(logger_.count("damaged"), 1U);
}

TEST_F(ModelProviderTest, FollowsTheCatalogueWhereNoModelIsActiveAnyMore) {
    store_.activate("m1");
    provider_.refresh();
    store_.deactivate();
    movies_.movies.push_back(tests::movie(2, "B", {"War"}));
    ++movies_.version;
    provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->movies().size(), 2U);
    EXPECT_NE(provider_.state().problem, "");
}

TEST_F(ModelProviderTest, SaysThatTheServedModelCannotFollowTheCatalogue) {
    store_.activate("m1");
    provider_.refresh();
    store_.broken["m1"] = "gone";
    ++movies_.version;
    for (int i = 0; i < 5; ++i)
        provider_.refresh();
    EXPECT_EQ(provider_.state().problem, "gone");
    EXPECT_EQ(store_.loads, 2);
    store_.broken.clear();
    for (int i = 0; i < 30; ++i)
        provider_.refresh();
    EXPECT_EQ(provider_.state().problem, "");
}

TEST_F(ModelProviderTest, TriesABrokenModelAgainAfterAWhile) {
    store_.broken["m1"] = "half there";
    store_.activate("m1");
    provider_.refresh();
    store_.broken.clear();
    for (int i = 0; i < 30; ++i)
        provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
    EXPECT_EQ(provider_.state().problem, "");
}

TEST_F(ModelProviderTest, GetsOverItWhenTheOldModelIsActivatedAgain) {
    store_.activate("m1");
    provider_.refresh();
    store_.broken["m2"] = "damaged";
    store_.activate("m2");
    provider_.refresh();
    store_.activate("m1");
    provider_.refresh();
    EXPECT_EQ(provider_.state().problem, "");
}

TEST_F(ModelProviderTest, ReloadReadsTheCatalogueAnew) {
    store_.activate("m1");
    provider_.refresh();
    movies_.movies.push_back(tests::movie(2, "B", {"War"}));
    provider_.reload();
    EXPECT_EQ(provider_.require()->ranking->movies().size(), 2U);
}

TEST_F(ModelProviderTest, TakesUpWhatAnotherProcessChangedInTheCatalogueOnce) {
    store_.activate("m1");
    provider_.refresh();
    movies_.movies.push_back(tests::movie(2, "B", {"War"}));
    ++movies_.version;
    provider_.refresh();
    provider_.refresh();
    EXPECT_EQ(provider_.require()->ranking->movies().size(), 2U);
    EXPECT_EQ(store_.loads, 2);
}

TEST_F(ModelProviderTest, GoesOnServingWhereTheDatabaseIsAwayAndCatchesUpAtOnce) {
    store_.activate("m1");
    provider_.refresh();
    movies_.is_down = true;
    provider_.refresh();
    provider_.reload();
    EXPECT_EQ(provider_.require()->ranking->id(), "m1");
    EXPECT_EQ(provider_.state().problem, "");
    movies_.is_down = false;
    movies_.movies.push_back(tests::movie(2, "B", {"War"}));
    provider_.refresh();  // the reload that could not be
    EXPECT_EQ(provider_.require()->ranking->movies().size(), 2U);
}

TEST_F(ModelProviderTest, ReadinessNamesWhatIsMissing) {
    ReadinessMonitor monitor(provider_, movies_, storage_, logger_);
    monitor.check();
    EXPECT_EQ(monitor.readiness().status, "not ready");
    EXPECT_EQ(monitor.readiness().checks.at("database").status, "ok");
    EXPECT_EQ(monitor.readiness().checks.at("model").status, "failed");
    EXPECT_EQ(monitor.engine_health().status, "unavailable");
}

TEST_F(ModelProviderTest, ReadinessIsDegradedWhileAnOlderModelServes) {
    ReadinessMonitor monitor(provider_, movies_, storage_, logger_);
    store_.activate("m1");
    monitor.check();
    EXPECT_EQ(monitor.readiness().status, "ready");
    store_.broken["m2"] = "damaged";
    store_.activate("m2");
    monitor.check();
    const Readiness degraded = monitor.readiness();
    EXPECT_EQ(degraded.status, "degraded");
    EXPECT_EQ(degraded.checks.at("model").detail, "serving m1: damaged");
    EXPECT_EQ(monitor.engine_health().status, "healthy");
}

TEST_F(ModelProviderTest, ReadinessFollowsTheDatabaseAndTheStop) {
    ReadinessMonitor monitor(provider_, movies_, storage_, logger_);
    store_.activate("m1");
    monitor.check();
    movies_.is_down = true;
    monitor.check();
    EXPECT_EQ(monitor.readiness().checks.at("database").detail, "the database is away");
    EXPECT_EQ(monitor.readiness().status, "not ready");
    movies_.is_down = false;
    monitor.check();
    EXPECT_EQ(monitor.readiness().status, "ready");
    monitor.begin_shutdown();
    EXPECT_EQ(monitor.readiness().status, "not ready");
}

TEST_F(ModelProviderTest, ReadinessIsDegradedWhileNothingCanBeStored) {
    ReadinessMonitor monitor(provider_, movies_, storage_, logger_);
    store_.activate("m1");
    monitor.check();
    storage_.problem = "the disk is full";
    monitor.check();
    monitor.check();
    const Readiness degraded = monitor.readiness();
    EXPECT_EQ(degraded.status, "degraded");
    EXPECT_EQ(degraded.checks.at("database"),
              (DependencyCheck{"degraded", "nothing can be stored: the disk is full"}));
    EXPECT_EQ(logger_.count("database does not work status=degraded problem=nothing can be stored"),
              1U);
    storage_.problem.reset();
    monitor.check();
    monitor.check();
    EXPECT_EQ(monitor.readiness().status, "ready");
    EXPECT_EQ(logger_.count("database works again"), 1U);
}

TEST_F(ModelProviderTest, ReadinessLogsThatTheDatabaseGoesAndComesBack) {
    ReadinessMonitor monitor(provider_, movies_, storage_, logger_);
    monitor.check();
    EXPECT_EQ(logger_.count("database"), 0U) << "nothing has changed";
    movies_.is_down = true;
    monitor.check();
    monitor.check();
    EXPECT_EQ(logger_.count("database does not work status=failed problem=the database is away"),
              1U);
    movies_.is_down = false;
    monitor.check();
    EXPECT_EQ(logger_.count("database works again"), 1U);
}

}  // namespace
}  // namespace neurec::application
