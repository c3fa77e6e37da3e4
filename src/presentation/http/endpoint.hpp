#pragma once

#include <boost/describe.hpp>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "presentation/http/access_control.hpp"
#include "presentation/http/content_encoding.hpp"
#include "presentation/http/message.hpp"
#include "presentation/http/target.hpp"
#include "presentation/json/reader.hpp"
#include "presentation/json/schema.hpp"
#include "presentation/json/writer.hpp"

/// Endpoints are declared: method, path, types of parameters, body and answer, who may call, a
/// summary. Parsing, validation and the answer's JSON follow from the declaration;
/// `Endpoint::route` is the one place where those types are known together, so that the description
/// of the API (openapi.hpp) is generated from there, too.
namespace neurec::presentation::http {

struct RouteInfo {
    Method method = Method::get;
    std::string path;  ///< "/movies/{movie_id}": parameters by the names of the path type's members
    std::string summary{};
    std::string tag{};  ///< the group of endpoints that it belongs to
    Access access = Access::anyone;
    int status = 200;  ///< of a success
    /// Never blocks and takes microseconds: answered even when the queue of requests is full, and
    /// whatever a probe adds to the query.
    bool answered_at_once = false;
    /// Takes a core for a tenth of a second: runs on threads of its own, behind a queue of its own,
    /// so that a storm of logins holds up nothing else.
    bool hashes_passwords = false;
    /// Takes lists of thousands: its body may be as large as ServerLimits::bulk_body_bytes.
    bool takes_bulk = false;
    std::vector<int> also{};  ///< further statuses that come with the same body
    /// Statuses of errors, besides those that follow from the types and from `access`.
    std::vector<int> errors{};
    std::string_view example{};  ///< JSON of a body to try it with
};

/// What an endpoint's types say of it, for the API's description.
struct RouteTypes {
    boost::json::array parameters{};  ///< OpenAPI's parameter objects
    std::string body_type{};          ///< media type; empty: it reads no body
    boost::json::object body{};       ///< schema
    std::string answer_type = "application/json";
    boost::json::object answer{};  ///< schema
};

/// An endpoint with its types gone. `handle` throws what the use case throws. Without an access
/// control (null), requests about a user are answered on this machine alone, and those that need a
/// token never.
struct Route {
    RouteInfo info;
    std::vector<std::string> path_parameters;  ///< names that the path type has
    std::function<Response(const Request&, std::span<const json::Parameter> path,
                           std::span<const json::Parameter> query, const AccessControl* access)>
        handle;
    std::function<RouteTypes(json::Schemas& schemas)> describe;
};

/// Stands for "none" as the type of a path, query or body.
struct None {};
BOOST_DESCRIBE_STRUCT(None, (), ())

/// The type of a body that is a form (application/x-www-form-urlencoded) instead of JSON; a field
/// without a value counts as absent.
template <class T>
struct Form {
    T fields;
};

/// A request with everything parsed and valid.
template <class Path, class Query, class Body>
struct Call {
    const Request& request;
    const application::Caller& caller;
    Path path;
    Query query;
    Body body;
};

/// An answer whose status or headers depend on the case.
template <class Body>
struct Answer {
    Body body;
    int status = 200;
    std::vector<Header> headers;
};

/// Thrown for a request that does not fit; carries the 422's faults.
class ValidationFailed : public std::exception {
  public:
    explicit ValidationFailed(json::Faults faults) : faults_(std::move(faults)) {}
    [[nodiscard]] const json::Faults& faults() const noexcept { return faults_; }
    [[nodiscard]] const char* what() const noexcept override { return "the request does not fit"; }

  private:
    json::Faults faults_;
};

namespace detail {

/// Throws UnsupportedMediaType unless the body is JSON: "application/json", "application/…+json",
/// or not said.
void require_json(const Request& request);
/// Throws UnsupportedMediaType unless the body is a form.
void require_form(const Request& request);
/// The caller, by AccessControl::admit; without a control, whoever needs no token.
[[nodiscard]] application::Caller admit(const AccessControl* control, Access access,
                                        const Request& request);
/// AccessControl::require_subject; without a control, Forbidden unless the request comes from this
/// machine.
void require_subject(const AccessControl* control, const Request& request, std::int64_t subject);

/// An answer's limit. Lists have a length and texts one, so that none comes near it: one that did
/// would be a fault of this program, and shows as such (500).
inline constexpr std::size_t kMostAnswerBytes = 8UL * 1024 * 1024;

template <class T>
inline constexpr bool kIsAnswer = false;
template <class T>
inline constexpr bool kIsAnswer<Answer<T>> = true;

template <class T>
inline constexpr bool kIsForm = false;
template <class T>
inline constexpr bool kIsForm<Form<T>> = true;

template <class Result>
[[nodiscard]] Response response_of(Result&& result, int status) {
    Response response;
    response.status = status;
    if constexpr (kIsAnswer<std::remove_cvref_t<Result>>) {
        response.status = result.status;
        response.headers = std::move(result.headers);
        json::write(response.body, result.body);
    } else {
        json::write(response.body, result);
    }
    if (response.body.size() > kMostAnswerBytes)
        throw std::length_error("the answer is larger than any should be");
    return response;
}

template <class T>
void decode_into(std::optional<T>& out, std::span<const json::Parameter> parameters,
                 std::string_view root, json::Faults& faults) {
    if constexpr (std::same_as<T, None>)
        out.emplace();
    else
        out = json::decode_parameters<T>(parameters, root, faults);
}

template <class T>
void decode_body_into(std::optional<T>& out, const Request& request, json::Faults& faults) {
    if constexpr (std::same_as<T, None>) {
        out.emplace();
    } else {
        if (!request.body.empty()) require_json(request);
        const DecodedBody body(request);
        out = json::decode_body<T>(body.text(), faults);
    }
}

/// A form's fields; reads what decode_body_into reads of JSON.
template <class T>
void decode_body_into(std::optional<Form<T>>& out, const Request& request, json::Faults& faults) {
    if (!request.body.empty()) require_form(request);
    const DecodedBody body(request);
    if (auto fields = json::decode_parameters<T>(form_fields(body.text()), "body", faults))
        out = Form<T>{*std::move(fields)};
}

template <class Body>
void check_subject(const AccessControl* control, Access access, const Request& request,
                   const Body& body) {
    if (access != Access::anyone_about_themselves) return;
    if constexpr (requires { subject_of(body); })
        if (const auto subject = subject_of(body)) require_subject(control, request, *subject);
}

template <class T>
void describe_parameters(boost::json::array& out, std::string_view place, json::Schemas& schemas) {
    json::for_each_member<T>([&](auto member) {
        boost::json::object schema = schemas.of_member<T, member.pointer>(json::Use::request);
        boost::json::object parameter{{"name", member.name}, {"in", boost::json::string(place)}};
        parameter["required"] = json::is_required<T, member.pointer>(json::Use::request);
        if (auto* description = schema.if_contains("description")) {
            parameter["description"] = *description;
            schema.erase("description");
        }
        parameter["schema"] = std::move(schema);
        out.push_back(std::move(parameter));
    });
}

template <class Body>
void describe_body(RouteTypes& out, json::Schemas& schemas) {
    if constexpr (kIsForm<Body>) {
        out.body_type = "application/x-www-form-urlencoded";
        out.body = schemas.of<decltype(Body::fields)>(json::Use::request);
    } else if constexpr (!std::same_as<Body, None>) {
        out.body_type = "application/json";
        out.body = schemas.of<Body>(json::Use::request, json::kConstraintsOfBody<Body>);
    }
}

template <class Path, class Query, class Body, class Result>
[[nodiscard]] RouteTypes types_of(json::Schemas& schemas) {
    RouteTypes types;
    describe_parameters<Path>(types.parameters, "path", schemas);
    describe_parameters<Query>(types.parameters, "query", schemas);
    describe_body<Body>(types, schemas);
    if constexpr (kIsAnswer<Result>)
        types.answer = schemas.of<decltype(Result::body)>(json::Use::answer);
    else
        types.answer = schemas.of<Result>(json::Use::answer);
    return types;
}

template <class T>
[[nodiscard]] std::vector<std::string> member_names() {
    std::vector<std::string> names;
    json::for_each_member<T>([&](auto member) { names.emplace_back(member.name); });
    return names;
}

}  // namespace detail

/// Declares an endpoint with these types of path, query and body; `None` for what it does not have.
template <class Path = None, class Query = None, class Body = None>
struct Endpoint {
    using CallType = Call<Path, Query, Body>;

    /// `handle` takes a `const CallType&` and returns the answer's struct, or an Answer of it.
    template <class Handle>
    [[nodiscard]] static Route route(RouteInfo info, Handle handle) {
        Route result;
        result.info = std::move(info);
        result.path_parameters = detail::member_names<Path>();
        using Result = std::remove_cvref_t<std::invoke_result_t<const Handle&, const CallType&>>;
        result.describe = detail::types_of<Path, Query, Body, Result>;
        result.handle =
            [handle = std::move(handle), access = result.info.access, status = result.info.status,
             known = detail::member_names<Query>(), takes_any_query = result.info.answered_at_once](
                const Request& request, std::span<const json::Parameter> path_parameters,
                std::span<const json::Parameter> query_parameters, const AccessControl* control) {
                const application::Caller caller = detail::admit(control, access, request);
                json::Faults faults;
                std::optional<Path> path;
                std::optional<Query> query;
                std::optional<Body> body;
                detail::decode_into(path, path_parameters, "path", faults);
                detail::decode_into(query, query_parameters, "query", faults);
                if (!takes_any_query) json::refuse_unknown(query_parameters, known, faults);
                detail::decode_body_into(body, request, faults);
                if (!faults.empty()) throw ValidationFailed(std::move(faults));
                detail::check_subject(control, access, request, *body);
                request.note_validated();
                const CallType call{request, caller, *std::move(path), *std::move(query),
                                    *std::move(body)};
                return detail::response_of(handle(call), status);
            };
        return result;
    }
};

}  // namespace neurec::presentation::http
