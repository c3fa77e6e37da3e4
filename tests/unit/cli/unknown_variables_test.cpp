#include "presentation/cli/unknown_variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

namespace neurec::presentation::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What is said of variables that are set for this while; empty for those that are known.
std::map<std::string, std::string> remarks_on(const std::map<std::string, std::string>& variables) {
    for (const auto& [name, value] : variables)
        setenv(name.c_str(), value.c_str(), 1);
    const std::vector<UnknownVariable> unknown = unknown_variables();
    std::map<std::string, std::string> remarks;
    for (const auto& [name, value] : variables) {
        const auto found = std::ranges::find(unknown, name, &UnknownVariable::name);
        remarks[name] = found == unknown.end() ? "" : found->remark;
        unsetenv(name.c_str());
    }
    return remarks;
}

TEST(UnknownVariables, AreNamedWithTheNearestRightOne) {
    EXPECT_EQ(remarks_on({{"NEUREC_WOKERS", "3"}}).at("NEUREC_WOKERS"),
              "There is no variable NEUREC_WOKERS; it is ignored. Did you mean NEUREC_WORKERS?");
    EXPECT_EQ(remarks_on({{"NEUREC_JWT_SECRETS", "x"}}).at("NEUREC_JWT_SECRETS"),
              "There is no variable NEUREC_JWT_SECRETS; it is ignored. Did you mean "
              "NEUREC_JWT_SECRET?");
    // The prefix makes no name nearer: three letters of three differ.
    EXPECT_EQ(remarks_on({{"NEUREC_FOO", "x"}}).at("NEUREC_FOO"),
              "There is no variable NEUREC_FOO; it is ignored.");
}

TEST(UnknownVariables, NeverShowAValue) {
    EXPECT_THAT(
        remarks_on({{"NEUREC_DATABASE", "postgresql://u:secret@h/d"}}).at("NEUREC_DATABASE"),
        AllOf(HasSubstr("NEUREC_DATABASE_URL"), Not(HasSubstr("secret"))));
}

TEST(UnknownVariables, AreNeitherSettingsNorSecretsNorOfTheTests) {
    for (const auto& [name, remark] : remarks_on({{"NEUREC_LOG_LEVEL", "info"},
                                                  {"NEUREC_CONFIG", "x"},
                                                  {"NEUREC_PORT", "80"},
                                                  {"NEUREC_JWT_SECRET", "x"},
                                                  {"NEUREC_JWT_SECRET_PREVIOUS", "x"},
                                                  {"NEUREC_ADMIN_PASSWORD", "x"},
                                                  {"NEUREC_LOAD_SECONDS", "5"},
                                                  {"NEUREC_EMPTY", ""},
                                                  {"NOT_NEUREC", "x"}}))
        EXPECT_EQ(remark, "") << name;
}

TEST(UnknownVariables, AreNotWhatKubernetesSetsForServices) {
    for (const auto& [name, remark] : remarks_on({{"NEUREC_SERVICE_HOST", "10.0.0.1"},
                                                  {"NEUREC_SERVICE_PORT", "80"},
                                                  {"NEUREC_SERVICE_PORT_HTTP", "80"},
                                                  {"NEUREC_PORT_80_TCP", "tcp://10.0.0.1:80"},
                                                  {"NEUREC_PORT_80_TCP_ADDR", "10.0.0.1"},
                                                  {"NEUREC_PORT_53_UDP_PROTO", "udp"},
                                                  {"NEUREC_WEB_SERVICE_HOST", "10.0.0.1"},
                                                  {"NEUREC_WEB_PORT", "tcp://10.0.0.1:80"}}))
        EXPECT_EQ(remark, "") << name;
}

TEST(UnknownVariables, HaveThePortThatIsAServicesAddress) {
    EXPECT_THAT(remarks_on({{"NEUREC_PORT", "tcp://10.0.0.1:80"}}).at("NEUREC_PORT"),
                AllOf(HasSubstr("NEUREC_PORT=tcp://10.0.0.1:80"), HasSubstr("Kubernetes"),
                      HasSubstr("enableServiceLinks"), HasSubstr("--port")));
}

}  // namespace
}  // namespace neurec::presentation::cli
