#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "application/dtos/constraints.hpp"

namespace neurec::application {

/// What the requests of a route took, from their first byte to the answer's last.
struct RouteLatency {
    std::string method;
    std::string route;
    std::uint64_t requests = 0;
    double p50_ms = 0;
    double p95_ms = 0;
    double p99_ms = 0;
};
BOOST_DESCRIBE_STRUCT(RouteLatency, (), (method, route, requests, p50_ms, p95_ms, p99_ms))

template <>
inline constexpr Constraints kConstraints<&RouteLatency::route> = {
    .description = "The path's template; - where none was found"};

struct Statistics {
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    std::uint64_t requests = 0;
    double uptime_seconds = 0;
    std::optional<std::string> model;
    std::vector<RouteLatency> routes;
};
BOOST_DESCRIBE_STRUCT(Statistics, (),
                      (users, movies, ratings, requests, uptime_seconds, model, routes))

template <>
inline constexpr Constraints kConstraints<&Statistics::requests> = {
    .description = "That this process has answered since its start"};
template <>
inline constexpr Constraints kConstraints<&Statistics::model> = {.description =
                                                                     "The one that is served"};
template <>
inline constexpr Constraints kConstraints<&Statistics::routes> = {
    .description = "Since this process started; the most asked for first"};

}  // namespace neurec::application
