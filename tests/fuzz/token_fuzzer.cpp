// Any bytes as a bearer token: as they are, which none may pass, and (header and claims, one a
// line) signed with the server's own key, so that what lies behind the signature is reached.

#include <sodium.h>

#include <array>
#include <cstring>

#include "infrastructure/security/jwt_token_service.hpp"
#include "input.hpp"

namespace {

namespace security = neurec::infrastructure::security;
using neurec::tests::require;

constexpr std::int64_t kNow = 1'800'000'000;

struct FixedClock : neurec::domain::Clock {
    [[nodiscard]] std::int64_t now() const override { return kNow; }
};

std::string base64url(std::string_view text) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string encoded(sodium_base64_encoded_len(text.size(), kVariant), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(),
                      reinterpret_cast<const unsigned char*>(text.data()), text.size(), kVariant);
    encoded.pop_back();
    return encoded;
}

std::string signed_token(std::string_view header, std::string_view claims, const std::string& key) {
    const std::string message = base64url(header) + '.' + base64url(claims);
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> signature{};
    std::array<unsigned char, crypto_auth_hmacsha256_KEYBYTES> key_bytes{};
    std::memcpy(key_bytes.data(), key.data(), key_bytes.size());
    crypto_auth_hmacsha256(signature.data(), reinterpret_cast<const unsigned char*>(message.data()),
                           message.size(), key_bytes.data());
    return message + '.' +
           base64url({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const FixedClock clock;
    static const std::string key(security::SigningKeys::kShortest, 'k');
    static const security::JwtTokenService tokens(security::SigningKeys({key}), 1800, clock);

    const std::string_view text = neurec::tests::as_text(data, size);
    require(!tokens.verify(text), "nobody guesses a signature");
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos) return 0;
    const auto claims =
        tokens.verify(signed_token(text.substr(0, line), text.substr(line + 1), key));
    if (!claims) return 0;
    require(claims->expires_at > kNow, "an expired token is dead");
    require(text.substr(0, line).find("HS256") != std::string_view::npos ||
                text.substr(0, line).find('\\') != std::string_view::npos,
            "the algorithm is ours");
    return 0;
}
