#include "infrastructure/baselines/fit_baseline.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "domain/errors.hpp"
#include "support/small_dataset.hpp"

namespace neurec::infrastructure::baselines {

namespace {

using domain::BaselineKind;
using domain::BaselineSpec;
using domain::Positives;

domain::Dataset two_movies() {
    return tests::small_dataset(3, 2, {{1, 1, 5}, {1, 2, 4}, {2, 1, 5}, {3, 2, 5}});
}

}  // namespace

TEST(FitBaseline, FitsEachKind) {
    for (const BaselineSpec& spec : {BaselineSpec{BaselineKind::popularity},
                                     BaselineSpec{BaselineKind::demographics, Positives::liked, 1},
                                     BaselineSpec{BaselineKind::item_knn, Positives::liked, 1, 2},
                                     BaselineSpec{BaselineKind::ease, Positives::liked, 1}}) {
        const auto scorer = FitBaseline().fit(spec, two_movies());
        std::vector<float> scores(2, -100);

        scorer->score({{}, {{domain::MovieId{1}, 5}}}, scores);

        EXPECT_GT(scores[1], 0) << "both movies go together and are liked";
    }
}

TEST(FitBaseline, RefusesParametersThatDoNotFitTheKind) {
    for (const BaselineSpec& spec : {BaselineSpec{BaselineKind::demographics, Positives::liked, 0},
                                     BaselineSpec{BaselineKind::item_knn, Positives::liked, 1, 0},
                                     BaselineSpec{BaselineKind::item_knn, Positives::liked, -1, 5},
                                     BaselineSpec{BaselineKind::ease, Positives::liked, 0}})
        EXPECT_THROW((void)FitBaseline().fit(spec, two_movies()), domain::InvalidInput);
}

}  // namespace neurec::infrastructure::baselines
