#include "infrastructure/retrieval/catalogue_map.hpp"

#include <string>

#include "domain/errors.hpp"

namespace neurec::infrastructure::retrieval {

CatalogueMap::CatalogueMap(std::span<const std::int64_t> model_ids,
                           std::span<const domain::Movie> catalogue)
    : model_of_(catalogue.size(), kAbsent), catalogue_of_(model_ids.size(), kAbsent) {
    index_.reserve(catalogue.size());
    for (domain::MovieIndex movie = 0; movie < catalogue.size(); ++movie)
        if (!index_.emplace(catalogue[movie].id, movie).second)
            throw domain::InvalidInput("The movie " + std::to_string(catalogue[movie].id.value) +
                                       " is in the catalogue twice.");
    for (std::uint32_t position = 0; position < model_ids.size(); ++position) {
        const auto found = index_.find(domain::MovieId{model_ids[position]});
        if (found == index_.end()) continue;
        catalogue_of_[position] = found->second;
        model_of_[found->second] = position;
    }
}

std::optional<domain::MovieIndex> CatalogueMap::index_of(domain::MovieId id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace neurec::infrastructure::retrieval
