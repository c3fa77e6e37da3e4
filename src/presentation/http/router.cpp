#include "presentation/http/router.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

#include "presentation/http/error_answers.hpp"

namespace neurec::presentation::http {

namespace {

[[nodiscard]] bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

[[nodiscard]] std::string parameter_name(std::string_view segment) {
    return std::string(segment.substr(1, segment.size() - 2));
}

[[nodiscard]] bool fits(const std::vector<std::string>& pattern,
                        const std::vector<std::string>& segments) {
    return std::ranges::equal(
        pattern, segments, [](const std::string& expected, const std::string& given) {
            return is_parameter(expected) ? !given.empty() : expected == given;
        });
}

/// Literal before parameter, from the left: "/users/me" is tried before "/users/{user_id}".
[[nodiscard]] bool is_more_specific(const std::vector<std::string>& a,
                                    const std::vector<std::string>& b) {
    return std::ranges::lexicographical_compare(a, b, {}, is_parameter, is_parameter);
}

void require_matching_parameters(const Route& route, const std::vector<std::string>& pattern) {
    std::vector<std::string> named;
    for (const std::string& segment : pattern)
        if (is_parameter(segment)) named.push_back(parameter_name(segment));
    if (!std::ranges::is_permutation(named, route.path_parameters))
        throw std::logic_error("the parameters in " + route.info.path +
                               " are not the members of its path type");
}

}  // namespace

void Router::add(Route route) {
    const auto target = parse_target(route.info.path);
    if (!target) throw std::logic_error("not a path: " + route.info.path);
    require_matching_parameters(route, target->segments);

    auto place = std::ranges::find(templates_, target->segments, &Template::segments);
    if (place == templates_.end()) {
        const auto before = std::ranges::find_if(templates_, [&](const Template& each) {
            return is_more_specific(target->segments, each.segments);
        });
        place = templates_.insert(before, {target->segments, {}});
    }
    for (const std::size_t other : place->routes)
        if (routes_[other].info.method == route.info.method)
            throw std::logic_error("declared twice: " + route.info.path);
    place->routes.push_back(routes_.size());
    routes_.push_back(std::move(route));
}

std::set<std::string> Router::first_segments() const {
    std::set<std::string> first;
    for (const Template& each : templates_)
        first.insert(each.segments.front());
    return first;
}

const Router::Template* Router::find(const std::vector<std::string>& segments) const {
    const auto found = std::ranges::find_if(
        templates_, [&](const Template& each) { return fits(each.segments, segments); });
    return found == templates_.end() ? nullptr : &*found;
}

Resolution Router::resolve(const Request& request) const {
    Resolution result;
    if (request.method == Method::options && request.target == "*") {  // of the server as a whole
        result.answer = Response{.status = 204, .content_type = {}};
        result.answer->headers.emplace_back("Allow", kEveryMethod);
        return result;
    }
    auto target = parse_target(request.target, root_);
    if (!target) {
        result.answer = error_response(400, "The request's target is not a valid path");
        return result;
    }
    if (target->segments.empty()) {
        result.answer = redirect_to("/", *target);
        return result;
    }
    const Template* found = find(target->segments);
    if (found == nullptr) {
        result.answer = answer_without_route(request, *target);
        return result;
    }
    const Method method = request.method == Method::head ? Method::get : request.method;
    std::string allowed;
    for (const std::size_t position : found->routes) {
        const Route& route = routes_[position];
        if (route.info.method == method) result.route = &route;
        allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(route.info.method));
        if (route.info.method == Method::get) allowed += ", HEAD";
    }
    if (result.route == nullptr) {
        result.answer = allow_response(request, std::move(allowed));
        return result;
    }
    for (std::size_t i = 0; i < found->segments.size(); ++i)
        if (is_parameter(found->segments[i]))
            result.path.emplace_back(parameter_name(found->segments[i]),
                                     std::move(target->segments[i]));
    result.query = std::move(target->query);
    return result;
}

bool Router::takes_bulk(Method method, std::string_view encoded) const {
    const auto target = parse_target(encoded, root_);
    const Template* const found = target ? find(target->segments) : nullptr;
    return found != nullptr && std::ranges::any_of(found->routes, [&](std::size_t position) {
               const RouteInfo& info = routes_[position].info;
               return info.method == method && info.takes_bulk;
           });
}

Response Router::answer_without_route(const Request& request, const Target& target) const {
    std::vector<std::string> other = target.segments;
    std::string path(target.encoded_path);
    if (other.back().empty() && other.size() > 1) {
        other.pop_back();
        path.pop_back();
    } else {
        other.emplace_back();
        path += '/';
    }
    if (find(other) == nullptr) {
        auto page = fallback_ ? fallback_(request, target) : std::nullopt;
        return page ? *std::move(page) : error_response(404, "Not Found");
    }
    return redirect_to(path, target);
}

Response Router::redirect_to(std::string_view path, const Target& target) const {
    Response response;
    response.status = 307;
    response.content_type.clear();
    std::string location = root_.text();
    location += path;
    location += target.encoded_query;
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response Router::run(const Resolution& resolution, const Request& request) const {
    if (resolution.answer) return *resolution.answer;
    try {
        return resolution.route->handle(request, resolution.path, resolution.query, access_);
    } catch (...) {
        try {
            return answer_to_current_exception(request, logger_);
        } catch (const std::bad_alloc&) {
            return response_without_memory();
        }
    }
}

}  // namespace neurec::presentation::http
