#include "application/services/candidate_generator.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

namespace neurec::application {

namespace {

using domain::MovieIndex;

/// The state of one request's generation.
class Gathering {
  public:
    Gathering(const ServedModel& model, const MovieFilter& filter, CandidateScratch& scratch)
        : index_(*model.candidates), filter_(filter), scratch_(scratch) {}

    void add(MovieIndex movie) {
        if (filter_(movie) && scratch_.taken.insert(movie)) scratch_.candidates.push_back(movie);
    }
    void add_found() {
        for (const MovieIndex movie : scratch_.found)
            add(movie);
        scratch_.found.clear();
    }
    void add_popular_until(std::size_t candidates) {
        for (const MovieIndex movie : index_.by_popularity()) {
            if (scratch_.candidates.size() >= candidates) return;
            add(movie);
        }
    }
    void add_collaborative(const domain::EncodedUser& user, std::span<const MovieIndex> liked,
                           const CandidateLimits& limits) {
        index_.liked_by_similar_users(user, limits.similar_users, limits.liked_by_similar,
                                      scratch_.found);
        if (!liked.empty()) index_.co_liked(liked, limits.co_liked, scratch_.found);
        add_found();
    }
    void add_matching(const domain::EncodedUser& user, std::size_t limit) {
        index_.matching(user, limit, scratch_.found);
        add_found();
    }
    void add_content(std::span<const MovieIndex> liked, const CandidateLimits& limits) {
        if (liked.empty()) return;
        const auto newest = liked.first(std::min(limits.liked_for_content, liked.size()));
        index_.similar_movies(newest, limits.similar_per_movie, scratch_.found);
        add_found();
    }

  private:
    const domain::CandidateIndex& index_;
    const MovieFilter& filter_;
    CandidateScratch& scratch_;
};

/// The newest `limit` of the liked movies, newest first.
std::span<const MovieIndex> newest_likes(const domain::EncodedUser& user, std::size_t limit,
                                         CandidateScratch& scratch) {
    assert(user.liked_place.size() == user.liked.size());
    std::vector<std::uint32_t>& order = scratch.order;
    order.resize(user.liked.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
    std::ranges::partial_sort(order, order.begin() + kept, std::ranges::greater{},
                              [&](std::uint32_t i) { return user.liked_place[i]; });
    scratch.liked.clear();
    for (const std::uint32_t i : std::span(order).first(static_cast<std::size_t>(kept)))
        scratch.liked.push_back(user.liked[i]);
    return scratch.liked;
}

}  // namespace

std::span<const MovieIndex> CandidateGenerator::operator()(
    const ServedModel& model, const domain::EncodedUser& user, Strategy strategy,
    const MovieFilter& filter, std::size_t at_least, CandidateScratch& scratch) const {
    const std::size_t movies = model.ranking->movies().size();
    scratch.taken.clear(movies);
    scratch.found.clear();
    scratch.candidates.clear();
    for (const MovieIndex rated : user.rated)
        scratch.taken.insert(rated);

    Gathering gathering(model, filter, scratch);
    if (strategy == Strategy::exhaustive) {
        for (MovieIndex movie = 0; movie < movies; ++movie)
            gathering.add(movie);
        return scratch.candidates;
    }
    const auto liked = newest_likes(user, limits_.liked_movies, scratch);
    const bool is_hybrid = strategy == Strategy::hybrid;
    if (is_hybrid || strategy == Strategy::popularity) gathering.add_popular_until(limits_.popular);
    if (is_hybrid) gathering.add_matching(user, limits_.matching);
    if (is_hybrid || strategy == Strategy::collaborative)
        gathering.add_collaborative(user, liked, limits_);
    if (is_hybrid || strategy == Strategy::content) gathering.add_content(liked, limits_);
    gathering.add_popular_until(at_least);
    return scratch.candidates;
}

}  // namespace neurec::application
