#include "application/services/movie_filter.hpp"

namespace neurec::application {

YearTable::YearTable(std::span<const domain::Movie> movies) {
    years_.reserve(movies.size());
    for (const domain::Movie& movie : movies)
        years_.push_back(static_cast<std::int16_t>(domain::release_year(movie.title).value_or(0)));
}

bool YearTable::is_within(domain::MovieIndex movie, const YearRange& range) const {
    const int year = years_[movie];
    return year != 0 && year >= range.from.value_or(year) && year <= range.to.value_or(year);
}

}  // namespace neurec::application
