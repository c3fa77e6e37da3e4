#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "presentation/http/message.hpp"
#include "presentation/http/root_path.hpp"

/// The browser's way to carry a token: a cookie that no script can read (docs/decisions/0010).
namespace neurec::presentation::http {

/// Whether a page of this very server made the request. Other origins cannot set the header
/// X-Neurec-Session without a preflight, and preflights never allow it; Sec-Fetch-Site, where the
/// browser sends it, must agree.
[[nodiscard]] bool is_from_own_page(const Request& request);
/// The token in the session's cookie; nothing where there is none, or is_from_own_page is false.
[[nodiscard]] std::optional<std::string_view> session_token(const Request& request);
/// Set-Cookie that begins a session below `root`. The cookie goes with the browser's session; the
/// token in it has its own end.
[[nodiscard]] Header session_cookie(std::string_view token, const Request& request,
                                    const RootPath& root = {});
/// Set-Cookie that ends it.
[[nodiscard]] Header ended_session_cookie(const Request& request, const RootPath& root = {});

}  // namespace neurec::presentation::http
