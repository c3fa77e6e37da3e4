#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>

#include "application/dtos/constraints.hpp"

namespace neurec::application {

/// Whether recommendations can be made: "healthy" or "unavailable".
struct EngineHealth {
    std::string status;
    std::string service = "recommendation-engine";
    std::string message;
};
BOOST_DESCRIBE_STRUCT(EngineHealth, (), (status, service, message))

/// The process answers.
struct Liveness {
    std::string status = "alive";
};
BOOST_DESCRIBE_STRUCT(Liveness, (), (status))

/// One thing that the service depends on: "ok", "degraded" (serves, but not as it should) or
/// "failed".
struct DependencyCheck {
    std::string status;
    std::optional<std::string> detail;
    bool operator==(const DependencyCheck&) const = default;
};
BOOST_DESCRIBE_STRUCT(DependencyCheck, (), (status, detail))

/// Whether requests should be sent here: "ready", "degraded" (answers, but not as it should, or not
/// everything) or "not ready".
struct Readiness {
    std::string status;
    std::map<std::string, DependencyCheck> checks;
    bool operator==(const Readiness&) const = default;
};
BOOST_DESCRIBE_STRUCT(Readiness, (), (status, checks))

struct Version {
    std::string name;
    std::string version;
};
BOOST_DESCRIBE_STRUCT(Version, (), (name, version))

template <>
inline constexpr Constraints kConstraints<&DependencyCheck::detail> = {.omitted_if_absent = true};

}  // namespace neurec::application
