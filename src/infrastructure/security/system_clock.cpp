#include "infrastructure/security/system_clock.hpp"

#include <chrono>

namespace neurec::infrastructure::security {

std::int64_t SystemClock::now() const {
    using std::chrono::system_clock;
    return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch())
        .count();
}

}  // namespace neurec::infrastructure::security
