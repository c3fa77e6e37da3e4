#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>

#include "presentation/http/access_control.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// The OpenAPI 3.1 document of these routes: their types by json::Schemas, and the answers that
/// they can give, errors included. `enforcement`: of whom a token is asked. `root`: where the paths
/// begin for clients. Routes without a `describe` are left out. "x-refusals" are the answers to
/// requests that reach no route.
[[nodiscard]] boost::json::object openapi_document(std::span<const Route> routes,
                                                   std::string_view version,
                                                   Enforcement enforcement, const RootPath& root);

/// The same as one text.
[[nodiscard]] std::string openapi_text(std::span<const Route> routes, std::string_view version,
                                       Enforcement enforcement, const RootPath& root = {});

/// Adds GET /openapi.json, the document of the routes that the router has then, this one included.
/// Made once, served from memory, with an ETag.
void add_openapi_route(Router& router, std::string_view version, Enforcement enforcement);

}  // namespace neurec::presentation::http
