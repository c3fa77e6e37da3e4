#pragma once

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

namespace neurec::infrastructure::training {

struct DemographicPathSettings {
    double regularisation = 100;  ///< λ on the diagonal of the features' products
    float weight = 2.5F;          ///< by which the regression's share of likers enters the logit
    float half_history = 0.4F;    ///< rated movies at which the path has half its weight
};

/// The linear demographic path: for each movie a ridge regression of "likes it" (Hoerl and Kennard,
/// 1970) on age group, gender and occupation about their means, times `weight`. The regression's
/// constant is added to every age group, of which a person has exactly one, so that the path says
/// as good as nothing of people who do not tell their age. Closed form; O(likes · 29 + movies ·
/// 29²).
deep_learning::DemographicPath learn_demographic_path(const domain::Dataset& training,
                                                      const DemographicPathSettings& settings);

}  // namespace neurec::infrastructure::training
