#include "infrastructure/security/argon2_password_hasher.hpp"

#include <sodium.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

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

[[noreturn]] void refuse_for_lack_of_memory() {
    throw domain::Unavailable(
        "There is not enough memory to hash a password. Close other programs, or raise the limit "
        "on "
        "this one's memory (ulimit -v).");
}

/// What a hash's text says.
struct StoredHash {
    std::uint32_t kibibytes = 0;
    std::uint32_t passes = 0;
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt;
    std::array<unsigned char, 32> hash;
};

// Each takes what it names off the text's beginning; false where something else stands there.
bool take(std::string_view& text, std::string_view beginning) {
    if (!text.starts_with(beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}
bool take(std::string_view& text, std::uint32_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc{};
}
template <std::size_t length>
bool take(std::string_view& text, std::array<unsigned char, length>& bytes) {
    std::size_t count = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes.data(), length, text.data(), text.size(), nullptr, &count, &end,
                          sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0 ||
        count != length)
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

/// Nothing where the text is no hash of ours.
std::optional<StoredHash> parsed(std::string_view text) {
    StoredHash stored;
    const bool is_whole = take(text, "$argon2id$v=19$m=") && take(text, stored.kibibytes) &&
                          take(text, ",t=") && take(text, stored.passes) && take(text, ",p=1$") &&
                          take(text, stored.salt) && take(text, "$") && take(text, stored.hash) &&
                          text.empty();
    const bool is_computable = stored.kibibytes >= crypto_pwhash_MEMLIMIT_MIN / 1024 &&
                               stored.passes >= crypto_pwhash_OPSLIMIT_MIN;
    if (!is_whole || !is_computable) return std::nullopt;
    return stored;
}

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
        refuse_for_lack_of_memory();
    return text.data();
}

bool Argon2PasswordHasher::verify(const std::string& hash, std::string_view password) {
    const auto stored = parsed(hash);
    if (!stored) return false;
    // crypto_pwhash_str_verify() answers a lack of memory as it answers a wrong password, down to
    // errno. Computing alone fails for nothing but memory.
    const Place place(places_);
    std::array<unsigned char, std::tuple_size_v<decltype(stored->hash)>> computed;
    if (crypto_pwhash(computed.data(), computed.size(), password.data(), password.size(),
                      stored->salt.data(), stored->passes, std::size_t{1024} * stored->kibibytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        refuse_for_lack_of_memory();
    return sodium_memcmp(computed.data(), stored->hash.data(), computed.size()) == 0;
}

bool Argon2PasswordHasher::needs_rehash(const std::string& hash) const {
    errno = 0;
    const int answer =
        crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes);
    if (answer < 0 && errno == ENOMEM) refuse_for_lack_of_memory();
    return answer != 0;
}

}  // namespace neurec::infrastructure::security
