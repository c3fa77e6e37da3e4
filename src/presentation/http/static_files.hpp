#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "presentation/http/message.hpp"
#include "presentation/http/root_path.hpp"

namespace neurec::presentation::http {

/// What a page may load where nothing else is said: what this server has, nothing inline.
inline constexpr std::string_view kStrictPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

/// How much a folder may hold; it is kept in memory.
struct StaticLimits {
    std::size_t files = 5'000;
    std::size_t bytes = 64UL * 1024 * 1024;
};

/// The files of a folder, read when it is made: a request is looked up in a table, so that no path
/// can lead out of the folder. Links that do are passed over, as are names that begin with a dot.
/// `x.gz` is not served itself: it is what clients that take gzip get for `x`. Thread-safe.
class StaticFiles {
  public:
    /// No files where there is no such folder. `page_policy`: Content-Security-Policy of its HTML
    /// pages. `root`: what the paths in its HTML pages then begin with. InvalidInput for a folder
    /// beyond the limits, or with a file that cannot be read.
    explicit StaticFiles(const std::filesystem::path& folder,
                         std::string_view page_policy = kStrictPagePolicy,
                         const RootPath& root = {}, const StaticLimits& limits = {});

    [[nodiscard]] bool empty() const { return files_.empty(); }

    /// The file at these decoded segments below the folder (an `index.html` stands for its folder,
    /// with and without the slash); 304 where the client has it already, 405 for other methods than
    /// GET and HEAD (204 for OPTIONS); nothing where there is no such file.
    [[nodiscard]] std::optional<Response> answer(const Request& request,
                                                 std::span<const std::string> segments) const;
    /// The folder's own index.html, whatever path was asked for.
    [[nodiscard]] std::optional<Response> index(const Request& request) const;

  private:
    /// A file's bytes, as they are or compressed.
    struct Content {
        std::shared_ptr<const std::string> bytes;
        std::string tag;  ///< strong ETag, with its quotes
    };
    struct File {
        Content plain;
        std::optional<Content> gzip;
        std::string_view type;
        std::string_view policy;  ///< Content-Security-Policy; empty: that of every answer
        bool never_changes = false;
    };

    [[nodiscard]] static Response answer_with(const File& file, const Request& request);

    std::map<std::string, File, std::less<>> files_;  ///< by path below the folder: "assets/a.js"
};

}  // namespace neurec::presentation::http
