#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace neurec::infrastructure::training {

/// Which of the processes this is that train one model together, as torchrun numbers them.
struct ProcessRank {
    int rank = 0;  ///< 0 .. size − 1; process 0 validates, writes and publishes
    int size = 1;
    std::string master_address;  ///< where process 0 is met
    std::uint16_t master_port = 0;
    bool operator==(const ProcessRank&) const = default;

    [[nodiscard]] bool is_first() const { return rank == 0; }
    [[nodiscard]] bool is_alone() const { return size == 1; }
};

/// From RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT; without WORLD_SIZE, or with 1, the process
/// is alone. `variable` gives an environment variable's value, empty where it is not set. Values
/// that do not fit each other: InvalidInput.
ProcessRank process_rank_from(const std::function<std::string(const char*)>& variable);

/// This process' part of a step's items: equal parts in order, the same however often asked.
template <class Item>
std::span<Item> share_of(std::span<Item> items, const ProcessRank& process) {
    const auto begin = [&](int rank) {
        return items.size() * static_cast<std::size_t>(rank) /
               static_cast<std::size_t>(process.size);
    };
    return items.subspan(begin(process.rank), begin(process.rank + 1) - begin(process.rank));
}

}  // namespace neurec::infrastructure::training
