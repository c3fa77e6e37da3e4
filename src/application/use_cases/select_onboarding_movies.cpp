#include "application/use_cases/select_onboarding_movies.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace neurec::application {

OnboardingMoviesResultResponse SelectOnboardingMovies::operator()(
    const OnboardingQuery& query) const {
    const auto model = models_.require();
    const auto wanted =
        static_cast<std::size_t>(query.num_recommendations.value_or(query.num_movies));
    const std::vector<std::string>& genres = model->genres.names();

    OnboardingMoviesResultResponse response;
    std::vector<std::vector<OnboardingMovie>*> lists;
    lists.reserve(genres.size());
    for (const std::string& genre : genres)
        lists.push_back(&response.recommendations[genre]);
    // Whether there was room for the movie in a list.
    const auto offer = [&](domain::MovieIndex position) {
        const domain::Movie& movie = model->ranking->movies()[position];
        bool is_in = false;
        for (const GenreIndex genre : model->genres.of(position)) {
            if (lists[genre]->size() == wanted) continue;
            lists[genre]->push_back({movie.id.value, movie.title, movie.genres});
            is_in = true;
        }
        return is_in;
    };
    std::vector<bool> offered(model->ranking->movies().size());
    if (query.strategy == OnboardingStrategy::informative) {
        response.order.emplace();
        for (const domain::MovieIndex position : model->informative()) {
            if (offer(position))
                response.order->push_back(model->ranking->movies()[position].id.value);
            offered[position] = true;
        }
    }
    for (const domain::MovieIndex position : model->candidates->by_popularity()) {
        if (std::ranges::all_of(lists, [&](const auto* list) { return list->size() == wanted; }))
            break;
        if (!offered[position]) (void)offer(position);
    }
    return response;
}

}  // namespace neurec::application
