#include "infrastructure/security/jwt_token_service.hpp"

#include <sodium.h>

#include <array>
#include <boost/json.hpp>
#include <cassert>
#include <charconv>
#include <string>
#include <vector>

namespace neurec::infrastructure::security {

namespace json = boost::json;

namespace {

using Signature = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(const unsigned char* bytes, std::size_t size) {
    std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the terminating zero
    return text;
}

std::string base64url(std::string_view text) {
    return base64url(bytes_of(text), text.size());
}

/// Strict: no padding, no other characters, no spare bits.
std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    if (end != text.data() + text.size()) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

Signature sign(std::string_view message, const std::string& key) {
    Signature signature;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    crypto_auth_hmacsha256_final(&state, signature.data());
    return signature;
}

/// Compares in constant time.
bool is_signed_with(std::string_view message, const std::string& signature,
                    const std::string& key) {
    const Signature expected = sign(message, key);
    return signature.size() == expected.size() &&
           sodium_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

std::optional<json::object> parsed_object(std::string_view base64) {
    const std::optional<std::string> text = from_base64url(base64);
    if (!text) return std::nullopt;
    json::error_code error;
    json::parse_options options;
    options.max_depth = 2;
    json::value value = json::parse(*text, error, {}, options);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

std::optional<std::int64_t> integer(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    return value != nullptr && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

std::optional<std::string> text(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<domain::UserId> user_id(const std::string& subject) {
    std::int64_t id = 0;
    const char* const end = subject.data() + subject.size();
    const auto [parsed, error] = std::from_chars(subject.data(), end, id);
    if (error != std::errc{} || parsed != end) return std::nullopt;
    return domain::UserId{id};
}

std::string random_id() {
    std::array<unsigned char, 16> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes.data(), bytes.size());
}

}  // namespace

JwtTokenService::JwtTokenService(SigningKeys keys, std::int64_t life, const domain::Clock& clock)
    : keys_(std::move(keys)), life_(life), clock_(clock) {
    assert(life >= 1);
}

std::string JwtTokenService::issue(domain::UserId user, std::int64_t version) {
    const std::int64_t now = clock_.now();
    const json::object claims{{"sub", std::to_string(user.value)},
                              {"ver", version},
                              {"iat", now},
                              {"exp", now + life_},
                              {"jti", random_id()}};
    const std::string message =
        base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(json::serialize(claims));
    const Signature signature = sign(message, keys_.signing());
    return message + '.' + base64url(signature.data(), signature.size());
}

std::optional<domain::AccessClaims> JwtTokenService::verify(std::string_view token) const {
    if (token.size() > kLongestToken) return std::nullopt;
    const std::size_t first_dot = token.find('.');
    const std::size_t last_dot = token.rfind('.');
    if (first_dot == std::string_view::npos || first_dot == last_dot) return std::nullopt;

    // Nothing of the token is believed, or even parsed, before its signature holds.
    const std::optional<std::string> signature = from_base64url(token.substr(last_dot + 1));
    if (!signature) return std::nullopt;
    bool is_ours = false;
    for (const std::string& key : keys_.verifying())
        is_ours |= is_signed_with(token.substr(0, last_dot), *signature, key);
    if (!is_ours) return std::nullopt;

    const auto header = parsed_object(token.substr(0, first_dot));
    if (!header || text(*header, "alg") != "HS256") return std::nullopt;
    const auto claims = parsed_object(token.substr(first_dot + 1, last_dot - first_dot - 1));
    if (!claims) return std::nullopt;
    const auto subject = text(*claims, "sub");
    const auto user = subject ? user_id(*subject) : std::nullopt;
    const auto version = integer(*claims, "ver");
    const auto issued_at = integer(*claims, "iat");
    const auto expires_at = integer(*claims, "exp");
    const auto id = text(*claims, "jti");
    if (!user || !version || !issued_at || !expires_at || !id) return std::nullopt;
    if (clock_.now() >= *expires_at) return std::nullopt;
    return domain::AccessClaims{*user, *version, *expires_at, *id};
}

}  // namespace neurec::infrastructure::security
