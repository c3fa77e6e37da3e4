#include "presentation/http/static_files.hpp"

#include <dirent.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "presentation/http/entity_tag.hpp"

namespace neurec::presentation::http {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kCompressed = ".gz";
constexpr std::string_view kIndex = "index.html";

[[nodiscard]] std::string_view type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kTypes{{
        {".avif", "image/avif"},
        {".css", "text/css; charset=utf-8"},
        {".gif", "image/gif"},
        {".htm", "text/html; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".ico", "image/x-icon"},
        {".jpeg", "image/jpeg"},
        {".jpg", "image/jpeg"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".md", "text/markdown; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".png", "image/png"},
        {".svg", "image/svg+xml"},
        {".ttf", "font/ttf"},
        {".txt", "text/plain; charset=utf-8"},
        {".wasm", "application/wasm"},
        {".webmanifest", "application/manifest+json"},
        {".webp", "image/webp"},
        {".woff", "font/woff"},
        {".woff2", "font/woff2"},
    }};
    const auto found =
        std::ranges::find_if(kTypes, [&](const auto& each) { return name.ends_with(each.first); });
    return found == kTypes.end() ? "application/octet-stream" : found->second;
}

/// What a file of that type may do when a browser opens it by itself.
[[nodiscard]] std::string_view policy_of(std::string_view type, std::string_view page_policy) {
    if (type.starts_with("text/html")) return page_policy;
    // Of a worker's script, its own policy counts.
    if (type.starts_with("text/javascript"))
        return "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";
    if (type == "image/svg+xml")
        return "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
    return {};
}

/// Whether the name holds a hash of the content, as bundlers write it: "index-BqX3k_9Z.js". An
/// all-lower-case word of eight letters is a word.
[[nodiscard]] bool has_hash(std::string_view name) {
    constexpr std::size_t kHashLength = 8;
    name.remove_prefix(name.rfind('/') + 1);
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || dot < kHashLength + 2) return false;
    const std::string_view hash = name.substr(dot - kHashLength, kHashLength);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    return name[dot - kHashLength - 1] == '-' &&
           std::ranges::all_of(hash,
                               [&](char c) {
                                   return is_digit(c) || is_upper(c) || is_lower(c) || c == '_' ||
                                          c == '-';
                               }) &&
           std::ranges::any_of(hash, [&](char c) { return is_digit(c) || is_upper(c); });
}

/// Whether a coding's parameters (";q=0.0") refuse it.
[[nodiscard]] bool is_refused(std::string_view parameters) {
    const std::size_t weight = parameters.find("q=0");
    return weight != std::string_view::npos &&
           parameters.find_first_not_of("0.", weight + 2) == std::string_view::npos;
}

[[nodiscard]] bool takes_gzip(const Request& request) {
    return any_element(request.header("accept-encoding"), [](std::string_view each) {
        const std::string_view coding = each.substr(0, each.find_first_of("; "));
        return coding == "gzip" && !is_refused(each.substr(coding.size()));
    });
}

/// Regular files below the folder whose names begin with no dot, and links to such that stay
/// inside.
[[nodiscard]] bool is_served(const fs::directory_entry& entry, const fs::path& canonical_root) {
    if (!entry.is_regular_file()) return false;
    if (!entry.is_symlink()) return true;
    const fs::path inside = fs::canonical(entry.path()).lexically_relative(canonical_root);
    return !inside.empty() && *inside.begin() != "..";
}

[[nodiscard]] std::string read_whole(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (!file.good() && !file.eof())
        throw domain::InvalidInput("The web page's file " + path.string() + " cannot be read.");
    return bytes;
}

/// What is in a folder, less what begins with a dot. Not by the standard library's iterators:
/// libstdc++'s end the program where they find no memory.
[[nodiscard]] std::vector<fs::path> entries_of(const fs::path& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> opened(opendir(folder.c_str()), closedir);
    if (!opened) throw std::system_error(errno, std::generic_category(), folder.string());
    std::vector<fs::path> entries;
    while (const dirent* const entry = readdir(opened.get()))
        if (entry->d_name[0] != '.') entries.push_back(folder / entry->d_name);
    return entries;
}

/// Reads the served files of a web build: all of the folder's, by their path below it.
class FolderReader {
  public:
    FolderReader(const fs::path& root, const StaticLimits& limits)
        : root_(fs::canonical(root)), limits_(limits) {}

    [[nodiscard]] std::map<std::string, std::string> read() {
        read(root_);
        return std::move(found_);
    }

  private:
    void read(const fs::path& folder) {
        for (const fs::path& path : entries_of(folder)) {
            const fs::directory_entry entry(path);
            if (entry.is_directory() && !entry.is_symlink()) read(path);
            if (!is_served(entry, root_)) continue;
            bytes_ += entry.file_size();
            if (bytes_ > limits_.bytes || found_.size() >= limits_.files)
                throw domain::InvalidInput(
                    "The folder " + root_.string() +
                    " holds more than web pages do; they are kept in memory. Name the folder of a "
                    "web build with --web-folder.");
            found_.emplace(path.lexically_relative(root_).generic_string(), read_whole(path));
        }
    }

    fs::path root_;
    const StaticLimits& limits_;
    std::map<std::string, std::string> found_;
    std::uintmax_t bytes_ = 0;
};

/// The served files' bytes by path below the folder.
[[nodiscard]] std::map<std::string, std::string> read_folder(const fs::path& folder,
                                                             const StaticLimits& limits) {
    if (!fs::is_directory(folder)) return {};
    return FolderReader(folder, limits).read();
}

/// "a/b" of its segments; nothing where one of them could be read as two.
[[nodiscard]] std::optional<std::string> joined(std::span<const std::string> segments) {
    std::string path;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].find('/') != std::string::npos) return std::nullopt;
        if (i > 0) path += '/';
        path += segments[i];
    }
    return path;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder, std::string_view page_policy, const RootPath& root,
                         const StaticLimits& limits) {
    std::map<std::string, std::string> found = read_folder(folder, limits);
    const auto content_of = [&](std::string& bytes) {
        std::string tag = entity_tag_of(bytes);
        return Content{std::make_shared<const std::string>(std::move(bytes)), std::move(tag)};
    };
    for (auto& [name, bytes] : found) {
        if (name.ends_with(kCompressed)) continue;
        const bool is_rooted_page = !root.text().empty() && name.ends_with(".html");
        if (is_rooted_page) bytes = root.rooted(bytes);
        File file{.plain = content_of(bytes),
                  .gzip = {},
                  .type = type_of(name),
                  .policy = policy_of(type_of(name), page_policy),
                  .never_changes = has_hash(name)};
        // A compressed page still names the paths that it was built with.
        if (const auto gzip = found.find(name + std::string(kCompressed));
            gzip != found.end() && !is_rooted_page)
            file.gzip = content_of(gzip->second);
        files_.emplace(name, std::move(file));
    }
}

Response StaticFiles::answer_with(const File& file, const Request& request) {
    if (request.method != Method::get && request.method != Method::head)
        return allow_response(request, "GET, HEAD");
    const bool compressed = file.gzip && takes_gzip(request);
    const Content& content = compressed ? *file.gzip : file.plain;
    Response response;
    response.content_type = file.type;
    response.headers = {{"ETag", content.tag},
                        {"Cache-Control", file.never_changes ? "public, max-age=31536000, immutable"
                                                             : "public, no-cache"}};
    if (file.gzip) response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!file.policy.empty())
        response.headers.emplace_back("Content-Security-Policy", std::string(file.policy));
    if (names_entity_tag(request.header("if-none-match"), content.tag)) {
        response.status = 304;
        return response;
    }
    if (compressed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.shared_body = content.bytes;
    return response;
}

std::optional<Response> StaticFiles::answer(const Request& request,
                                            std::span<const std::string> segments) const {
    const auto path = joined(segments);
    if (!path) return std::nullopt;
    auto found = files_.find(*path);
    if (found == files_.end()) {
        const bool is_folder = path->empty() || path->ends_with('/');
        found = files_.find(*path + (is_folder ? "" : "/") + std::string(kIndex));
    }
    if (found == files_.end()) return std::nullopt;
    return answer_with(found->second, request);
}

std::optional<Response> StaticFiles::index(const Request& request) const {
    const auto found = files_.find(kIndex);
    if (found == files_.end()) return std::nullopt;
    return answer_with(found->second, request);
}

}  // namespace neurec::presentation::http
