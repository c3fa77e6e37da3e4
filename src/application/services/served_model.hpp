#pragma once

#include <memory>
#include <utility>

#include "application/services/genre_table.hpp"
#include "domain/ports/model_store.hpp"

namespace neurec::application {

/// One model over one catalogue, with what requests look up in it. Immutable and thread-safe; a
/// request holds on to the one that it began with, so that no answer mixes two.
struct ServedModel {
    explicit ServedModel(domain::ServableModel model)
        : ranking(std::move(model.ranking)),
          candidates(std::move(model.candidates)),
          genres(ranking->movies()) {}

    std::shared_ptr<const domain::RankingModel> ranking;
    std::shared_ptr<const domain::CandidateIndex> candidates;
    GenreTable genres;
};

}  // namespace neurec::application
