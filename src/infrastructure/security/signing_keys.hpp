#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace neurec::infrastructure::security {

/// Keys for HS256, 32 bytes or more each: the first signs, all of them verify (two during a
/// rotation).
class SigningKeys {
  public:
    /// `keys`: at least one; InvalidInput for a key below kShortest bytes.
    explicit SigningKeys(std::vector<std::string> keys);

    /// The keys in `secret` (as NEUREC_JWT_SECRET gives it: one, or the new and the old separated
    /// by a comma), or, where it is empty, those in `file`, one a line. A file that is not there is
    /// made with a random key and mode 0600; one that others may read is refused. InvalidInput and
    /// Unavailable say what to do.
    static SigningKeys load(const std::string& secret, const std::filesystem::path& file);

    [[nodiscard]] const std::string& signing() const { return keys_.front(); }
    [[nodiscard]] const std::vector<std::string>& verifying() const { return keys_; }

    static constexpr std::size_t kShortest = 32;

  private:
    std::vector<std::string> keys_;
};

}  // namespace neurec::infrastructure::security
