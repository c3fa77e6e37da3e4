#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "served_api.hpp"
#include "support/child_process.hpp"
#include "support/process_memory.hpp"

namespace neurec::tests {
namespace {

using Duration = std::chrono::duration<double>;

/// Of a request that must succeed.
Duration time_of(std::uint16_t port, const std::string& target) {
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(exchange(port, "GET", target).status, 200) << target;
    return std::chrono::steady_clock::now() - begun;
}

Duration median(std::vector<Duration>& times) {
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
}

TEST(LoginStorm, Of200LeavesOtherRequestsFastAndMemoryFlat) {
    ServedHome home;
    home.add_model("m1", 1);
    home.models().activate("m1");
    // The program itself, whose hashes take 64 MiB each.
    ChildProcess server({program_path("neurec").string(), "--home", home.folder().string(), "serve",
                         "--port", "0", "--workers", "8"},
                        environment_for_measuring_memory());
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    const std::string output = server.output();
    const auto port = static_cast<std::uint16_t>(
        std::stoi(output.substr(output.find("127.0.0.1:") + std::string("127.0.0.1:").size())));
    ASSERT_EQ(exchange(port, "POST", "/users/",
                       R"({"username":"ada","email":"ada@example.org","password":"correct horse"})")
                  .status,
              201);
    const double before = peak_resident_mib(server.pid());

    std::atomic<int> answered = 0;
    std::atomic<int> logged_in = 0;
    std::atomic<int> shed = 0;
    constexpr int kCallers = 200;
    std::vector<std::jthread> callers;
    callers.reserve(kCallers);
    for (int i = 0; i < kCallers; ++i)
        callers.emplace_back([&] {
            RawConnection connection(port);
            connection.send(request_bytes("POST", "/auth/token",
                                          "username=ada%40example.org&password=correct+horse",
                                          "Content-Type: application/x-www-form-urlencoded\r\n"));
            // What waits for longer than the server's 30 s is shed.
            const HttpAnswer answer =
                connection.read_answer(false, std::chrono::seconds(40)).value_or(HttpAnswer{});
            logged_in += answer.status == 200 ? 1 : 0;
            shed += answer.status == 503 && answer.headers.contains("retry-after") ? 1 : 0;
            ++answered;
        });
    std::vector<Duration> probes;
    std::vector<Duration> lists;
    do {
        probes.push_back(time_of(port, "/health/live"));
        lists.push_back(time_of(port, "/movies/?size=1"));
    } while (answered < kCallers && probes.size() < 100'000);
    callers.clear();

    EXPECT_LT(median(probes).count(), 0.25) << "of " << probes.size();
    // No worker waits for a hash.
    EXPECT_LT(median(lists).count(), 0.25) << "of " << lists.size();
    EXPECT_EQ(logged_in + shed, kCallers);
    EXPECT_GT(logged_in, 0);
    EXPECT_GT(shed, 0);
    // Two at a time hash, in 64 MiB each; on eight workers it would be 512 MiB.
    EXPECT_LT(peak_resident_mib(server.pid()) - before, 160);
}

}  // namespace
}  // namespace neurec::tests
