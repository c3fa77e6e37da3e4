#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "presentation/http/message.hpp"

namespace neurec::presentation::http {

/// Which pages of other origins may read answers (Fetch standard, 3.2). Closed unless origins are
/// named; cookies and other credentials of the browser are never asked for. Immutable.
class CorsPolicy {
  public:
    CorsPolicy() = default;  ///< none may
    /// Origins such as "https://a.example" or "http://localhost:5173", or "*" for any. InvalidInput
    /// for what is none.
    explicit CorsPolicy(std::vector<std::string> origins);

    /// The answer to a browser that asks whether it may: 204 where the request is such a question
    /// and its origin may, nothing otherwise. `allowed_methods`: those of the path, "GET, HEAD";
    /// empty where there is no such path.
    [[nodiscard]] std::optional<Response> preflight(const Request& request,
                                                    std::string_view allowed_methods) const;
    /// Adds what lets the request's origin read the answer, where it may; and, since the answer
    /// depends on it, "Vary: Origin".
    void apply(const Request& request, Response& response) const;

  private:
    [[nodiscard]] bool allows(std::string_view origin) const;

    std::vector<std::string> origins_;
    bool any_ = false;
};

}  // namespace neurec::presentation::http
