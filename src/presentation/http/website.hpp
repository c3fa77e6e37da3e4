#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "presentation/http/static_files.hpp"
#include "presentation/http/target.hpp"

namespace neurec::presentation::http {

/// Folders of pages; an empty path is none.
struct WebFolders {
    std::filesystem::path application;  ///< the single-page application; its index.html is at /
    std::filesystem::path api_docs;     ///< holds docs/ and redoc/, the pages of those paths
};

/// The pages beside the API: the application, /docs and /redoc; where one has not been built, a
/// plain page that says so. Thread-safe.
class Website {
  public:
    /// `api_segments`: first segments of the API's paths. InvalidInput for folders that StaticFiles
    /// refuses. `root`: where the pages' links and files begin.
    Website(const WebFolders& folders, std::set<std::string> api_segments,
            const RootPath& root = {});

    /// The answer to a path that the API does not have; nothing where the website has none, either.
    /// A browser (it accepts text/html) gets the application for every unknown path that does not
    /// begin as one of the API's: the application's own router knows more.
    [[nodiscard]] std::optional<Response> answer(const Request& request,
                                                 const Target& target) const;

  private:
    StaticFiles application_;
    StaticFiles docs_;
    StaticFiles redoc_;
    std::set<std::string> api_segments_;
    RootPath root_;
};

}  // namespace neurec::presentation::http
