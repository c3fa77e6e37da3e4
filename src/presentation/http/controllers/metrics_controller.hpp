#pragma once

#include <string>

#include "application/services/model_provider.hpp"
#include "application/services/readiness_monitor.hpp"
#include "domain/ports/metrics.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// /metrics: what `metrics` has, the model that is served, whether the database works and which
/// program this is, as Prometheus reads it. All but `version` must outlive the router.
void add_metrics_route(Router& router, const domain::Metrics& metrics,
                       const application::ModelProvider& models,
                       const application::ReadinessMonitor& monitor, const std::string& version);

}  // namespace neurec::presentation::http
