#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace neurec::infrastructure::deep_learning {

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::span<const std::byte> bytes);
    /// The digest of all that was added, as 64 lower-case hexadecimal digits. Nothing may be added
    /// after it.
    [[nodiscard]] std::string finish();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

[[nodiscard]] std::string sha256_of(std::span<const std::byte> bytes);

}  // namespace neurec::infrastructure::deep_learning
