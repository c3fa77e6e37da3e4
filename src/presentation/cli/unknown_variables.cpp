#include "presentation/cli/unknown_variables.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string_view>

#include "domain/nearest_name.hpp"
#include "presentation/cli/settings.hpp"

namespace neurec::presentation::cli {

namespace {

constexpr std::string_view kPrefix = "NEUREC_";

/// What the programs read besides settings.
constexpr std::array kSecrets = {"NEUREC_JWT_SECRET", "NEUREC_JWT_SECRET_PREVIOUS",
                                 "NEUREC_ADMIN_PASSWORD"};
/// What tests, scripts and benchmarks read; programs that they start inherit it.
constexpr std::array kVariablesOfTests = {
    "NEUREC_BINARY_DIR",    "NEUREC_LOAD_SECONDS",      "NEUREC_PROGRAM",
    "NEUREC_SCALE_SIZES",   "NEUREC_SCREENSHOTS",       "NEUREC_SOURCE_DIR",
    "NEUREC_TEST_DATABASE", "NEUREC_TEST_POSTGRES_URL", "NEUREC_URL"};

/// The address of a service, as NEUREC_PORT=tcp://10.0.0.1:80 has it.
[[nodiscard]] bool is_service_url(std::string_view value) {
    return value.starts_with("tcp://") || value.starts_with("udp://") ||
           value.starts_with("sctp://");
}

/// NEUREC_SERVICE_PORT_HTTP, NEUREC_PORT_80_TCP_ADDR, NEUREC_WEB_PORT=tcp://10.0.0.1:80.
[[nodiscard]] bool is_of_a_service(const std::string& name, std::string_view value) {
    static const std::regex names(
        R"(NEUREC_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?))");
    return std::regex_match(name, names) || (name.ends_with("_PORT") && is_service_url(value));
}

/// As did_you_mean(): the prefix that all have in common says nothing.
[[nodiscard]] std::string nearest_to(const std::string& name, std::vector<std::string> known) {
    for (std::string& each : known)
        each.erase(0, kPrefix.size());
    const auto nearest = domain::nearest_name(name.substr(kPrefix.size()), known);
    return nearest ? " Did you mean " + std::string(kPrefix) + *nearest + "?" : "";
}

}  // namespace

std::vector<UnknownVariable> unknown_variables() {
    std::vector<std::string> known = variables_of_settings();
    known.insert(known.end(), kSecrets.begin(), kSecrets.end());
    std::vector<UnknownVariable> unknown;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view variable = *each;
        if (!variable.starts_with(kPrefix)) continue;
        const std::string name(variable.substr(0, variable.find('=')));
        const std::string_view value = variable.substr(std::min(name.size() + 1, variable.size()));
        if (value.empty()) continue;  // as good as not set
        if (name == "NEUREC_PORT" && is_service_url(value))
            unknown.push_back(
                {name, "NEUREC_PORT=" + std::string(value) +
                           " is what Kubernetes sets for a service called neurec. It "
                           "is no port to listen on and is ignored. Set "
                           "enableServiceLinks: false for the pod, and give --port."});
        else if (std::ranges::find(known, name) == known.end() &&
                 std::ranges::find(kVariablesOfTests, name) == kVariablesOfTests.end() &&
                 !is_of_a_service(name, value))
            unknown.push_back({name, "There is no variable " + name + "; it is ignored." +
                                         nearest_to(name, known)});
    }
    return unknown;
}

}  // namespace neurec::presentation::cli
