#pragma once

#include <string>
#include <vector>

namespace neurec::presentation::cli {

/// A NEUREC_ variable of the environment that nothing in this project reads.
struct UnknownVariable {
    std::string name;
    std::string remark;  ///< for people, with the nearest right name
};

/// Those of this process. Kubernetes and Docker set variables that are named after services
/// (NEUREC_SERVICE_HOST for one called "neurec"): they are left out. Such a service's NEUREC_PORT
/// is a URL, and with a URL it is among the unknown ones.
[[nodiscard]] std::vector<UnknownVariable> unknown_variables();

}  // namespace neurec::presentation::cli
