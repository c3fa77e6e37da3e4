#include "application/services/authenticator.hpp"

#include <algorithm>

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

std::optional<domain::Account> Authenticator::identify(std::string_view authorization) const {
    const std::size_t space = authorization.find(' ');
    if (space == std::string_view::npos || !is_bearer(authorization.substr(0, space)))
        return std::nullopt;
    authorization.remove_prefix(space + 1);
    authorization.remove_prefix(
        std::min(authorization.find_first_not_of(' '), authorization.size()));

    if (const auto claims = tokens_.verify(authorization)) {
        auto account = accounts_.find(claims->user);
        if (account && account->credentials &&
            account->credentials->token_version == claims->version)
            return account;
    }
    throw domain::Unauthenticated("Could not validate credentials");
}

}  // namespace neurec::application
