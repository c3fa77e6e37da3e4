#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace neurec::presentation::http {

/// The path below which a reverse proxy publishes this server: "/recs" where its pages and its API
/// are at https://example.org/recs/. Addresses that the server gives out begin with it; requests
/// are taken with it and without it, since some proxies take it off and some do not.
class RootPath {
  public:
    RootPath() = default;  ///< none: the server is at the top of its host
    /// "/recs" or "/recs/", of any depth; "" and "/" are none. InvalidInput for anything that is
    /// not made of letters, digits, "-", "_", "~" and dots between slashes.
    [[nodiscard]] static RootPath parse(std::string_view text);

    /// Without a slash at its end; empty where there is none.
    [[nodiscard]] const std::string& text() const { return text_; }
    /// What is left of a path below it: "/movies/" of "/recs/movies/", empty of "/recs" itself. A
    /// path elsewhere is left as it is.
    [[nodiscard]] std::string_view strip(std::string_view path) const;
    /// An HTML page whose links and files name paths of this server (`href="/…"`, `src="/…"`), with
    /// those paths below the root path.
    [[nodiscard]] std::string rooted(std::string_view page) const;

  private:
    std::string text_;
};

}  // namespace neurec::presentation::http
