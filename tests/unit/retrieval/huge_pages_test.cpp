#include "infrastructure/retrieval/huge_pages.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace neurec::infrastructure::retrieval {
namespace {

bool has_huge_pages() {
    std::ifstream setting("/sys/kernel/mm/transparent_hugepage/enabled");
    std::string modes;
    std::getline(setting, modes);
    return !modes.empty() && modes.find("[never]") == std::string::npos;
}

/// KiB in huge pages of the mapping that has this address.
std::size_t huge_kib_at(const void* address) {
    std::ifstream maps("/proc/self/smaps");
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t from = 0;
        std::uintptr_t to = 0;
        char dash = 0;
        if (std::istringstream(line) >> std::hex >> from >> dash >> to && dash == '-')
            inside = from <= wanted && wanted < to;
        if (inside && line.starts_with("AnonHugePages:"))
            return std::stoul(line.substr(line.find(':') + 1));
    }
    return 0;
}

constexpr std::size_t kBytes = std::size_t{64} << 20;

TEST(HugePages, HoldWhatIsWrittenAfterTheyArePreferred) {
    if (!has_huge_pages()) GTEST_SKIP() << "this system has no transparent huge pages";
    std::vector<char> table;
    table.reserve(kBytes);
    prefer_huge_pages(table.data(), kBytes);
    table.resize(kBytes, 'x');

    EXPECT_GT(huge_kib_at(table.data() + kBytes / 2), kBytes / 1024 / 2);
}

TEST(HugePages, TakeUpWhatIsWrittenAlreadyAsItIs) {
    std::vector<char> table(kBytes, 'x');
    table.back() = 'y';
    move_to_huge_pages(table.data() + 1, kBytes - 2);

    EXPECT_EQ(table, [] {
        std::vector<char> same(kBytes, 'x');
        same.back() = 'y';
        return same;
    }());
    if (!has_huge_pages()) GTEST_SKIP() << "this system has no transparent huge pages";
    EXPECT_GT(huge_kib_at(table.data() + kBytes / 2), kBytes / 1024 / 2);
}

TEST(HugePages, LeaveWhatIsSmallerThanOneAlone) {
    std::vector<char> table(1000, 'x');
    prefer_huge_pages(table.data(), table.size());
    move_to_huge_pages(table.data(), table.size());
    move_to_huge_pages(nullptr, 0);

    EXPECT_EQ(table, std::vector<char>(1000, 'x'));
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
