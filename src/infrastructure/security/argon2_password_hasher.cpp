#include "infrastructure/security/argon2_password_hasher.hpp"

#include <sodium.h>

#include <array>
#include <cassert>

#include "domain/errors.hpp"

namespace neurec::infrastructure::security {

namespace {

/// Holds one of the semaphore's places for a scope.
class Place {
  public:
    explicit Place(std::counting_semaphore<64>& places) : places_(places) { places_.acquire(); }
    ~Place() { places_.release(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

  private:
    std::counting_semaphore<64>& places_;
};

}  // namespace

Argon2PasswordHasher::Argon2PasswordHasher(Argon2Cost cost, std::ptrdiff_t parallel)
    : cost_(cost), places_(parallel) {
    assert(parallel >= 1 && parallel <= kMostParallel);
    if (sodium_init() < 0)
        throw domain::Unavailable("libsodium cannot start: the system gives no random numbers.");
}

std::string Argon2PasswordHasher::hash(std::string_view password) {
    const Place place(places_);
    std::array<char, crypto_pwhash_STRBYTES> text;
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes,
                              cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw domain::Unavailable(
            "There is not enough memory to hash a password; try again in a moment.");
    return text.data();
}

bool Argon2PasswordHasher::verify(const std::string& hash, std::string_view password) {
    const Place place(places_);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool Argon2PasswordHasher::needs_rehash(const std::string& hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace neurec::infrastructure::security
