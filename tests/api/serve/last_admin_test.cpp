#include <gtest/gtest.h>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using LastAdminOfTheApi = ServedApi;

TEST_F(LastAdminOfTheApi, CannotDeleteThemselvesUntilThereIsAnother) {
    const HttpAnswer me = send("GET", "/users/me", {}, home().as_admin());
    const std::string path = "/users/" + std::to_string(parsed(me).at("id").as_int64());

    const HttpAnswer refused = send("DELETE", path, {}, home().as_admin());
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(parsed(refused).at("detail"), "The last admin cannot be deleted: make another first");
    EXPECT_EQ(send("GET", "/users/me", {}, home().as_admin()).status, 200);

    const domain::Credentials other{.username = "another",
                                    .email = "another@example.org",
                                    .password_hash = "none",
                                    .role = domain::Role::admin,
                                    .token_version = 1};
    const domain::UserId id = home().ports().accounts.create(other, {});
    EXPECT_EQ(send("DELETE", "/users/" + std::to_string(id.value), {}, home().as_admin()).status,
              200)
        << "one is left";
}

}  // namespace
}  // namespace neurec::tests
