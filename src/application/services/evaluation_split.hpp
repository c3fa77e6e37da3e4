#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "application/services/ranking_evaluator.hpp"
#include "domain/models/dataset.hpp"
#include "domain/ports/leave_one_out_source.hpp"

/// The protocols of docs/evaluation.md as data: what may be learned from, and what is then ranked.
/// Here are new-users and ncf; the others have files of their own beside this one.
namespace neurec::application {

/// Tasks that are reported together.
struct EvaluationSetting {
    std::string name;             ///< "k = 5", "full catalogue"
    std::optional<int> revealed;  ///< k, where the setting is one
    std::vector<RankingTask> tasks;
};

struct EvaluationSplit {
    std::string description;   ///< what was held out, for people
    domain::Dataset training;  ///< all that a method may see
    RankedCatalogue catalogue;
    std::vector<EvaluationSetting> settings;
};

/// The same users, movies and ratings, with five stars for each rating.
[[nodiscard]] domain::Dataset with_every_rating_liked(const domain::Dataset& data);

/// `new-users`: holds out `share` of the users by seed; each reveals k of their ratings for each of
/// `revealed`, popular movies more likely, and at least one stays unrevealed. Relevant are the
/// liked, unrevealed movies that are ranked; users without any are left out of that setting. Too
/// few users to hold one out and keep one: InvalidInput.
[[nodiscard]] EvaluationSplit split_new_users(const domain::Dataset& data, double share,
                                              std::span<const int> revealed, std::uint64_t seed);

/// Leave one out, with every rating positive (five stars in `training` and in the profiles): each
/// case's movie is ranked against its negatives and against all rated movies that the user has not
/// rated.
[[nodiscard]] EvaluationSplit split_leave_one_out(const domain::Dataset& data,
                                                  const domain::LeaveOneOutSplit& split);

/// A leave-one-out split for data without a published one: each user's newest rating, or one drawn
/// by seed where no time is known, against 99 rated movies that the user has not rated, drawn by
/// seed (fewer where there are fewer). Users with a single rating, or who have rated everything,
/// are left out. No user left: InvalidInput.
[[nodiscard]] domain::LeaveOneOutSplit sample_leave_one_out(const domain::Dataset& data,
                                                            std::uint64_t seed);

}  // namespace neurec::application
