#include "application/services/model_scorer.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace neurec::application {

ModelScorer::ModelScorer(std::shared_ptr<const domain::RankingModel> model,
                         std::span<const domain::Movie> movies)
    : model_(std::move(model)) {
    if (!std::ranges::equal(model_->movies(), movies, {}, &domain::Movie::id, &domain::Movie::id))
        throw std::invalid_argument("a model is scored over movies other than its catalogue");
}

void ModelScorer::score(const domain::UserProfile& profile, std::span<float> out) const {
    model_->score_all(model_->encode(profile), out);
}

}  // namespace neurec::application
