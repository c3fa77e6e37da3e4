#pragma once

#include <cstddef>
#include <cstdint>
#include <semaphore>

#include "domain/ports/password_hasher.hpp"

namespace neurec::infrastructure::security {

/// Cost of one hash. OWASP's floor for Argon2id is 19 MiB and two passes (ASVS 5.0, 11.4.2).
struct Argon2Cost {
    std::uint64_t passes = 2;
    std::size_t memory_bytes = std::size_t{64} << 20U;
    bool operator==(const Argon2Cost&) const = default;
};

/// The cheapest cost that libsodium takes (one pass, 8 KiB): for tests.
inline constexpr Argon2Cost kCheapestArgon2{1, 8192};

/// Argon2id (RFC 9106) by libsodium, in the PHC text form "$argon2id$v=19$m=…,t=…,p=1$salt$hash".
class Argon2PasswordHasher : public domain::PasswordHasher {
  public:
    /// At most `parallel` hashes are computed at once, which bounds their memory to parallel ×
    /// cost.memory_bytes. 1 ≤ parallel ≤ 64.
    explicit Argon2PasswordHasher(Argon2Cost cost = {}, std::ptrdiff_t parallel = 2);

    // Each throws Unavailable where the memory cannot be had.
    [[nodiscard]] std::string hash(std::string_view password) override;
    [[nodiscard]] bool verify(const std::string& hash, std::string_view password) override;
    [[nodiscard]] bool needs_rehash(const std::string& hash) const override;

  private:
    static constexpr std::ptrdiff_t kMostParallel = 64;

    Argon2Cost cost_;
    std::counting_semaphore<kMostParallel> places_;
};

}  // namespace neurec::infrastructure::security
