#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "domain/models/dataset.hpp"
#include "domain/ports/scorer.hpp"

namespace neurec::domain {

enum class BaselineKind : std::uint8_t {
    popularity,    ///< how many users chose the movie; the same for everyone
    demographics,  ///< ridge regression of choices on age, gender and occupation
    item_knn,      ///< cosine between movies' choosers, shrunk, the nearest neighbours kept
    ease,          ///< linear item-item model in closed form (Steck 2019)
    random,        ///< any order; the same for the same profile
    genre_cosine,  ///< cosine of a movie's genres with those of the chosen movies
};

/// What a baseline takes for a user's choice.
enum class Positives : std::uint8_t {
    liked,  ///< ratings of kLikedFrom and more
    rated,  ///< every rating
};

struct BaselineSpec {
    BaselineKind kind = BaselineKind::popularity;
    Positives positives = Positives::liked;
    /// demographics, ease: λ, added to the diagonal; item_knn: shrinkage added to the cosine's
    /// denominator. Above 0 for demographics and ease; popularity has none.
    double regularisation = 0;
    std::size_t neighbours = 0;  ///< item_knn alone: how many a movie keeps; at least 1
    bool operator==(const BaselineSpec&) const = default;
};

/// Fits the methods that a model has to beat.
class BaselineFitter {
  public:
    virtual ~BaselineFitter() = default;
    /// A scorer over `training`'s movies that keeps nothing of `training` itself. InvalidInput for
    /// a spec that does not fit its kind, and for data that is too large for the method.
    [[nodiscard]] virtual std::unique_ptr<Scorer> fit(const BaselineSpec& spec,
                                                      const Dataset& training) const = 0;
};

}  // namespace neurec::domain
