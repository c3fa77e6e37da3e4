#include "application/use_cases/select_onboarding_movies.hpp"

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
    std::size_t full = 0;
    for (const domain::MovieIndex position : model->candidates->by_popularity()) {
        if (full == lists.size()) break;
        for (const GenreIndex genre : model->genres.of(position)) {
            if (lists[genre]->size() == wanted) continue;
            const domain::Movie& movie = model->ranking->movies()[position];
            lists[genre]->push_back({movie.id.value, movie.title, movie.genres});
            if (lists[genre]->size() == wanted) ++full;
        }
    }
    return response;
}

}  // namespace neurec::application
