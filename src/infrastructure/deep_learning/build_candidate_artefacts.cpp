#include "infrastructure/deep_learning/build_candidate_artefacts.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

retrieval::HnswIndex index_of_users(const NeuralRankingModel& model, const domain::Dataset& dataset,
                                    std::span<const domain::UserIndex> users) {
    std::vector<float> embeddings;
    embeddings.reserve(users.size() * model.tower_width());
    for (const domain::UserIndex user : users) {
        const std::vector<float> embedding = model.encode(dataset.profile_of(user)).embedding;
        embeddings.insert(embeddings.end(), embedding.begin(), embedding.end());
    }
    retrieval::normalise_rows(embeddings, model.tower_width());
    return retrieval::HnswIndex::build(embeddings, model.tower_width());
}

retrieval::HnswIndex index_of_movies(const NeuralRankingModel& model) {
    const std::size_t width = model.tower_width();
    std::vector<float> embeddings(model.movies().size() * width);
    for (domain::MovieIndex movie = 0; movie < model.movies().size(); ++movie)
        model.movie_embedding(movie, std::span(embeddings).subspan(movie * width, width));
    retrieval::normalise_rows(embeddings, width);
    return retrieval::HnswIndex::build(embeddings, width);
}

}  // namespace

retrieval::CandidateArtefacts build_candidate_artefacts(const ModelWeights& weights,
                                                        const EncoderConfig& encoders,
                                                        const domain::Dataset& dataset) {
    const bool same_movies =
        std::ranges::equal(weights.movie_ids, dataset.movies(), {}, {},
                           [](const domain::Movie& movie) { return movie.id.value; });
    if (!same_movies)
        throw domain::InvalidInput(
            "The candidate stage needs the data that the model was trained on; this data set "
            "has other movies.");
    const NeuralRankingModel model("", weights, encoders, dataset.movies());
    retrieval::CandidateArtefacts artefacts;
    const std::vector<domain::UserIndex> users = retrieval::indexed_users(dataset);
    artefacts.users = index_of_users(model, dataset, users);
    artefacts.user_likes = retrieval::likes_of_users(dataset, users);
    artefacts.movies = index_of_movies(model);
    artefacts.co_liked = weights.item_item_path
                             ? retrieval::strongest_of_rows(weights.item_item_path->begin,
                                                            weights.item_item_path->movie,
                                                            weights.item_item_path->coefficient)
                             : retrieval::co_liked_movies(dataset);
    return artefacts;
}

}  // namespace neurec::infrastructure::deep_learning
