#include "infrastructure/retrieval/hnsw_candidate_index.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

namespace neurec::infrastructure::retrieval {

namespace {

[[nodiscard]] float squared_distance(std::span<const float> a, std::span<const float> b) {
    float distance = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        distance += (a[i] - b[i]) * (a[i] - b[i]);
    return distance;
}

/// The cosine of two vectors of unit length by their squared distance; 0 where it is below.
[[nodiscard]] float cosine_of(float distance) {
    return std::max(0.0F, 1 - distance / 2);
}

/// The vectors of the index whose direction is nearest, best first.
[[nodiscard]] std::vector<Neighbour> nearest_to(std::vector<float> direction,
                                                const HnswIndex& index, std::size_t count) {
    normalise_rows(direction, direction.size());
    std::vector<Neighbour> found;
    index.search(direction, count, found);
    return found;
}

}  // namespace

/// Sums a catalogue movie, over a table that each thread keeps and that is all zeros between uses.
class HnswCandidateIndex::Votes {
  public:
    explicit Votes(std::size_t movies) {
        if (table().size() < movies) table().resize(movies, 0.0F);
    }
    ~Votes() {
        for (const domain::MovieIndex movie : voted_)
            table()[movie] = 0;
    }
    Votes(const Votes&) = delete;
    Votes& operator=(const Votes&) = delete;

    /// Weights are above 0.
    void add(domain::MovieIndex movie, float weight) {
        if (table()[movie] == 0) voted_.push_back(movie);
        table()[movie] += weight;
    }
    [[nodiscard]] float sum(domain::MovieIndex movie) const { return table()[movie]; }
    /// Each movie that got a vote, once.
    [[nodiscard]] std::vector<domain::MovieIndex>& voted() { return voted_; }
    void leave_out(std::span<const domain::MovieIndex> movies) {
        for (const domain::MovieIndex movie : movies)
            table()[movie] = 0;
        std::erase_if(voted_, [this](domain::MovieIndex movie) { return sum(movie) == 0; });
    }

  private:
    static std::vector<float>& table() {
        thread_local std::vector<float> sums;
        return sums;
    }
    std::vector<domain::MovieIndex> voted_;
};

HnswCandidateIndex::HnswCandidateIndex(CandidateArtefacts artefacts,
                                       std::shared_ptr<const CatalogueMap> map,
                                       std::span<const std::uint32_t> likes,
                                       std::vector<float> unknown_embeddings)
    : artefacts_(std::move(artefacts)),
      map_(std::move(map)),
      popularity_rank_(map_->movies()),
      by_popularity_(map_->movies()),
      unknown_embeddings_(std::move(unknown_embeddings)) {
    assert(likes.size() == map_->movies());
    std::iota(by_popularity_.begin(), by_popularity_.end(), 0U);
    std::ranges::stable_sort(by_popularity_, std::ranges::greater{},
                             [&](domain::MovieIndex movie) { return likes[movie]; });
    for (std::uint32_t rank = 0; rank < by_popularity_.size(); ++rank)
        popularity_rank_[by_popularity_[rank]] = rank;

    for (domain::MovieIndex movie = 0; movie < map_->movies(); ++movie)
        if (!map_->model_position(movie)) unknown_movies_.push_back(movie);
    const std::size_t dimension =
        unknown_movies_.empty() ? 1 : unknown_embeddings_.size() / unknown_movies_.size();
    assert(unknown_embeddings_.size() == unknown_movies_.size() * dimension);
    normalise_rows(unknown_embeddings_, dimension);
    for (std::uint32_t movie = 0; movie < map_->model_movies(); ++movie)
        if (!map_->catalogue_position(movie)) ++absent_movies_;
}

void HnswCandidateIndex::append_best(Votes& votes, std::size_t limit,
                                     std::vector<domain::MovieIndex>& out) const {
    std::vector<domain::MovieIndex>& voted = votes.voted();
    const auto kept = static_cast<std::ptrdiff_t>(std::min(limit, voted.size()));
    std::ranges::partial_sort(voted, voted.begin() + kept,
                              [&](domain::MovieIndex a, domain::MovieIndex b) {
                                  if (votes.sum(a) != votes.sum(b))
                                      return votes.sum(a) > votes.sum(b);
                                  return popularity_rank_[a] < popularity_rank_[b];
                              });
    out.insert(out.end(), voted.begin(), voted.begin() + kept);
}

void HnswCandidateIndex::liked_by_similar_users(const domain::EncodedUser& user,
                                                std::size_t neighbours, std::size_t limit,
                                                std::vector<domain::MovieIndex>& out) const {
    if (artefacts_.users.size() == 0) return;
    const auto found = nearest_to(user.embedding, artefacts_.users, neighbours);

    Votes votes(map_->movies());
    const MovieLists& likes = artefacts_.user_likes;
    for (const Neighbour& neighbour : found)
        for (std::uint32_t i = likes.begin[neighbour.id]; i < likes.begin[neighbour.id + 1]; ++i)
            if (const auto movie = map_->catalogue_position(likes.movie[i]))
                votes.add(*movie, 1.0F);
    append_best(votes, limit, out);
}

void HnswCandidateIndex::matching(const domain::EncodedUser& user, std::size_t limit,
                                  std::vector<domain::MovieIndex>& out) const {
    if (user.dot.empty() || artefacts_.movies.size() == 0) return;
    for (const Neighbour& neighbour : nearest_to(user.dot, artefacts_.movies, limit))
        if (const auto movie = map_->catalogue_position(neighbour.id)) out.push_back(*movie);
}

void HnswCandidateIndex::co_liked(std::span<const domain::MovieIndex> liked, std::size_t limit,
                                  std::vector<domain::MovieIndex>& out) const {
    Votes votes(map_->movies());
    const MovieLists& lists = artefacts_.co_liked;
    for (const domain::MovieIndex from : liked) {
        const auto row = map_->model_position(from);
        if (!row) continue;
        for (std::uint32_t i = lists.begin[*row]; i < lists.begin[*row + 1]; ++i)
            if (const auto movie = map_->catalogue_position(lists.movie[i]);
                movie && lists.weight[i] > 0)
                votes.add(*movie, lists.weight[i]);
    }
    votes.leave_out(liked);
    append_best(votes, limit, out);
}

std::span<const float> HnswCandidateIndex::unknown_embedding(std::size_t position) const {
    const std::size_t dimension = unknown_embeddings_.size() / unknown_movies_.size();
    return std::span(unknown_embeddings_).subspan(position * dimension, dimension);
}

std::span<const float> HnswCandidateIndex::embedding(domain::MovieIndex movie) const {
    if (const auto position = map_->model_position(movie))
        return artefacts_.movies.vector(*position);
    const auto found = std::ranges::lower_bound(unknown_movies_, movie);
    return unknown_embedding(static_cast<std::size_t>(found - unknown_movies_.begin()));
}

std::vector<Neighbour> HnswCandidateIndex::nearest_movies(domain::MovieIndex movie,
                                                          std::size_t count) const {
    const std::span<const float> query = embedding(movie);
    std::vector<Neighbour> found;
    // One more for the movie itself, and room for neighbours that the catalogue has lost.
    artefacts_.movies.search(query, count + 1 + std::min(absent_movies_, count), found);
    std::vector<Neighbour> nearest;  // by catalogue position
    for (const Neighbour& neighbour : found)
        if (const auto position = map_->catalogue_position(neighbour.id);
            position && *position != movie)
            nearest.push_back({*position, neighbour.distance});
    for (std::size_t i = 0; i < unknown_movies_.size(); ++i) {
        if (unknown_movies_[i] == movie) continue;
        nearest.push_back({unknown_movies_[i], squared_distance(query, unknown_embedding(i))});
    }
    std::ranges::stable_sort(nearest, {}, &Neighbour::distance);
    return nearest;
}

void HnswCandidateIndex::similar_movies(std::span<const domain::MovieIndex> movies,
                                        std::size_t per_movie,
                                        std::vector<domain::MovieIndex>& out) const {
    for (const domain::MovieIndex movie : movies) {
        const std::vector<Neighbour> nearest = nearest_movies(movie, per_movie);
        for (std::size_t i = 0; i < std::min(per_movie, nearest.size()); ++i)
            out.push_back(nearest[i].id);
    }
}

std::vector<HnswCandidateIndex::CoLiked> HnswCandidateIndex::co_liked_with(
    domain::MovieIndex movie) const {
    std::vector<CoLiked> together;
    const auto row = map_->model_position(movie);
    if (!row) return together;
    const MovieLists& lists = artefacts_.co_liked;
    for (std::uint32_t i = lists.begin[*row]; i < lists.begin[*row + 1]; ++i)
        if (const auto other = map_->catalogue_position(lists.movie[i]);
            other && *other != movie && lists.weight[i] > 0)
            together.push_back({*other, lists.weight[i]});
    return together;
}

std::vector<domain::SimilarMovie> HnswCandidateIndex::most_similar(domain::MovieIndex movie,
                                                                   std::size_t count) const {
    const std::vector<CoLiked> together = co_liked_with(movie);
    const std::vector<Neighbour> nearest = nearest_movies(movie, count + together.size());
    const std::span<const float> from = embedding(movie);

    std::vector<domain::SimilarMovie> similar;
    similar.reserve(together.size() + nearest.size());
    for (const auto& [other, weight] : together) {
        const float cosine = cosine_of(squared_distance(from, embedding(other)));
        similar.push_back({other, (cosine + weight / together.front().weight) / 2});
    }
    const float share_of_cosine = together.empty() ? 1.0F : 0.5F;
    for (const Neighbour& neighbour : nearest)
        if (std::ranges::find(together, neighbour.id, &CoLiked::movie) == together.end())
            similar.push_back({neighbour.id, share_of_cosine * cosine_of(neighbour.distance)});
    std::ranges::stable_sort(similar, std::ranges::greater{}, &domain::SimilarMovie::score);
    similar.resize(std::min(count, similar.size()));
    return similar;
}

}  // namespace neurec::infrastructure::retrieval
