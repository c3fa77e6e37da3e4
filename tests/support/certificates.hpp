#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace neurec::tests {

/// A key pair on P-256, and certificates for it, made on the spot. Needs OpenSSL::Crypto.
class KeyPair {
  public:
    KeyPair() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
        if (!key_) throw std::runtime_error("cannot make a key");
    }

    /// `pass_phrase`: encrypts the file where it is not empty.
    void write_key(const std::filesystem::path& file, const std::string& pass_phrase = {}) const {
        const File out(std::fopen(file.c_str(), "w"), std::fclose);
        const EVP_CIPHER* cipher = pass_phrase.empty() ? nullptr : EVP_aes_256_cbc();
        PEM_write_PKCS8PrivateKey(out.get(), key_.get(), cipher, pass_phrase.data(),
                                  static_cast<int>(pass_phrase.size()), nullptr, nullptr);
    }

    /// A certificate for "localhost", signed by itself, valid from `from` to `until` from now.
    void write_certificate(const std::filesystem::path& file, long serial,
                           std::chrono::seconds from = std::chrono::hours(-1),
                           std::chrono::seconds until = std::chrono::hours(1)) const {
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
        X509* const x509 = certificate.get();
        ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
        X509_gmtime_adj(X509_getm_notBefore(x509), from.count());
        X509_gmtime_adj(X509_getm_notAfter(x509), until.count());
        X509_set_pubkey(x509, key_.get());
        X509_NAME* const name = X509_get_subject_name(x509);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(x509, name);
        if (X509_sign(x509, key_.get(), EVP_sha256()) == 0)
            throw std::runtime_error("cannot sign a certificate");
        const File out(std::fopen(file.c_str(), "w"), std::fclose);
        PEM_write_X509(out.get(), x509);
    }

  private:
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace neurec::tests
