#pragma once

#include <span>
#include <vector>

#include "application/dtos/recommendations.hpp"
#include "application/services/ranker.hpp"
#include "domain/models/user_profile.hpp"
#include "domain/ports/ranking_model.hpp"

namespace neurec::application {

/// Why each of `recommended` is recommended, by experiment: the profile is scored again without
/// each of its liked movies in turn (the last 50 of them) and without its demographics; what lowers
/// a score by at least 0.001 is a reason, at most three a movie, the strongest first. One list a
/// movie, in order; empty where nothing in the profile raises the score (as for a visitor of whom
/// nothing is known). Costs one encoding and one scoring of `recommended` for each part of the
/// profile.
[[nodiscard]] std::vector<std::vector<Reason>> explain(const domain::RankingModel& model,
                                                       const domain::UserProfile& profile,
                                                       std::span<const ScoredMovie> recommended);

}  // namespace neurec::application
