#include "presentation/http/controllers/health_controller.hpp"

#include "application/dtos/health.hpp"

namespace neurec::presentation::http {

namespace {

/// 200, or 503 with Retry-After.
template <class Body>
[[nodiscard]] Answer<Body> answer(Body body, bool is_good) {
    Answer<Body> result{.body = std::move(body), .status = is_good ? 200 : 503, .headers = {}};
    if (!is_good) result.headers.emplace_back("Retry-After", "1");
    return result;
}

}  // namespace

void add_health_routes(Router& router, const application::ReadinessMonitor& monitor,
                       std::string version) {
    using Plain = Endpoint<>;
    router.add(Plain::route({.path = "/health/live",
                             .summary = "Whether the process answers",
                             .tag = "operators",
                             .answered_at_once = true},
                            [](const Plain::CallType&) { return application::Liveness{}; }));
    router.add(Plain::route(
        {.path = "/health/ready",
         .summary = "Whether requests should be sent here, and what each dependency says",
         .tag = "operators",
         .answered_at_once = true,
         .also = {503}},
        [&monitor](const Plain::CallType&) {
            application::Readiness readiness = monitor.readiness();
            const bool is_ready = readiness.status != "not ready";
            return answer(std::move(readiness), is_ready);
        }));
    router.add(Plain::route({.path = "/recommendations/health",
                             .summary = "Whether recommendations can be made",
                             .tag = "recommendations",
                             .answered_at_once = true,
                             .also = {503}},
                            [&monitor](const Plain::CallType&) {
                                application::EngineHealth health = monitor.engine_health();
                                const bool is_healthy = health.status == "healthy";
                                return answer(std::move(health), is_healthy);
                            }));
    router.add(Plain::route({.path = "/version",
                             .summary = "Which program this is",
                             .tag = "operators",
                             .answered_at_once = true},
                            [version = std::move(version)](const Plain::CallType&) {
                                return application::Version{.name = "neurec", .version = version};
                            }));
}

}  // namespace neurec::presentation::http
