#include "presentation/http/evaluation_reports.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "presentation/json/reader.hpp"

namespace neurec::presentation::http {

namespace {

namespace fs = std::filesystem;

/// The reports in a folder, the newest first. Files may come and go meanwhile.
[[nodiscard]] std::vector<fs::path> reports_in(const fs::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() != ".json") continue;
        std::error_code gone;
        const bool is_file = fs::is_regular_file(at->path(), gone);
        const fs::file_time_type written = fs::last_write_time(at->path(), gone);
        if (is_file && !gone) found.emplace_back(written, at->path());
    }
    std::ranges::sort(found, std::ranges::greater{});
    std::vector<fs::path> files;
    for (auto& [written, file] : found)
        files.push_back(std::move(file));
    return files;
}

/// What a file holds; nothing where it has gone.
[[nodiscard]] std::optional<std::string> content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::error_code error;
    if (!stream && !fs::exists(file, error)) return std::nullopt;
    if (!stream)
        throw domain::Unavailable("The report " + file.string() +
                                  " cannot be read. May this server's user read it?");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Reports of version 0.1.0 hold --database-url with its password. Where its value ends cannot be
/// told: quotes in it were not escaped.
[[nodiscard]] std::string without_database_url(std::string command) {
    const std::size_t flag = command.find("--database-url");
    if (flag != std::string::npos) command.replace(flag, std::string::npos, "--database-url …");
    return command;
}

}  // namespace

application::EvaluationReport EvaluationReports::latest() const {
    for (const fs::path& file : reports_in(folder_)) {
        const std::optional<std::string> text = content_of(file);
        if (!text) continue;
        json::Faults faults;
        auto report = json::decode_body<application::EvaluationReport>(*text, faults);
        if (!report)
            throw domain::Unavailable("The report " + file.string() +
                                      " is not one of this program's version.");
        report->command = without_database_url(std::move(report->command));
        return *std::move(report);
    }
    throw domain::NotFound("No evaluation yet: run neurec evaluate beside the server");
}

}  // namespace neurec::presentation::http
