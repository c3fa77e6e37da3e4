#include "infrastructure/baselines/fit_baseline.hpp"

#include "domain/errors.hpp"
#include "domain/parallel_blocks.hpp"
#include "infrastructure/baselines/demographic_ridge.hpp"
#include "infrastructure/baselines/ease.hpp"
#include "infrastructure/baselines/genre_cosine.hpp"
#include "infrastructure/baselines/item_knn.hpp"
#include "infrastructure/baselines/popularity.hpp"
#include "infrastructure/baselines/positive_definite.hpp"
#include "infrastructure/baselines/random_order.hpp"

namespace neurec::infrastructure::baselines {

namespace {

void require_positive(double regularisation, const char* method) {
    if (!(regularisation > 0))
        throw domain::InvalidInput(std::string(method) +
                                   " needs a regularisation above 0: without it the system may "
                                   "have no solution.");
}

}  // namespace

std::unique_ptr<domain::Scorer> FitBaseline::fit(const domain::BaselineSpec& spec,
                                                 const domain::Dataset& training) const {
    switch (spec.kind) {
        case domain::BaselineKind::popularity:
            return std::make_unique<Popularity>(training, spec.positives);
        case domain::BaselineKind::demographics:
            require_positive(spec.regularisation, "Demographic ridge regression");
            solve_on_threads(domain::thread_count(threads_));
            return std::make_unique<DemographicRidge>(training, spec.positives,
                                                      spec.regularisation);
        case domain::BaselineKind::item_knn:
            if (spec.neighbours == 0 || !(spec.regularisation >= 0))
                throw domain::InvalidInput(
                    "Item kNN needs at least one neighbour and a shrinkage of 0 or more.");
            return std::make_unique<ItemKnn>(training, spec.positives, spec.regularisation,
                                             spec.neighbours);
        case domain::BaselineKind::ease:
            require_positive(spec.regularisation, "EASE");
            solve_on_threads(domain::thread_count(threads_));
            return std::make_unique<Ease>(training, spec.positives, spec.regularisation);
        case domain::BaselineKind::random:
            return std::make_unique<RandomOrder>(training);
        case domain::BaselineKind::genre_cosine:
            return std::make_unique<GenreCosine>(training, spec.positives);
    }
    throw domain::InvalidInput("There is no baseline of that kind.");
}

}  // namespace neurec::infrastructure::baselines
