#include "infrastructure/datasets/csv.hpp"

namespace neurec::infrastructure::datasets {

namespace {

/// Takes a field that begins with a quote off the front of `line`; false where it does not end
/// properly.
bool take_quoted(std::string_view& line, std::string& field) {
    line.remove_prefix(1);
    while (true) {
        const std::size_t quote = line.find('"');
        if (quote == std::string_view::npos) return false;
        field += line.substr(0, quote);
        line.remove_prefix(quote + 1);
        if (!line.starts_with('"')) return line.empty() || line.front() == ',';
        field += '"';
        line.remove_prefix(1);
    }
}

}  // namespace

bool split_csv(std::string_view line, std::vector<std::string>& fields) {
    fields.clear();
    while (true) {
        std::string& field = fields.emplace_back();
        if (line.starts_with('"')) {
            if (!take_quoted(line, field)) return false;
        } else {
            field = line.substr(0, line.find(','));
            line.remove_prefix(field.size());
        }
        if (line.empty()) return true;
        line.remove_prefix(1);
    }
}

}  // namespace neurec::infrastructure::datasets
