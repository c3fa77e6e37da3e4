#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/ports/logger.hpp"
#include "presentation/http/endpoint.hpp"
#include "presentation/http/message.hpp"
#include "presentation/http/root_path.hpp"
#include "presentation/http/target.hpp"

namespace neurec::presentation::http {

/// Where a request goes: to a route, or to an answer that needs none (404, 405, redirect, 400).
struct Resolution {
    const Route* route = nullptr;
    std::vector<json::Parameter> path;
    std::vector<json::Parameter> query;
    std::optional<Response> answer;  ///< there where `route` is null
};

/// The table of routes. Filled before use; then immutable and thread-safe.
class Router {
  public:
    /// `access`: who may call what; null where there are no accounts (Route). Both must outlive it.
    /// `root`: where the routes' paths begin for clients.
    explicit Router(domain::Logger& logger, const AccessControl* access = nullptr,
                    RootPath root = {})
        : logger_(logger), access_(access), root_(std::move(root)) {}

    /// std::logic_error for a method and path that are there already, and for a path whose
    /// parameters are not the members of its path type.
    void add(Route route);
    [[nodiscard]] const RootPath& root() const { return root_; }
    /// In order of adding: what a description of the API is made of.
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
    /// What the routes' paths begin with: "movies" of "/movies/{movie_id}".
    [[nodiscard]] std::set<std::string> first_segments() const;

    /// Asked for every path that no route has, before that is 404; must be thread-safe and never
    /// block.
    using Fallback = std::function<std::optional<Response>(const Request&, const Target&)>;
    void set_fallback(Fallback fallback) { fallback_ = std::move(fallback); }

    /// Finds the route: literal segments win over parameters; HEAD goes to GET. Where only the
    /// other form of the path (with or without a slash at its end) is known, the answer is 307,
    /// whatever the method; where the path is known but not for this method, 405 with every method
    /// in Allow, or 204 with the same to OPTIONS.
    [[nodiscard]] Resolution resolve(const Request& request) const;
    /// Whether that is a route whose body may be a large one.
    [[nodiscard]] bool takes_bulk(Method method, std::string_view target) const;
    /// Answers the request by its route; errors become answers. Throws nothing.
    [[nodiscard]] Response run(const Resolution& resolution, const Request& request) const;

  private:
    struct Template;
    [[nodiscard]] const Template* find(const std::vector<std::string>& segments) const;
    [[nodiscard]] Response answer_without_route(const Request& request, const Target& target) const;
    /// 307 to the path below the root path, with the target's query.
    [[nodiscard]] Response redirect_to(std::string_view path, const Target& target) const;

    /// A path with the routes that it has, by method.
    struct Template {
        std::vector<std::string> segments;  ///< "{name}" for a parameter
        std::vector<std::size_t> routes;    ///< positions in routes_
    };

    domain::Logger& logger_;
    const AccessControl* access_;
    RootPath root_;
    std::vector<Route> routes_;
    std::vector<Template> templates_;
    Fallback fallback_;
};

}  // namespace neurec::presentation::http
