#pragma once

#include <string_view>
#include <unordered_set>

#include "domain/ports/common_passwords.hpp"

namespace neurec::infrastructure::security {

/// The 3,000 most common passwords that are long enough to be chosen here (ASVS 5.0, 6.2.4), from
/// common_passwords.txt, which the program carries.
class ListedCommonPasswords : public domain::CommonPasswords {
  public:
    ListedCommonPasswords();
    [[nodiscard]] bool contains(std::string_view password) const override;
    [[nodiscard]] std::size_t size() const { return words_.size(); }

  private:
    std::unordered_set<std::string_view> words_;  ///< into the program's own text
};

}  // namespace neurec::infrastructure::security
