#pragma once

#include <string>

#include "application/services/readiness_monitor.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /health/live, /health/ready, /recommendations/health and /version. `monitor` must outlive the
/// router.
void add_health_routes(Router& router, const application::ReadinessMonitor& monitor,
                       std::string version);

}  // namespace neurec::presentation::http
