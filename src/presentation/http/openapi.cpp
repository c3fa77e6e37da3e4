#include "presentation/http/openapi.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <memory>
#include <set>
#include <utility>

#include "presentation/http/entity_tag.hpp"

namespace neurec::presentation::http {

namespace {

using boost::json::array;
using boost::json::object;

constexpr boost::json::string_view kScheme = "OAuth2PasswordBearer";

[[nodiscard]] boost::json::string text(std::string_view value) {
    return boost::json::string(value);
}

[[nodiscard]] object reference(std::string_view kind, std::string_view name) {
    return {{"$ref", text("#/components/" + std::string(kind) + "/" + std::string(name))}};
}

/// An answer that several endpoints give, as a component.
struct ErrorAnswer {
    int status;
    std::string_view name;
    std::string_view description;
    std::string_view schema = "ErrorDetail";
    std::string_view header = {};  ///< component that describes it
    std::string_view header_name = {};
};

constexpr std::array<ErrorAnswer, 15> kErrorAnswers{{
    {400, "BadRequest",
     "The request is not valid HTTP, an escape in its target is broken, or its gzip body is "
     "damaged"},
    {401, "Unauthorized", "No token, or none that is good (any more); failed logins", "ErrorDetail",
     "WWWAuthenticate", "WWW-Authenticate"},
    {403, "Forbidden", "The token's user may not do this"},
    {404, "NotFound", "What the path or the body names is not there"},
    {405, "MethodNotAllowed", "The path is there, but not for this method"},
    {409, "Conflict", "An email, username or id is taken"},
    {413, "ContentTooLarge",
     "The body, unpacked, is larger than 1 MiB, or 4 MiB at POST /ratings/ and "
     "/recommendations/cold-start"},
    {414, "URITooLong", "The target is longer than 8 KiB"},
    {415, "UnsupportedMediaType",
     "The body is of another kind than this endpoint reads, or in another coding than gzip"},
    {417, "ExpectationFailed", "Another expectation than 100-continue"},
    {422, "UnprocessableContent", "Something in path, query or body does not fit: every fault",
     "HTTPValidationError"},
    {429, "TooManyRequests", "Too many wrong passwords of this account or from this address",
     "ErrorDetail", "RetryAfter", "Retry-After"},
    {431, "RequestHeaderFieldsTooLarge", "The headers are larger than 16 KiB"},
    {500, "InternalServerError",
     "Nobody foresaw this; the log has the cause under the request's id", "InternalError"},
    {503, "ServiceUnavailable", "No model yet, the database away, or more load than can be served",
     "ErrorDetail", "RetryAfter", "Retry-After"},
}};

[[nodiscard]] const ErrorAnswer& error_answer(int status) {
    const auto found = std::ranges::find(kErrorAnswers, status, &ErrorAnswer::status);
    return kErrorAnswers.at(static_cast<std::size_t>(found - kErrorAnswers.begin()));
}

[[nodiscard]] object request_id_header() {
    return {{"X-Request-ID", reference("headers", "XRequestID")}};
}

[[nodiscard]] object header_of(std::string_view description, object schema) {
    return {{"description", text(description)}, {"schema", std::move(schema)}};
}

[[nodiscard]] object response_component(const ErrorAnswer& answer) {
    object headers = request_id_header();
    if (!answer.header.empty()) headers[answer.header_name] = reference("headers", answer.header);
    if (answer.status == 405)
        headers["Allow"] = header_of("The path's methods", {{"type", "string"}});
    const object content{{"schema", json::Schemas::reference(answer.schema)}};
    return {{"description", text(answer.description)},
            {"headers", std::move(headers)},
            {"content", {{"application/json", content}}}};
}

/// Of requests that reach no endpoint, and only those.
[[nodiscard]] bool is_of_no_endpoint(int status) {
    return status == 405 || status == 414 || status == 417 || status == 431;
}

[[nodiscard]] object response_components() {
    object responses;
    for (const ErrorAnswer& each : kErrorAnswers)
        if (!is_of_no_endpoint(each.status)) responses[each.name] = response_component(each);
    return responses;
}

[[nodiscard]] object header_components() {
    return {{"XRequestID",
             header_of("The request's id, which the log has, too: the client's own, or a new one",
                       {{"type", "string"}})},
            {"RetryAfter", header_of("Seconds to wait", {{"type", "integer"}, {"minimum", 1}})},
            {"WWWAuthenticate",
             header_of("How to prove who one is", {{"type", "string"}, {"const", "Bearer"}})}};
}

/// The bodies of errors, which are put together by hand where they are written (faults.cpp,
/// error_answers.cpp).
void add_error_schemas(json::Schemas& schemas) {
    const object string_type{{"type", "string"}};
    schemas.add("ErrorDetail", {{"type", "object"},
                                {"properties", {{"detail", string_type}}},
                                {"required", array{"detail"}}});
    schemas.add("InternalError",
                {{"type", "object"},
                 {"properties", {{"detail", string_type}, {"request_id", string_type}}},
                 {"required", array{"detail", "request_id"}}});
    const object step{{"anyOf", array{string_type, {{"type", "integer"}}}}};
    schemas.add(
        "ValidationError",
        {{"type", "object"},
         {"properties",
          {{"type", {{"type", "string"}, {"description", "As pydantic 2 names it"}}},
           {"loc",
            {{"type", "array"},
             {"items", step},
             {"description", "Begins with body, query or path; list positions are numbers"}}},
           {"msg", string_type},
           {"input", {{"description", "What was given; secrets are made unreadable"}}},
           {"ctx", {{"type", "object"}, {"description", "Figures that the message names"}}}}},
         {"required", array{"type", "loc", "msg", "input"}}});
    schemas.add(
        "HTTPValidationError",
        {{"type", "object"},
         {"properties",
          {{"detail", {{"type", "array"}, {"items", json::Schemas::reference("ValidationError")}}},
           {"more_faults",
            {{"type", "integer"},
             {"description", "How many there are beyond the 100 that detail has"}}}}},
         {"required", array{"detail"}}});
}

/// What is really asked of callers.
[[nodiscard]] Access asked(Access access, Enforcement enforcement) {
    if (enforcement == Enforcement::strict || access == Access::account || access == Access::admin)
        return access;
    return Access::anyone;
}

[[nodiscard]] std::string_view role_of(Access access) {
    switch (access) {
        case Access::anyone:
            return "anyone";
        case Access::anyone_about_themselves:
            return "anyone; with a user_id: that user, or an admin";
        case Access::account:
        case Access::account_if_strict:
            return "a user, about themselves; an admin, about anyone";
        case Access::admin_if_strict:
        case Access::admin:
            return "an admin";
    }
    return {};
}

[[nodiscard]] array security_of(Access access) {
    const object token{{kScheme, array()}};
    if (access == Access::anyone) return {};
    if (access == Access::anyone_about_themselves) return array{object(), token};
    array security;
    security.emplace_back(token);
    return security;
}

/// Statuses of errors that the endpoint can answer with.
[[nodiscard]] std::set<int> errors_of(const RouteInfo& info, const RouteTypes& types,
                                      Access access) {
    std::set<int> statuses{400, 500};
    statuses.insert(info.errors.begin(), info.errors.end());
    if (access != Access::anyone) statuses.insert(401);
    if (access == Access::admin_if_strict || access == Access::admin ||
        access == Access::anyone_about_themselves)
        statuses.insert(403);
    if (!types.body_type.empty()) statuses.insert({413, 415});
    if (!types.body_type.empty() || !types.parameters.empty()) statuses.insert(422);
    // 422: a query parameter that is not known.
    if (!info.answered_at_once) statuses.insert({422, 503});
    return statuses;
}

[[nodiscard]] object success_of(const RouteInfo& info, const RouteTypes& types, int status) {
    const object content{{"schema", types.answer}};
    object headers = request_id_header();
    if (status == 503) headers["Retry-After"] = reference("headers", "RetryAfter");
    return {{"description", text(info.summary)},
            {"headers", std::move(headers)},
            {"content", {{text(types.answer_type), content}}}};
}

[[nodiscard]] object responses_of(const RouteInfo& info, const RouteTypes& types, Access access) {
    object responses;
    responses[std::to_string(info.status)] = success_of(info, types, info.status);
    for (const int status : info.also) {
        object response = success_of(info, types, status);
        if (status == 304) response.erase("content");
        responses[std::to_string(status)] = std::move(response);
    }
    for (const int status : errors_of(info, types, access))
        if (!responses.contains(std::to_string(status)))
            responses[std::to_string(status)] = reference("responses", error_answer(status).name);
    return responses;
}

[[nodiscard]] std::string lower_case_name(Method method) {
    std::string name(name_of(method));
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return name;
}

/// "put_users_user_id" of PUT /users/{user_id}.
[[nodiscard]] std::string operation_id(const RouteInfo& info) {
    std::string id = lower_case_name(info.method);
    for (const char c : info.path) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_letter)
            id += c;
        else if (id.back() != '_')
            id += '_';
    }
    while (id.ends_with('_'))
        id.pop_back();
    return id;
}

[[nodiscard]] object operation_of(const Route& route, RouteTypes types, Enforcement enforcement) {
    const RouteInfo& info = route.info;
    const Access access = asked(info.access, enforcement);
    object operation{{"tags", array{text(info.tag)}},
                     {"summary", text(info.summary)},
                     {"description", text("For " + std::string(role_of(access)) + ".")},
                     {"operationId", text(operation_id(info))},
                     {"security", security_of(access)}};
    if (!types.body_type.empty()) {
        object content{{"schema", std::move(types.body)}};
        if (!info.example.empty()) content["example"] = json::detail::parsed_again(info.example);
        operation["requestBody"] = {{"required", true},
                                    {"content", {{text(types.body_type), std::move(content)}}}};
    }
    object responses = responses_of(info, types, access);
    // What needs no token in seed mode is for programs of this machine.
    if (info.access != access) responses["403"] = reference("responses", error_answer(403).name);
    operation["responses"] = std::move(responses);
    if (!types.parameters.empty()) operation["parameters"] = std::move(types.parameters);
    return operation;
}

[[nodiscard]] object info_of(std::string_view version) {
    return {
        {"title", "Neural Recommendation"},
        {"version", text(version)},
        {"description",
         "Movie recommendations for people it has just met. Errors have the form of FastAPI's: "
         "a `detail` that is a text, or in a 422 the list of every fault. A body may come with "
         "`Content-Encoding: gzip`. HEAD is answered as GET; a path with one slash too many or too "
         "few at its end is redirected with 307. A query parameter that an endpoint does not know "
         "is a 422 that names those it knows. Besides the "
         "answers listed at each endpoint there are those to requests that reach none: 400, 404, "
         "405, 413, 414, 417, 431 and 503 (`x-refusals`)."},
        {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}};
}

[[nodiscard]] array tags() {
    return {{{"name", "recommendations"}, {"description", "What this server is for"}},
            {{"name", "movies"}, {"description", "The catalogue"}},
            {{"name", "ratings"}, {"description", "What users think of movies"}},
            {{"name", "users"}, {"description", "Accounts"}},
            {{"name", "auth"}, {"description", "Tokens"}},
            {{"name", "admin"}, {"description", "Statistics, models and training, for admins"}},
            {{"name", "operators"}, {"description", "For who runs the server"}}};
}

[[nodiscard]] object refusals() {
    object refused;
    for (const int status : {400, 404, 405, 413, 414, 417, 431, 503})
        refused[std::to_string(status)] = response_component(error_answer(status));
    return refused;
}

[[nodiscard]] object security_schemes(const RootPath& root) {
    const object flow{{"tokenUrl", text(root.text() + "/auth/token")}, {"scopes", object()}};
    return {{kScheme, {{"type", "oauth2"}, {"flows", {{"password", flow}}}}}};
}

}  // namespace

object openapi_document(std::span<const Route> routes, std::string_view version,
                        Enforcement enforcement, const RootPath& root) {
    json::Schemas schemas;
    add_error_schemas(schemas);
    object paths;
    for (const Route& route : routes) {
        if (!route.describe) continue;
        object& path = paths.emplace(route.info.path, object()).first->value().get_object();
        path[lower_case_name(route.info.method)] =
            operation_of(route, route.describe(schemas), enforcement);
    }
    return {{"openapi", "3.1.0"},
            {"info", info_of(version)},
            {"servers", array{object{{"url", text(root.text().empty() ? "/" : root.text())}}}},
            {"tags", tags()},
            {"paths", std::move(paths)},
            {"components",
             {{"schemas", schemas.components()},
              {"responses", response_components()},
              {"headers", header_components()},
              {"securitySchemes", security_schemes(root)}}},
            {"x-refusals", refusals()}};
}

std::string openapi_text(std::span<const Route> routes, std::string_view version,
                         Enforcement enforcement, const RootPath& root) {
    std::string out;
    json::write_value(out, openapi_document(routes, version, enforcement, root));
    return out;
}

void add_openapi_route(Router& router, std::string_view version, Enforcement enforcement) {
    struct Document {
        std::shared_ptr<const std::string> text;
        std::string tag;
    };
    const auto document = std::make_shared<Document>();
    Route route;
    route.info = {.path = "/openapi.json",
                  .summary = "The OpenAPI document",
                  .tag = "operators",
                  .answered_at_once = true,
                  .also = {304}};
    route.describe = [](json::Schemas&) { return RouteTypes{.answer = {{"type", "object"}}}; };
    route.handle = [document](const Request& request, const auto&, const auto&,
                              const AccessControl*) {
        Response response;
        response.headers = {{"ETag", document->tag}, {"Cache-Control", "public, no-cache"}};
        if (names_entity_tag(request.header("if-none-match"), document->tag))
            response.status = 304;
        else
            response.shared_body = document->text;
        return response;
    };
    router.add(std::move(route));
    std::string made = openapi_text(router.routes(), version, enforcement, router.root());
    document->tag = entity_tag_of(made);
    document->text = std::make_shared<const std::string>(std::move(made));
}

}  // namespace neurec::presentation::http
