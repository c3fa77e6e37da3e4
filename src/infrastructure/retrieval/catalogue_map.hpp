#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::infrastructure::retrieval {

/// Positions in a model's order of movies and in a catalogue's, which may be smaller, larger or in
/// another order.
class CatalogueMap {
  public:
    /// An id that is there twice in the catalogue is InvalidInput.
    CatalogueMap(std::span<const std::int64_t> model_ids, std::span<const domain::Movie> catalogue);

    [[nodiscard]] std::size_t movies() const { return model_of_.size(); }
    [[nodiscard]] std::size_t model_movies() const { return catalogue_of_.size(); }
    /// The catalogue movie's position in the model; nothing for a movie that the model does not
    /// know.
    [[nodiscard]] std::optional<std::uint32_t> model_position(domain::MovieIndex movie) const {
        return some(model_of_[movie]);
    }
    /// The model movie's position in the catalogue; nothing for one that the catalogue has no more.
    [[nodiscard]] std::optional<domain::MovieIndex> catalogue_position(
        std::uint32_t model_movie) const {
        return some(catalogue_of_[model_movie]);
    }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(domain::MovieId id) const;

  private:
    static constexpr std::uint32_t kAbsent = std::numeric_limits<std::uint32_t>::max();
    static std::optional<std::uint32_t> some(std::uint32_t position) {
        return position == kAbsent ? std::nullopt : std::optional(position);
    }

    struct Place {
        domain::MovieId id;
        domain::MovieIndex movie;
    };

    std::vector<Place> places_;  ///< of the catalogue's movies, ascending by id
    std::vector<std::uint32_t> model_of_;
    std::vector<domain::MovieIndex> catalogue_of_;
};

}  // namespace neurec::infrastructure::retrieval
