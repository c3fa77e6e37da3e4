#include "application/services/explainer.hpp"

#include <algorithm>
#include <cstddef>

namespace neurec::application {

namespace {

using domain::MovieIndex;

constexpr std::size_t kMostLikedMoviesTried = 50;
constexpr std::size_t kMostReasons = 3;
/// Below this a change is not worth a person's attention, and of the size of rounding.
constexpr double kSmallestEffect = 0.001;

/// Scores the recommended movies for altered profiles and notes what each alteration takes from
/// them.
class Experiment {
  public:
    Experiment(const domain::RankingModel& model, std::span<const ScoredMovie> recommended)
        : model_(model),
          recommended_(recommended),
          scores_(recommended.size()),
          reasons_(recommended.size()) {
        for (const ScoredMovie& each : recommended)
            movies_.push_back(each.movie);
    }

    void without(const Reason& part, const domain::UserProfile& altered) {
        model_.score(model_.encode(altered), movies_, scores_);
        for (std::size_t i = 0; i < scores_.size(); ++i) {
            const double effect = static_cast<double>(recommended_[i].score) - scores_[i];
            if (effect < kSmallestEffect) continue;
            reasons_[i].push_back(part);
            reasons_[i].back().effect = effect;
        }
    }

    [[nodiscard]] std::vector<std::vector<Reason>> strongest() && {
        for (std::vector<Reason>& reasons : reasons_) {
            std::ranges::stable_sort(reasons, std::ranges::greater(), &Reason::effect);
            if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
        }
        return std::move(reasons_);
    }

  private:
    const domain::RankingModel& model_;
    std::span<const ScoredMovie> recommended_;
    std::vector<MovieIndex> movies_;
    std::vector<float> scores_;
    std::vector<std::vector<Reason>> reasons_;
};

}  // namespace

std::vector<std::vector<Reason>> explain(const domain::RankingModel& model,
                                         const domain::UserProfile& profile,
                                         std::span<const ScoredMovie> recommended) {
    Experiment experiment(model, recommended);
    std::size_t tried = 0;
    for (std::size_t i = profile.ratings.size(); i-- > 0 && tried < kMostLikedMoviesTried;) {
        const domain::RatedMovie& rated = profile.ratings[i];
        const auto movie = model.index_of(rated.movie);
        if (!movie || !domain::is_liked(rated.rating)) continue;
        ++tried;
        domain::UserProfile altered = profile;
        altered.ratings.erase(altered.ratings.begin() + static_cast<std::ptrdiff_t>(i));
        experiment.without({.kind = "liked_movie",
                            .movie_id = rated.movie.value,
                            .title = model.movies()[*movie].title,
                            .effect = 0},
                           altered);
    }
    if (profile.demographics != domain::Demographics{}) {
        domain::UserProfile altered = profile;
        altered.demographics = {};
        experiment.without({.kind = "demographics", .movie_id = {}, .title = {}, .effect = 0},
                           altered);
    }
    return std::move(experiment).strongest();
}

}  // namespace neurec::application
