#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::infrastructure::training {

/// Numbers of revealed ratings at which the model is judged (evaluation.md, protocol new-users).
inline constexpr std::array<std::size_t, 6> kRevealedCounts{0, 1, 3, 5, 10, 20};

/// The new-users protocol on users kept aside: what they would get after showing a few ratings,
/// against what they liked besides. Decides which epoch's weights are kept.
class Validation {
  public:
    /// Draws, by seed, what each of `users` (positions in `data`) reveals at each of
    /// kRevealedCounts. `rated_by_others`: ratings of each movie among the training users [movies];
    /// movies without any are not ranked. The references must outlive the object.
    Validation(const domain::Dataset& data, std::span<const domain::UserIndex> users,
               std::span<const std::uint32_t> rated_by_others, std::uint64_t seed);

    /// Nobody has anything to be judged by.
    [[nodiscard]] bool empty() const { return cases_.empty(); }
    /// Mean NDCG@10 over the users at each number of revealed ratings; of equal scores, the wrong
    /// movie counts as the better. `model`'s catalogue must be the data set's movies. On `threads`
    /// threads (0: one a core); the figures do not depend on their number. What the model throws is
    /// thrown here.
    [[nodiscard]] std::array<double, kRevealedCounts.size()> ndcg_by_revealed(
        const domain::RankingModel& model, unsigned threads = 0) const;
    /// The mean of ndcg_by_revealed; 0 where empty().
    [[nodiscard]] double mean_ndcg(const domain::RankingModel& model, unsigned threads = 0) const;

    struct Case {
        std::size_t revealed_index;                ///< into kRevealedCounts
        domain::UserProfile profile;               ///< demographics and revealed ratings
        std::vector<domain::MovieIndex> revealed;  ///< ascending
        std::vector<domain::MovieIndex>
            relevant;  ///< liked, not revealed, ranked; ascending, not empty
    };
    [[nodiscard]] const std::vector<Case>& cases() const { return cases_; }
    /// The movie is among those that are ranked.
    [[nodiscard]] bool is_ranked(domain::MovieIndex movie) const { return ranked_[movie]; }

  private:
    [[nodiscard]] std::vector<double> ndcg_by_case(const domain::RankingModel& model,
                                                   unsigned threads) const;

    std::vector<Case> cases_;
    std::vector<bool> ranked_;  ///< [movies]
};

/// NDCG@10 of a ranking: `scores` [movies], ranking those in `ranked` less `revealed`; `relevant`
/// not empty. Both lists ascend. The ideal list has min(10, relevant) hits; equal scores are
/// ordered against the relevant movie.
double ndcg_at_10(std::span<const float> scores, const std::vector<bool>& ranked,
                  std::span<const domain::MovieIndex> revealed,
                  std::span<const domain::MovieIndex> relevant);

}  // namespace neurec::infrastructure::training
