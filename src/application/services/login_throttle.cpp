#include "application/services/login_throttle.hpp"

#include <algorithm>

namespace neurec::application {

namespace {

std::string account_key(std::string_view account) {
    return "account " + std::string(account);
}
std::string address_key(std::string_view address) {
    return "address " + std::string(address);
}

}  // namespace

LoginThrottle::LoginThrottle(LoginThrottleLimits limits) : limits_(limits) {}

std::optional<std::int64_t> LoginThrottle::wait(std::string_view account, std::string_view address,
                                                std::int64_t now) {
    const std::scoped_lock lock(mutex_);
    const std::int64_t seconds =
        std::max(remaining(account_key(account), now), remaining(address_key(address), now));
    return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

std::int64_t LoginThrottle::remaining(const std::string& key, std::int64_t now) {
    const auto found = lookup_.find(key);
    return found == lookup_.end() ? 0 : found->second->blocked_until - now;
}

void LoginThrottle::failed(std::string_view account, std::string_view address, std::int64_t now) {
    const std::scoped_lock lock(mutex_);
    count_failure(account_key(account), limits_.free_failures_per_account, now);
    count_failure(address_key(address), limits_.free_failures_per_address, now);
}

void LoginThrottle::count_failure(const std::string& key, int free_failures, std::int64_t now) {
    if (const auto found = lookup_.find(key); found != lookup_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
    } else {
        entries_.push_front({key});
        lookup_.emplace(key, entries_.begin());
        if (entries_.size() > limits_.most_entries) {
            lookup_.erase(entries_.back().key);
            entries_.pop_back();
        }
    }
    Entry& entry = entries_.front();
    if (now - entry.last_failure >= limits_.forgotten_after) entry.failures = 0;
    entry.last_failure = now;
    ++entry.failures;
    const int beyond = entry.failures - free_failures;
    if (beyond <= 0) return;
    constexpr int kMostDoublings = 40;  // far beyond any longest_wait, and far from overflowing
    const std::int64_t wait = limits_.first_wait << std::min(beyond - 1, kMostDoublings);
    entry.blocked_until = now + std::min(wait, limits_.longest_wait);
}

void LoginThrottle::succeeded(std::string_view account) {
    const std::scoped_lock lock(mutex_);
    const auto found = lookup_.find(account_key(account));
    if (found == lookup_.end()) return;
    entries_.erase(found->second);
    lookup_.erase(found);
}

std::size_t LoginThrottle::entries() const {
    const std::scoped_lock lock(mutex_);
    return entries_.size();
}

}  // namespace neurec::application
