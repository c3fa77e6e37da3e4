#include "application/services/genre_table.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

GenreTable::GenreTable(std::span<const domain::Movie> movies) {
    std::set<std::string_view> names;
    for (const domain::Movie& movie : movies)
        names.insert(movie.genres.begin(), movie.genres.end());
    names_.assign(names.begin(), names.end());
    if (names_.size() > std::numeric_limits<GenreIndex>::max())
        throw domain::InvalidInput("The catalogue has " + std::to_string(names_.size()) +
                                   " different genres; at most 65,535 are supported.");

    offsets_.reserve(movies.size() + 1);
    for (const domain::Movie& movie : movies) {
        const auto begin = static_cast<std::ptrdiff_t>(genres_.size());
        for (const std::string& genre : movie.genres)
            genres_.push_back(
                static_cast<GenreIndex>(std::ranges::lower_bound(names_, genre) - names_.begin()));
        std::sort(genres_.begin() + begin, genres_.end());
        genres_.erase(std::unique(genres_.begin() + begin, genres_.end()), genres_.end());
        offsets_.push_back(static_cast<std::uint32_t>(genres_.size()));
    }
    genres_.shrink_to_fit();
}

std::optional<GenreIndex> GenreTable::find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (std::ranges::equal(names_[i], name, {}, lower, lower))
            return static_cast<GenreIndex>(i);
    return std::nullopt;
}

float GenreTable::similarity(domain::MovieIndex a, domain::MovieIndex b) const {
    const auto left = of(a);
    const auto right = of(b);
    std::size_t shared = 0;
    for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
        if (left[i] == right[j]) {
            ++shared;
            ++i;
            ++j;
        } else if (left[i] < right[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    const std::size_t either = left.size() + right.size() - shared;
    return either == 0 ? 0.0F : static_cast<float>(shared) / static_cast<float>(either);
}

GenreFilter::GenreFilter(const GenreTable& table, std::span<const GenreIndex> wanted)
    : table_(&table) {
    if (wanted.empty()) return;
    wanted_.assign(table.names().size(), 0);
    for (const GenreIndex genre : wanted)
        wanted_[genre] = 1;
}

bool GenreFilter::operator()(domain::MovieIndex movie) const {
    if (wanted_.empty()) return true;
    return std::ranges::any_of(table_->of(movie),
                               [this](GenreIndex genre) { return wanted_[genre] != 0; });
}

}  // namespace neurec::application
