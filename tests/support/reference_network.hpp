#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "domain/models/times.hpp"
#include "domain/models/user_profile.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"

/// The formula of model_weights.hpp, word by word and in double precision: what the engine is held
/// against. Nothing is folded, precomputed or skipped. Needs neurec_deep_learning.
namespace neurec::tests {

class ReferenceNetwork {
  public:
    using Vector = std::vector<double>;

    ReferenceNetwork(const infrastructure::deep_learning::ModelWeights& weights,
                     const infrastructure::deep_learning::EncoderConfig& encoders)
        : weights_(weights), users_(encoders), movies_(encoders) {
        for (std::size_t i = 0; i < weights.movie_ids.size(); ++i)
            position_[domain::MovieId{weights.movie_ids[i]}] = i;
    }

    /// The probability for a movie; ratings of movies outside the model count for nothing.
    [[nodiscard]] double probability(const domain::UserProfile& profile,
                                     const domain::Movie& movie) const {
        const auto& calibration = weights_.calibration;
        const double x = double{calibration.scale} * logit(profile, movie) + calibration.offset;
        return 1.0 / (1.0 + std::exp(-curve(profile, x)));
    }

    [[nodiscard]] Vector user_tower(const domain::UserProfile& profile) const {
        const auto& tower = weights_.user_tower;
        const History history = history_of(profile);
        std::vector<float> features(users_.size());
        users_.encode(profile.demographics, {history.liked.size(), history.disliked.size()},
                      features);
        Vector x = linear(tower.input, Vector(features.begin(), features.end()));
        add_bag(tower.liked_bag, history.liked, recency(history), x);
        add_bag(tower.disliked_bag, history.disliked, Vector(history.disliked.size(), 1.0), x);
        return relu(norm(tower.hidden_norm, linear(tower.hidden, relu(norm(tower.input_norm, x)))));
    }

    [[nodiscard]] Vector movie_tower(const domain::Movie& movie) const {
        const auto& tower = weights_.movie_tower;
        std::vector<float> features(movies_.size());
        movies_.encode(movie, features);
        Vector x(features.begin(), features.end());
        if (tower.movie_vector) {
            const auto position = position_of(movie.id);
            const Vector unseen = tower.unseen_vector ? linear(*tower.unseen_vector, x)
                                                      : Vector(tower.movie_vector->cols, 0.0);
            for (std::size_t k = 0; k < tower.movie_vector->cols; ++k)
                x.push_back(
                    position ? tower.movie_vector->values[*position * tower.movie_vector->cols + k]
                             : unseen[k]);
        }
        const Vector first = relu(norm(tower.input_norm, linear(tower.input, x)));
        return linear(tower.output, relu(norm(tower.hidden_norm, linear(tower.hidden, first))));
    }

  private:
    /// The calibration's curve for a person with so many rated movies of the model's.
    [[nodiscard]] double curve(const domain::UserProfile& profile, double x) const {
        const auto& curves = weights_.calibration.curves;
        if (!curves) return x;
        const History history = history_of(profile);
        std::size_t at = 0;
        while (at + 1 < curves->from_ratings.size() &&
               curves->from_ratings[at + 1] <= history.liked.size() + history.disliked.size())
            ++at;
        double y = curves->slope[at] * x + curves->shift[at];
        for (std::size_t k = at * curves->bend.cols; k < (at + 1) * curves->bend.cols; ++k)
            if (x > curves->bend_at.values[k])
                y += curves->bend.values[k] * (x - curves->bend_at.values[k]);
        return y;
    }

    struct History {
        std::vector<std::size_t> liked;
        std::vector<std::int64_t> liked_at;
        std::int64_t asked_at = domain::kUnknownTime;
        std::vector<std::size_t> disliked;
    };

    /// r of the formula, for each liked movie.
    [[nodiscard]] Vector recency(const History& history) const {
        Vector weights(history.liked.size(), 1.0);
        if (!weights_.recency || weights.empty() || history.asked_at == domain::kUnknownTime ||
            std::ranges::count(history.liked_at, domain::kUnknownTime) > 0 ||
            domain::is_in_the_future(std::ranges::max(history.liked_at), history.asked_at) ||
            static_cast<double>(history.asked_at - std::ranges::max(history.liked_at)) >
                weights_.recency->session)
            return weights;
        double sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto newer = static_cast<double>(std::ranges::count_if(
                history.liked_at, [&](auto time) { return time > history.liked_at[i]; }));
            weights[i] += weights_.recency->boost * std::exp(-newer / weights_.recency->span);
            sum += weights[i];
        }
        for (double& weight : weights)
            weight *= static_cast<double>(weights.size()) / sum;
        return weights;
    }

    [[nodiscard]] double logit(const domain::UserProfile& profile,
                               const domain::Movie& movie) const {
        const Vector u = user_tower(profile);
        const Vector m = movie_tower(movie);
        const auto position = position_of(movie.id);
        double sum = 0;
        if (const auto& head = weights_.fusion_head) {
            Vector both = u;
            both.insert(both.end(), m.begin(), m.end());
            sum += linear(head->output,
                          relu(linear(head->hidden, relu(linear(head->input, both)))))[0];
        }
        if (const auto& path = weights_.dot_path) {
            for (std::size_t i = 0; i < u.size(); ++i)
                for (std::size_t j = 0; j < m.size(); ++j)
                    sum += u[i] * path->interaction.values[i * m.size() + j] * m[j];
            sum += position ? path->movie_bias[*position] : unseen_bias(*path, movie);
        }
        if (const auto& path = weights_.demographic_path; path && position) {
            std::vector<float> features(users_.size());
            users_.encode(profile.demographics, {}, features);
            double own = 0;
            for (std::size_t k = 0; k < path->weight.cols; ++k)
                own += double{path->weight.values[*position * path->weight.cols + k]} * features[k];
            const History history = history_of(profile);
            const auto rated = static_cast<double>(history.liked.size() + history.disliked.size());
            sum += path->half_history ? *path->half_history / (*path->half_history + rated) * own
                                      : own;
        }
        return sum + item_item(profile, position);
    }

    [[nodiscard]] double unseen_bias(const infrastructure::deep_learning::DotPath& path,
                                     const domain::Movie& movie) const {
        std::vector<float> features(movies_.size());
        movies_.encode(movie, features);
        double bias = path.unseen_bias;
        for (std::size_t k = 0; path.content_bias && k < features.size(); ++k)
            bias += double{(*path.content_bias)[k]} * features[k];
        return bias;
    }

    [[nodiscard]] double item_item(const domain::UserProfile& profile,
                                   std::optional<std::size_t> position) const {
        const History history = history_of(profile);
        if (!weights_.item_item_path || !position || history.liked.empty()) return 0;
        const auto& path = *weights_.item_item_path;
        const Vector weights = recency(history);
        double sum = 0;
        for (std::size_t like = 0; like < weights.size(); ++like)
            for (std::size_t i = path.begin[history.liked[like]];
                 i < path.begin[history.liked[like] + 1]; ++i)
                if (path.movie[i] == *position) sum += weights[like] * path.coefficient[i];
        const double steepness = path.steepness.value_or(1.0F);
        const double n = std::pow(static_cast<double>(history.liked.size()), steepness);
        return path.weight * n / (n + std::pow(double{path.half_history}, steepness)) * sum;
    }

    [[nodiscard]] std::optional<std::size_t> position_of(domain::MovieId id) const {
        const auto found = position_.find(id);
        return found == position_.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] History history_of(const domain::UserProfile& profile) const {
        History history;
        history.asked_at = profile.asked_at;
        for (const domain::RatedMovie& rated : profile.ratings) {
            const auto position = position_of(rated.movie);
            if (!position) continue;
            (rated.rating >= 4.0F ? history.liked : history.disliked).push_back(*position);
            if (rated.rating >= 4.0F) history.liked_at.push_back(rated.timestamp);
        }
        return history;
    }

    static void add_bag(const std::optional<infrastructure::deep_learning::Matrix>& bag,
                        const std::vector<std::size_t>& movies, const Vector& weights, Vector& x) {
        if (!bag) return;
        for (std::size_t i = 0; i < movies.size(); ++i)
            for (std::size_t j = 0; j < x.size(); ++j)
                x[j] += weights[i] * bag->values[movies[i] * bag->cols + j] /
                        std::sqrt(static_cast<double>(movies.size()) + 1.0);
    }

    static Vector linear(const infrastructure::deep_learning::Linear& layer, const Vector& x) {
        Vector y(layer.bias.begin(), layer.bias.end());
        for (std::size_t j = 0; j < y.size(); ++j)
            for (std::size_t k = 0; k < x.size(); ++k)
                y[j] += layer.weight.values[j * x.size() + k] * x[k];
        return y;
    }

    static Vector norm(const infrastructure::deep_learning::BatchNorm& norm, Vector x) {
        for (std::size_t j = 0; j < x.size(); ++j)
            x[j] = (x[j] - norm.mean[j]) / std::sqrt(double{norm.variance[j]} + norm.epsilon) *
                       norm.scale[j] +
                   norm.shift[j];
        return x;
    }

    static Vector relu(Vector x) {
        for (double& value : x)
            value = value > 0 ? value : 0;
        return x;
    }

    const infrastructure::deep_learning::ModelWeights& weights_;
    infrastructure::deep_learning::UserFeatureEncoder users_;
    infrastructure::deep_learning::MovieFeatureEncoder movies_;
    std::map<domain::MovieId, std::size_t> position_;
};

}  // namespace neurec::tests
