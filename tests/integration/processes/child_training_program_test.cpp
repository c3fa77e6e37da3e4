#include "infrastructure/processes/child_training_program.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/errors.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::processes {
namespace {

using Kind = domain::TrainingEnd::Kind;

class ChildTrainingProgramTest : public testing::Test {
  protected:
    /// A program in the trainer's place.
    std::filesystem::path script(const std::string& body) {
        const auto file = folder_.path() / "program";
        std::ofstream(file) << "#!/bin/sh\n" << body;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    domain::TrainingEnd run(const std::string& body, const domain::TrainingOptions& options = {}) {
        return ChildTrainingProgram(script(body), {}, std::chrono::milliseconds(200))
            .run(
                options, true, [this](const domain::TrainingNews& news) { news_.push_back(news); },
                stop_);
    }
    [[nodiscard]] std::string text_of(const char* file) const {
        std::ostringstream text;
        text << std::ifstream(folder_.path() / file).rdbuf();
        return text.str();
    }
    [[nodiscard]] std::string in_folder(const char* file) const {
        return "'" + (folder_.path() / file).string() + "'";
    }
    /// Whether a child of ours has not been waited for.
    [[nodiscard]] static bool has_children() {
        return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
    }

    tests::TemporaryFolder folder_;
    tests::StopFlag stop_;
    std::vector<domain::TrainingNews> news_;
};

TEST_F(ChildTrainingProgramTest, PassesOnWhatTheProgramSaysAndTheModelThatItMade) {
    const domain::TrainingEnd end =
        run("echo '{\"event\":\"stage\",\"stage\":\"Training\",\"total\":4}'\n"
            "echo '{\"event\":\"epoch\",\"epoch\":1,\"planned\":2,\"loss\":0.5}'\n"
            "echo 'Loading' >&2\n"
            "echo '{\"event\":\"model\",\"model_id\":\"m7\"}'\n");

    EXPECT_EQ(end.kind, Kind::succeeded);
    EXPECT_EQ(end.model_id, "m7");
    ASSERT_FALSE(news_.empty());
    EXPECT_EQ(news_.back().stage, "Training");
    EXPECT_EQ(news_.back().epochs.size(), 1U);
    EXPECT_FALSE(has_children());
}

TEST_F(ChildTrainingProgramTest, TellsWhatTheProgramLastComplainedOf) {
    const domain::TrainingEnd end =
        run("echo 'Reading' >&2; echo 'neurec: The database holds no ratings.' >&2; exit 2\n");
    EXPECT_EQ(end.kind, Kind::failed);
    EXPECT_EQ(end.problem, "The database holds no ratings.");
    EXPECT_EQ(run("kill -9 $$\n").problem,
              "The training program was killed by signal 9; out of memory, perhaps.");
    EXPECT_THAT(run("exit 3\n").problem, testing::HasSubstr("code 3"));
    EXPECT_EQ(run("exit 0\n").kind, Kind::failed) << "without a model it has not succeeded";
    EXPECT_FALSE(has_children());
}

TEST_F(ChildTrainingProgramTest, GivesTheOptionsAsFlags) {
    domain::TrainingOptions options;
    options.preset = domain::ModelPreset::seed;
    options.seed = 7;
    options.epochs = 3;
    options.learning_rate = 0.01;
    static_cast<void>(run("echo \"$@\" > " + in_folder("flags") + "\n", options));
    EXPECT_EQ(text_of("flags"),
              "train --progress-lines --seed 7 --preset seed --epochs 3 --learning-rate 0.01\n");
}

TEST_F(ChildTrainingProgramTest, InheritsNeitherSecretsNorSocketsNorBlockedSignals) {
    ASSERT_EQ(setenv("NEUREC_JWT_SECRET", "the signing key, thirty-two bytes long", 1), 0);
    const int open_socket = socket(AF_INET, SOCK_STREAM, 0);
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    ASSERT_EQ(pthread_sigmask(SIG_BLOCK, &blocked, &before), 0);

    static_cast<void>(run("env > " + in_folder("environment") +
                          "; grep SigBlk /proc/self/status > " + in_folder("signals") +
                          "; exec ls /proc/self/fd > " + in_folder("descriptors") + "\n"));

    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    close(open_socket);
    unsetenv("NEUREC_JWT_SECRET");
    EXPECT_EQ(text_of("environment").find("thirty-two"), std::string::npos);
    EXPECT_NE(text_of("environment").find("PATH="), std::string::npos);
    // The shell becomes ls, since a shell has descriptors of its own for pipes and redirections.
    const std::string descriptors = text_of("descriptors");
    EXPECT_EQ(descriptors, "0\n1\n2\n3\n") << "three of its own, and the folder that ls reads";
    EXPECT_THAT(text_of("signals"), testing::HasSubstr("0000000000000000"));
}

TEST_F(ChildTrainingProgramTest, EndsTheProgramWhenItIsToldToStop) {
    stop_.stop();
    const domain::TrainingEnd end = run("sleep 600\n");
    EXPECT_EQ(end.kind, Kind::stopped);
    EXPECT_FALSE(has_children());
}

TEST_F(ChildTrainingProgramTest, EndsByForceWhatDoesNotListen) {
    stop_.stop();
    const domain::TrainingEnd end = run("trap '' TERM; while :; do sleep 1; done\n");
    EXPECT_EQ(end.kind, Kind::stopped);
    EXPECT_FALSE(has_children());
}

TEST_F(ChildTrainingProgramTest, SaysThatItCannotStart) {
    ChildTrainingProgram absent(folder_.path() / "nothing");
    EXPECT_THROW(
        static_cast<void>(absent.run({}, true, [](const auto&) {}, stop_)), domain::Unavailable);
}

}  // namespace
}  // namespace neurec::infrastructure::processes
