#include "application/services/genre_table.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "domain/errors.hpp"
#include "domain/models/genre.hpp"

namespace neurec::application {

GenreTable::GenreTable(std::span<const domain::Movie> movies) {
    std::set<std::string_view> spellings;
    for (const domain::Movie& movie : movies)
        spellings.insert(movie.genres.begin(), movie.genres.end());
    std::map<std::string, std::size_t> index_of_key;
    std::map<std::string_view, std::size_t> index_of;
    for (const std::string_view spelling : spellings) {
        std::string key = domain::genre_key(spelling);
        if (key.empty()) continue;
        const auto [place, is_new] = index_of_key.try_emplace(std::move(key), names_.size());
        if (is_new) names_.emplace_back(spelling);
        index_of.emplace(spelling, place->second);
    }
    if (names_.size() > std::numeric_limits<GenreIndex>::max())
        throw domain::InvalidInput("The catalogue has " + std::to_string(names_.size()) +
                                   " different genres; at most 65,535 are supported.");

    offsets_.reserve(movies.size() + 1);
    for (const domain::Movie& movie : movies) {
        const auto begin = static_cast<std::ptrdiff_t>(genres_.size());
        for (const std::string& genre : movie.genres)
            if (const auto found = index_of.find(genre); found != index_of.end())
                genres_.push_back(static_cast<GenreIndex>(found->second));
        std::sort(genres_.begin() + begin, genres_.end());
        genres_.erase(std::unique(genres_.begin() + begin, genres_.end()), genres_.end());
        offsets_.push_back(static_cast<std::uint32_t>(genres_.size()));
    }
    genres_.shrink_to_fit();
}

std::optional<GenreIndex> GenreTable::find(std::string_view name) const {
    const auto spellings = domain::spellings_of(name, names_);
    if (spellings.empty()) return std::nullopt;
    return static_cast<GenreIndex>(std::ranges::lower_bound(names_, spellings.front()) -
                                   names_.begin());
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
