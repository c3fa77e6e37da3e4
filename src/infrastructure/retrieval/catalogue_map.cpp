#include "infrastructure/retrieval/catalogue_map.hpp"

#include <algorithm>
#include <string>

#include "domain/errors.hpp"

namespace neurec::infrastructure::retrieval {

CatalogueMap::CatalogueMap(std::span<const std::int64_t> model_ids,
                           std::span<const domain::Movie> catalogue)
    : model_of_(catalogue.size(), kAbsent), catalogue_of_(model_ids.size(), kAbsent) {
    places_.reserve(catalogue.size());
    for (domain::MovieIndex movie = 0; movie < catalogue.size(); ++movie)
        places_.push_back({catalogue[movie].id, movie});
    std::ranges::sort(places_, {}, &Place::id);
    if (const auto twice = std::ranges::adjacent_find(places_, {}, &Place::id);
        twice != places_.end())
        throw domain::InvalidInput("The movie " + std::to_string(twice->id.value) +
                                   " is in the catalogue twice.");
    for (std::uint32_t position = 0; position < model_ids.size(); ++position) {
        const auto movie = index_of(domain::MovieId{model_ids[position]});
        if (!movie) continue;
        catalogue_of_[position] = *movie;
        model_of_[*movie] = position;
    }
}

std::optional<domain::MovieIndex> CatalogueMap::index_of(domain::MovieId id) const {
    const auto found = std::ranges::lower_bound(places_, id, {}, &Place::id);
    return found == places_.end() || found->id != id ? std::nullopt : std::optional(found->movie);
}

}  // namespace neurec::infrastructure::retrieval
