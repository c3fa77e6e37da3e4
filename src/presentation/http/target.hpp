#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "presentation/http/root_path.hpp"
#include "presentation/json/reader.hpp"

namespace neurec::presentation::http {

/// A request target taken apart. Segments and parameters are percent-decoded; dots in paths mean
/// nothing special.
struct Target {
    std::vector<std::string>
        segments;  ///< "/a/b" → a, b; "/a/" → a, "" (the slash at the end counts)
    std::vector<json::Parameter> query;
    std::string_view encoded_path;   ///< refers to the text that was parsed
    std::string_view encoded_query;  ///< with its question mark; empty where there is none
};

/// Takes "/path?query" or "http://host/path?query" apart, the path below `root` where it is there;
/// nothing where it is neither, or an escape is broken. `target` must outlive the result. Of the
/// root path itself, without a slash, there are no segments.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target,
                                                 const RootPath& root = {});

/// Whether a Host header's value is a host with or without a port (RFC 9110, 7.2), or empty.
[[nodiscard]] bool is_host(std::string_view text);

/// The fields of a form (application/x-www-form-urlencoded) that have a value; fields whose escapes
/// are broken are left out.
[[nodiscard]] std::vector<json::Parameter> form_fields(std::string_view body);

}  // namespace neurec::presentation::http
