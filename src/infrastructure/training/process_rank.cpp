#include "infrastructure/training/process_rank.hpp"

#include <charconv>

#include "domain/errors.hpp"

namespace neurec::infrastructure::training {

namespace {

constexpr int kMostProcesses = 1024;

int whole_number(const char* name, const std::string& text, int from, int to) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && value >= from && value <= to)
        return value;
    throw domain::InvalidInput(std::string(name) + " is \"" + text +
                               "\", but must be a whole number from " + std::to_string(from) +
                               " to " + std::to_string(to) +
                               ". Training in several processes takes RANK, WORLD_SIZE, "
                               "MASTER_ADDR and MASTER_PORT, as torchrun sets them.");
}

}  // namespace

ProcessRank process_rank_from(const std::function<std::string(const char*)>& variable) {
    ProcessRank process;
    const std::string size = variable("WORLD_SIZE");
    if (size.empty()) return process;
    process.size = whole_number("WORLD_SIZE", size, 1, kMostProcesses);
    if (process.is_alone()) return process;
    process.rank = whole_number("RANK", variable("RANK"), 0, process.size - 1);
    process.master_address = variable("MASTER_ADDR");
    if (process.master_address.empty())
        throw domain::InvalidInput("WORLD_SIZE is " + size +
                                   ", but MASTER_ADDR is not set: give the address of the machine "
                                   "where the process with RANK=0 runs.");
    process.master_port =
        static_cast<std::uint16_t>(whole_number("MASTER_PORT", variable("MASTER_PORT"), 1, 65535));
    return process;
}

}  // namespace neurec::infrastructure::training
