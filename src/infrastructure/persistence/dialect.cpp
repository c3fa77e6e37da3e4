#include "infrastructure/persistence/dialect.hpp"

namespace neurec::infrastructure::persistence {

std::string with_dialect(std::string_view sql, const DialectWords& words) {
    std::string text(sql);
    for (const auto& [name, meaning] : words) {
        const std::string mark = "${" + std::string(name) + "}";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
            text.replace(at, mark.size(), meaning);
    }
    return text;
}

}  // namespace neurec::infrastructure::persistence
