#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "home.hpp"
#include "support/http_client.hpp"

namespace neurec::tests {
namespace {

/// Waits until `exists` holds; false when the program ends before.
template <class Condition>
bool wait_while_running(ChildProcess& program, Condition exists) {
    while (!exists()) {
        if (!program.running()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

/// Published models: folders that are no hidden work in progress.
std::vector<std::filesystem::path> models_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    if (!std::filesystem::exists(folder)) return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory() && !entry.path().filename().string().starts_with('.'))
            found.push_back(entry.path());
    return found;
}

class KilledTraining : public testing::Test {
  protected:
    KilledTraining() { home_.import_made_data(); }

    /// Starts a training that would take long, and kills it once a checkpoint is there.
    void kill_a_training() const {
        ChildProcess training(home_.command({"train", "--epochs", "5000", "--patience", "5000"}),
                              home_.environment());
        const auto checkpoint = home_.models() / ".checkpoints" / "training";
        ASSERT_TRUE(wait_while_running(training, [&] {
            return std::filesystem::exists(checkpoint);
        })) << training.errors();
        training.send(SIGKILL);
        EXPECT_EQ(training.wait().signal, SIGKILL);
    }

    Home home_;
};

TEST_F(KilledTraining, LeavesNoModelAndAServerThatSaysSo) {
    kill_a_training();
    EXPECT_TRUE(models_in(home_.models()).empty());
    ChildProcess server(home_.command({"serve"}), home_.environment());
    const std::uint16_t port = port_of(server);
    EXPECT_EQ(exchange(port, "POST", "/recommendations/cold-start", "{}").status, 503);
    EXPECT_EQ(exchange(port, "GET", "/movies/").status, 200);
}

TEST_F(KilledTraining, IsFollowedByOneThatPublishesItsModel) {
    kill_a_training();
    home_.succeed({"train", "--epochs", "2"});
    EXPECT_EQ(models_in(home_.models()).size(), 1U);
    home_.succeed({"recommend", "--user", "1"});
}

TEST_F(KilledTraining, KeepsTheModelThatWasActive) {
    home_.succeed({"train", "--epochs", "2"});
    const auto before = models_in(home_.models());
    kill_a_training();
    EXPECT_EQ(models_in(home_.models()), before);
    home_.succeed({"recommend", "--user", "1"});
}

}  // namespace
}  // namespace neurec::tests
