#include "presentation/http/evaluation_reports.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "domain/errors.hpp"
#include "presentation/json/reader.hpp"

namespace neurec::presentation::http {

namespace {

namespace fs = std::filesystem;

[[nodiscard]] std::optional<fs::path> newest_json_in(const fs::path& folder) {
    std::optional<fs::path> newest;
    fs::file_time_type written{};
    std::error_code absent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, absent)) {
        if (entry.path().extension() != ".json" || !entry.is_regular_file()) continue;
        const fs::file_time_type time = entry.last_write_time();
        if (newest && time <= written) continue;
        newest = entry.path();
        written = time;
    }
    return newest;
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
    const auto file = newest_json_in(folder_);
    if (!file) throw domain::NotFound("No evaluation yet: run neurec evaluate beside the server");
    std::ostringstream text;
    text << std::ifstream(*file).rdbuf();
    json::Faults faults;
    auto report = json::decode_body<application::EvaluationReport>(text.str(), faults);
    if (!report)
        throw domain::Unavailable("The report " + file->string() +
                                  " is not one of this program's version.");
    report->command = without_database_url(std::move(report->command));
    return *std::move(report);
}

}  // namespace neurec::presentation::http
