#pragma once

#include <span>
#include <string>
#include <vector>

#include "application/services/evaluation_split.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::application {

/// One way to choose the movies that a newcomer is shown, with a setting for each number shown.
struct OnboardingRun {
    std::string name;         ///< "popular by genre", "informative", "informative by genre"
    std::string description;  ///< for people, with how many movies were known to the users
    std::vector<EvaluationSetting> settings;
};

/// `onboarding`: each of `users` (positions in `data`) is shown 0, 5, 10, 20, 40 and 80 movies, and
/// rates those that they have rated in the data. Ranked are the movies that no way ever shows, so
/// that all settings ask for the same: what the user likes of them.
[[nodiscard]] std::vector<OnboardingRun> onboarding_runs(const domain::Dataset& data,
                                                         std::span<const domain::UserIndex> users,
                                                         const domain::Dataset& training,
                                                         const domain::RankingModel& model);

}  // namespace neurec::application
