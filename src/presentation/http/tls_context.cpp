#include "presentation/http/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>
#include <fstream>
#include <string>

#include "domain/errors.hpp"

namespace neurec::presentation::http {

namespace {

namespace ssl = boost::asio::ssl;

void require_readable(const std::filesystem::path& file, const char* what) {
    std::ifstream in(file);
    if (!in || in.peek() == std::ifstream::traits_type::eof())
        throw domain::InvalidInput(std::string("The ") + what + " " + file.string() +
                                   " cannot be read, or is empty. Check that it is there, and that "
                                   "this account may read it.");
}

/// 2026-11-23T06:19:00Z
[[nodiscard]] std::string text_of(const ASN1_TIME* time) {
    std::tm utc{};
    std::array<char, 32> text{};
    if (ASN1_TIME_to_tm(time, &utc) != 1) return "an unreadable time";
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

void require_valid_now(SSL_CTX* context, const TlsFiles& files) {
    const X509* certificate = SSL_CTX_get0_certificate(context);
    const ASN1_TIME* until = X509_get0_notAfter(certificate);
    if (X509_cmp_current_time(until) <= 0)
        throw domain::InvalidInput("The certificate " + files.certificate.string() +
                                   " expired at " + text_of(until) +
                                   ". Renew it; no client would accept it.");
    const ASN1_TIME* from = X509_get0_notBefore(certificate);
    if (X509_cmp_current_time(from) > 0)
        throw domain::InvalidInput("The certificate " + files.certificate.string() +
                                   " is not valid before " + text_of(from) +
                                   ". Check this machine's clock.");
}

[[nodiscard]] bool is_mismatch(const boost::system::error_code& error) {
    return ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_VALUES_MISMATCH;
}

void load_pair(ssl::context& context, const TlsFiles& files) {
    require_readable(files.certificate, "certificate");
    require_readable(files.key, "key");
    boost::system::error_code error;
    if (context.use_certificate_chain_file(files.certificate.string(), error))
        throw domain::InvalidInput("The certificate " + files.certificate.string() +
                                   " is no certificate in PEM form (" + error.message() + ").");
    // Else OpenSSL would ask at the terminal.
    context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return ""; });
    error = context.use_private_key_file(files.key.string(), ssl::context::pem, error);
    if (is_mismatch(error) || (!error && SSL_CTX_check_private_key(context.native_handle()) != 1))
        throw domain::InvalidInput("The key " + files.key.string() +
                                   " does not belong to the certificate " +
                                   files.certificate.string() + ".");
    if (error)
        throw domain::InvalidInput("The key " + files.key.string() +
                                   " is no private key in PEM form without a pass phrase (" +
                                   error.message() + ").");
    require_valid_now(context.native_handle(), files);
}

/// Takes HTTP/1.1 where a client offers it among others; OpenSSL reads the choice after the return.
int choose_protocol(SSL* /*connection*/, const unsigned char** chosen, unsigned char* chosen_length,
                    const unsigned char* offered, unsigned int offered_length, void* /*unused*/) {
    static constexpr std::array<unsigned char, 9> kOurs{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* match = nullptr;
    if (SSL_select_next_proto(&match, chosen_length, kOurs.data(), kOurs.size(), offered,
                              offered_length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = match;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

std::shared_ptr<ssl::context> tls_context_from(const TlsFiles& files) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* const native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2
    SSL_CTX_set_options(
        native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    load_pair(*context, files);
    return context;
}

}  // namespace neurec::presentation::http
