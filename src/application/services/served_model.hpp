#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "application/services/genre_table.hpp"
#include "application/services/movie_filter.hpp"
#include "application/services/onboarding_order.hpp"
#include "domain/ports/model_store.hpp"

namespace neurec::application {

/// One model over one catalogue, with what requests look up in it. Immutable and thread-safe; a
/// request holds on to the one that it began with, so that no answer mixes two.
struct ServedModel {
    explicit ServedModel(domain::ServableModel model)
        : ranking(std::move(model.ranking)),
          candidates(std::move(model.candidates)),
          genres(ranking->movies()),
          years(ranking->movies()) {}

    std::shared_ptr<const domain::RankingModel> ranking;
    std::shared_ptr<const domain::CandidateIndex> candidates;
    GenreTable genres;
    YearTable years;

    /// The movies that teach the model most about a newcomer, the best first; worked out when they
    /// are first asked for.
    [[nodiscard]] std::span<const domain::MovieIndex> informative() const {
        std::call_once(informative_once_, [this] {
            informative_ = most_informative(*ranking, candidates->by_popularity(), kInformative);
        });
        return informative_;
    }

  private:
    static constexpr std::size_t kInformative = 300;
    mutable std::once_flag informative_once_;
    mutable std::vector<domain::MovieIndex> informative_;
};

}  // namespace neurec::application
