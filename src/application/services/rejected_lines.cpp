#include "application/services/rejected_lines.hpp"

#include <algorithm>
#include <cmath>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// A fault's text without quoted values and numbers, so that lines with the same fault have the
/// same.
std::string kind_of(const std::string& problem) {
    std::string kind;
    bool is_quoted = false;
    for (const char c : problem) {
        if (c == '\'') is_quoted = !is_quoted;
        if (is_quoted || (c >= '0' && c <= '9')) continue;
        kind += c;
    }
    return kind;
}

std::string percent(double share) {
    std::string text = std::to_string(100 * share);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text + "%";
}

}  // namespace

void RejectedLines::add(const domain::BadLine& line) {
    ++count_;
    of_file_ = line.file == file_ ? of_file_ + 1 : 1;
    file_ = line.file;
    const RejectedLine rejected{line.file, line.number, line.text, line.problem};
    if (of_file_ <= kShownOfAFile) first_.push_back(rejected);
    Fault& fault = faults_[kind_of(line.problem)];
    if (fault.count++ == 0) fault.first = rejected;
}

void RejectedLines::require_few(std::uint64_t good_lines, double share) const {
    const std::uint64_t lines = good_lines + count_;
    if (static_cast<double>(count_) <= share * static_cast<double>(lines)) return;
    if (count_ <= std::min(kAlwaysAllowed, lines / 2)) return;
    const auto& most = std::ranges::max_element(faults_, {}, [](const auto& each) {
                           return each.second.count;
                       })->second;
    const double needed = std::ceil(100 * static_cast<double>(count_) / static_cast<double>(lines));
    throw domain::InvalidInput(
        std::to_string(count_) + " of " + std::to_string(lines) +
        " lines cannot be taken; at most " + percent(share) + " may be left out. The fault of " +
        std::to_string(most.count) + " of them is that of " + most.first.file + ", line " +
        std::to_string(most.first.line) + ": " + most.first.problem + ".\n  " + most.first.text +
        "\nNothing was imported. Correct the file, or, if so much is to be lost, allow it with "
        "--skip-bad-lines=" +
        percent(needed / 100) + ".");
}

}  // namespace neurec::application
