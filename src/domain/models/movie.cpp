#include "domain/models/movie.hpp"

#include <charconv>

namespace neurec::domain {

std::optional<int> release_year(std::string_view title) {
    constexpr std::size_t kSuffix = sizeof("(1995)") - 1;
    while (!title.empty() && title.back() == ' ')
        title.remove_suffix(1);
    if (title.size() < kSuffix || title.back() != ')') return std::nullopt;
    title = title.substr(title.size() - kSuffix);
    if (title.front() != '(') return std::nullopt;
    int year = 0;
    const char* const end = title.data() + kSuffix - 1;
    const auto [parsed, error] = std::from_chars(title.data() + 1, end, year);
    if (error != std::errc{} || parsed != end || year < 1870 || year > 2100) return std::nullopt;
    return year;
}

}  // namespace neurec::domain
