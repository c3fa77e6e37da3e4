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

    /// `secret` (NEUREC_JWT_SECRET) signs, or, where it is empty, the first line of `file`, whose
    /// others verify. `previous` (NEUREC_JWT_SECRET_PREVIOUS), where it is not empty, verifies what
    /// was signed before a rotation. A file that is not there is made with a random key and mode
    /// 0600; one that others may read is refused. InvalidInput and Unavailable say what to do.
    static SigningKeys load(const std::string& secret, const std::string& previous,
                            const std::filesystem::path& file);

    [[nodiscard]] const std::string& signing() const { return keys_.front(); }
    [[nodiscard]] const std::vector<std::string>& verifying() const { return keys_; }

    static constexpr std::size_t kShortest = 32;

  private:
    std::vector<std::string> keys_;
};

}  // namespace neurec::infrastructure::security
