#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "served_api.hpp"
#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

/// What a storm may add, in MiB: two hashes at a time. The address sanitizer keeps up to 256 MiB of
/// what was freed.
#ifdef __SANITIZE_ADDRESS__
constexpr std::int64_t kMostGrowth = 160 + 256;
#else
constexpr std::int64_t kMostGrowth = 160;
#endif

/// Most memory that the process has had so far, in MiB.
[[nodiscard]] std::int64_t peak_memory(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) / 1024;
    return 0;
}

TEST(LoginStorm, Of200LeavesHealthFastAndMemoryFlat) {
    ServedHome home;
    home.add_model("m1", 1);
    home.models().activate("m1");
    // The program itself, whose hashes take 64 MiB each.
    ChildProcess server({program_path("neurec").string(), "--home", home.folder().string(), "serve",
                         "--port", "0", "--workers", "8"});
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    const std::string output = server.output();
    const auto port = static_cast<std::uint16_t>(
        std::stoi(output.substr(output.find("127.0.0.1:") + std::string("127.0.0.1:").size())));
    ASSERT_EQ(exchange(port, "POST", "/users/",
                       R"({"username":"ada","email":"ada@example.org","password":"correct horse"})")
                  .status,
              201);
    const std::int64_t before = peak_memory(server.pid());

    std::atomic<int> answered = 0;
    std::atomic<int> odd = 0;
    std::vector<std::jthread> callers;
    for (int i = 0; i < 200; ++i)
        callers.emplace_back([&] {
            const int status = exchange(port, "POST", "/auth/token",
                                        "username=ada%40example.org&password=correct+horse",
                                        "Content-Type: application/x-www-form-urlencoded\r\n")
                                   .status;
            // 0: not before the client gave up waiting.
            odd += status != 200 && status != 503 && status != 0 ? 1 : 0;
            ++answered;
        });
    std::vector<std::chrono::duration<double>> probes;
    do {
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_EQ(exchange(port, "GET", "/health/live").status, 200);
        probes.emplace_back(std::chrono::steady_clock::now() - begun);
    } while (answered < 200 && probes.size() < 100'000);
    callers.clear();

    std::ranges::sort(probes);
    EXPECT_LT(probes[probes.size() / 2].count(), 0.25) << "of " << probes.size() << " probes";
    EXPECT_EQ(odd, 0);
    // Two at a time hash; unbounded, eight workers would take 512 MiB.
    EXPECT_LT(peak_memory(server.pid()) - before, kMostGrowth);
    // What clients no longer wait for may still be hashed; then all is as before.
    int status = 0;
    for (int tries = 0; status != 200 && tries < 12; ++tries)
        status = exchange(port, "GET", "/movies/?size=1").status;
    EXPECT_EQ(status, 200);
}

}  // namespace
}  // namespace neurec::tests
