#pragma once

#include <string_view>

namespace neurec::domain {

/// The passwords that guessing begins with. Thread-safe.
class CommonPasswords {
  public:
    virtual ~CommonPasswords() = default;
    /// ASCII letters in any case.
    [[nodiscard]] virtual bool contains(std::string_view password) const = 0;
};

}  // namespace neurec::domain
