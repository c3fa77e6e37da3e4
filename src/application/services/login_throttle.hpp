#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace neurec::application {

/// When failed logins begin to cost time, and how much.
struct LoginThrottleLimits {
    int free_failures_per_account = 5;   ///< failures before an account's next login has to wait
    int free_failures_per_address = 20;  ///< the same for an address, which many people may share
    std::int64_t first_wait =
        2;  ///< seconds after the first failure beyond the free ones; doubles each time
    std::int64_t longest_wait = 900;  ///< seconds; nobody is locked out for longer
    std::int64_t forgotten_after =
        3600;  ///< seconds without a failure after which an entry starts afresh
    std::size_t most_entries =
        100'000;  ///< accounts and addresses remembered; the longest unused go first
};

/// Slows down guessing of passwords, by account and by address, with waits that double (OWASP
/// ASVS 5.0, 6.3.1). Whether an account exists plays no part. Thread-safe; memory is bounded by
/// `most_entries`.
class LoginThrottle {
  public:
    explicit LoginThrottle(LoginThrottleLimits limits = {});

    /// Seconds that a login of this account from this address has still to wait, or nothing where
    /// it may go on. `now` in seconds, from any clock that does not run backwards.
    [[nodiscard]] std::optional<std::int64_t> wait(std::string_view account,
                                                   std::string_view address, std::int64_t now);
    void failed(std::string_view account, std::string_view address, std::int64_t now);
    /// Forgets the account's failures. The address's stay, so that one known password does not
    /// clear an attacker's.
    void succeeded(std::string_view account);

    [[nodiscard]] std::size_t entries() const;

  private:
    struct Entry {
        std::string key;
        int failures = 0;
        std::int64_t last_failure = 0;
        std::int64_t blocked_until = 0;
    };
    using Entries = std::list<Entry>;

    std::int64_t remaining(const std::string& key, std::int64_t now);
    void count_failure(const std::string& key, int free_failures, std::int64_t now);

    LoginThrottleLimits limits_;
    mutable std::mutex mutex_;
    Entries entries_;  ///< the most recently failed first
    std::unordered_map<std::string, Entries::iterator> lookup_;
};

}  // namespace neurec::application
