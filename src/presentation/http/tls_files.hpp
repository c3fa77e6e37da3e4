#pragma once

#include <filesystem>

namespace neurec::presentation::http {

/// What a server proves itself with: PEM files of the certificate (those of its issuers behind it)
/// and of its private key, which has no pass phrase.
struct TlsFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

}  // namespace neurec::presentation::http
