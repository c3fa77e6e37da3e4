#include "application/services/authenticator.hpp"

#include <algorithm>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

constexpr std::string_view kScheme = "bearer";

[[nodiscard]] bool is_bearer(std::string_view scheme) {
    return std::ranges::equal(scheme, kScheme, [](char given, char expected) {
        return (given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given) ==
               expected;
    });
}

}  // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    const std::size_t space = authorization.find(' ');
    if (space == std::string_view::npos || !is_bearer(authorization.substr(0, space)))
        return std::nullopt;
    authorization.remove_prefix(space + 1);
    authorization.remove_prefix(
        std::min(authorization.find_first_not_of(' '), authorization.size()));
    return authorization;
}

std::optional<OpenSession> Authenticator::session_of(std::string_view token) const {
    const auto claims = tokens_.verify(token);
    if (!claims) return std::nullopt;
    auto account = accounts_.find(claims->user);
    if (!account || !account->credentials || account->credentials->token_version != claims->version)
        return std::nullopt;
    return OpenSession{.account = *std::move(account), .expires_at = claims->expires_at};
}

domain::Account Authenticator::require(std::string_view token) const {
    if (auto session = session_of(token)) return std::move(session->account);
    throw domain::Unauthenticated("Could not validate credentials");
}

}  // namespace neurec::application
