#include "infrastructure/deep_learning/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "domain/errors.hpp"

namespace neurec::infrastructure::deep_learning {

struct Sha256::Context {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free};
};

namespace {

void require(bool succeeded) {
    if (!succeeded)
        throw domain::Unavailable(
            "OpenSSL cannot compute a SHA-256 checksum; check its installation.");
}

}  // namespace

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    require(context_->digest &&
            EVP_DigestInit_ex(context_->digest.get(), EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(context_->digest.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish() {
    constexpr char kDigits[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_->digest.get(), digest.data(), &size) == 1);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 15U];
    }
    return hex;
}

std::string sha256_of(std::span<const std::byte> bytes) {
    Sha256 sum;
    sum.add(bytes);
    return sum.finish();
}

}  // namespace neurec::infrastructure::deep_learning
