#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <memory>

#include "home.hpp"

// One model, trained by real processes that meet as torchrun would have them meet.
namespace neurec::tests {
namespace {

/// A port that is free now.
std::uint16_t free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    ::close(listener);
    return ntohs(address.sin_port);
}

class SeveralProcesses : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        home_ = new Home;
        home_->import_made_data();
    }
    static void TearDownTestSuite() { delete home_; }

    [[nodiscard]] static std::unique_ptr<ChildProcess> start(int rank, std::uint16_t port,
                                                             int epochs) {
        auto environment = home_->environment();
        environment["WORLD_SIZE"] = "2";
        environment["RANK"] = std::to_string(rank);
        environment["MASTER_ADDR"] = "127.0.0.1";
        environment["MASTER_PORT"] = std::to_string(port);
        return std::make_unique<ChildProcess>(
            home_->command({"train", "--json", "--epochs", std::to_string(epochs), "--patience",
                            std::to_string(epochs)}),
            environment);
    }
    [[nodiscard]] static boost::json::object result_of(ChildProcess& process) {
        const ExitStatus status = process.wait();
        EXPECT_EQ(status.code, 0) << process.errors();
        return status.code == 0 ? boost::json::parse(process.output()).as_object()
                                : boost::json::object();
    }

    static inline Home* home_ = nullptr;
};

TEST_F(SeveralProcesses, MakeTheModelThatOneMakes) {
    constexpr int kEpochs = 8;
    const boost::json::object alone =
        boost::json::parse(
            home_->succeed({"train", "--json", "--epochs", std::to_string(kEpochs)}).output)
            .as_object();
    const std::uint16_t port = free_port();
    const auto first = start(0, port, kEpochs);
    const auto second = start(1, port, kEpochs);
    const boost::json::object of_first = result_of(*first);
    const boost::json::object of_second = result_of(*second);
    ASSERT_FALSE(of_first.empty());
    ASSERT_FALSE(of_second.empty());

    EXPECT_EQ(of_first.at("weights_sha256"), of_second.at("weights_sha256"));
    EXPECT_NE(of_first.at("model_id").as_string(), "");
    EXPECT_EQ(of_second.at("model_id").as_string(), "") << "the first alone publishes";
    EXPECT_EQ(of_first.at("samples"), alone.at("samples"));
    EXPECT_NEAR(of_first.at("best_ndcg").as_double(), alone.at("best_ndcg").as_double(), 0.03);
    EXPECT_EQ(of_first.at("best_ndcg"), of_second.at("best_ndcg"));
}

TEST_F(SeveralProcesses, EndWithAMessageWhenOneDies) {
    const std::uint16_t port = free_port();
    const auto first = start(0, port, 5000);
    const auto second = start(1, port, 5000);
    ASSERT_TRUE(first->wait_for_text("Item-item path")) << first->errors();
    second->send(SIGKILL);

    const ExitStatus status = first->wait();

    ASSERT_TRUE(status.code.has_value()) << "it had to be killed";
    EXPECT_EQ(*status.code, 6);
    EXPECT_THAT(first->errors(), testing::HasSubstr("has lost the others"));
}

TEST_F(SeveralProcesses, AreRefusedWithoutAMaster) {
    auto environment = home_->environment();
    environment["WORLD_SIZE"] = "2";
    environment["RANK"] = "1";
    const Finished finished = run(home_->command({"train"}), environment);

    EXPECT_EQ(finished.status.code, 2);
    EXPECT_THAT(finished.errors, testing::HasSubstr("MASTER_ADDR"));
}

TEST_F(SeveralProcesses, RefuseCudaWhereThereIsNone) {
    const Finished finished = home_->neurec({"train", "--device", "cuda:0"});

    EXPECT_EQ(finished.status.code, 2);
    EXPECT_THAT(finished.errors, testing::HasSubstr("CUDA was asked for"));
}

}  // namespace
}  // namespace neurec::tests
