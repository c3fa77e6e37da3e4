#include "application/use_cases/select_onboarding_movies.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace neurec::application {

OnboardingMoviesResultResponse SelectOnboardingMovies::operator()(
    const OnboardingQuery& query) const {
    const auto model = models_.require();
    const auto wanted = static_cast<std::size_t>(query.num_movies);
    const std::vector<std::string>& genres = model->genres.names();

    OnboardingMoviesResultResponse response;
    std::vector<std::vector<OnboardingMovie>*> lists;
    lists.reserve(genres.size());
    for (const std::string& genre : genres)
        lists.push_back(&response.recommendations[genre]);
    const auto offer = [&](domain::MovieIndex position) {
        for (const GenreIndex genre : model->genres.of(position)) {
            if (lists[genre]->size() == wanted) continue;
            const domain::Movie& movie = model->ranking->movies()[position];
            lists[genre]->push_back({movie.id.value, movie.title, movie.genres});
        }
    };
    std::vector<bool> offered(model->ranking->movies().size());
    if (query.strategy == OnboardingStrategy::informative)
        for (const domain::MovieIndex position : model->informative()) {
            offer(position);
            offered[position] = true;
        }
    for (const domain::MovieIndex position : model->candidates->by_popularity()) {
        if (std::ranges::all_of(lists, [&](const auto* list) { return list->size() == wanted; }))
            break;
        if (!offered[position]) offer(position);
    }
    return response;
}

}  // namespace neurec::application
