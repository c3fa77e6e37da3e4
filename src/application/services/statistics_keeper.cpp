#include "application/services/statistics_keeper.hpp"

#include <cstdint>
#include <exception>
#include <string_view>

namespace neurec::application {

void StatisticsKeeper::refresh() {
    constexpr int kRestForEachSecond = 50;
    const Clock::time_point begun = Clock::now();
    if (begun < not_before_) return;
    try {
        const std::size_t changed = statistics_.refresh();
        if (changed > 0)
            logger_.write(domain::LogLevel::debug, "movie statistics counted",
                          {{"movies_changed", static_cast<std::int64_t>(changed)}});
    } catch (const std::exception& error) {
        logger_.write(domain::LogLevel::warning, "movie statistics not counted",
                      {{"problem", std::string_view(error.what())}});
    }
    const Clock::time_point ended = Clock::now();
    not_before_ = ended + kRestForEachSecond * (ended - begun);
}

}  // namespace neurec::application
