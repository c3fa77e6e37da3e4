#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sqlite_engine.hpp"
#include "support/failing_allocations.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {
namespace {

namespace persistence = infrastructure::persistence;

/// Its connections are of no use a second time where that is wanted: each lease then makes one.
class ShortLivedConnections : public persistence::SqliteEngine {
  public:
    ShortLivedConnections(std::filesystem::path file, bool are_short_lived)
        : SqliteEngine(std::move(file)), are_short_lived_(are_short_lived) {}
    [[nodiscard]] bool stands(soci::session& session) const noexcept override {
        return !are_short_lived_ && SqliteEngine::stands(session);
    }

  private:
    bool are_short_lived_;
};

/// Whether there is a place in the pool; a moment after a connection that failed none is tried.
bool can_lease(persistence::Database& database) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (std::chrono::steady_clock::now() < give_up)
        try {
            static_cast<void>(database.lease());
            return true;
        } catch (const domain::Unavailable&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    return false;
}

class Pool : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(, Pool, testing::Values(false, true), [](const auto& each) {
    return each.param ? "OfNewConnections" : "OfIdleConnections";
});

TEST_P(Pool, LosesNoPlaceWhereMemoryFailsAtAnyAllocation) {
    const TemporaryFolder folder;
    persistence::Database database(
        std::make_unique<ShortLivedConnections>(folder.path() / "neurec.sqlite", GetParam()), 1);
    std::size_t refusals = 0;
    bool has_failed = true;
    for (std::size_t nth = 0; has_failed; ++nth) {
        ASSERT_LT(nth, 20'000U) << "a lease comes to an end";
        {
            const FailingAllocations failing(nth);
            try {
                static_cast<void>(database.lease());
            } catch (const std::exception&) {
                ++refusals;
            }
            has_failed = failing.has_failed();
        }
        ASSERT_TRUE(can_lease(database)) << "after allocation " << nth;
    }
    EXPECT_GT(refusals, 0U);
}

}  // namespace
}  // namespace neurec::tests
