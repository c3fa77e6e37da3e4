#include "infrastructure/deep_learning/neural_ranking_model.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/movie_encoder.hpp"
#include "infrastructure/deep_learning/recency.hpp"
#include "infrastructure/deep_learning/unseen_movies.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

const Kernels& available_kernels(InstructionSet set) {
    const std::vector<InstructionSet> available = available_instruction_sets();
    if (std::ranges::find(available, set) == available.end())
        throw domain::InvalidInput("This processor does not have " + std::string(name_of(set)) +
                                   "; leave the choice of instruction set to the program.");
    return kernels_for(set);
}

/// Copies `columns` values of one movie between tables in blocks.
void copy_lane(const float* from, std::size_t from_movie, float* to, std::size_t to_lane,
               std::size_t columns) {
    const float* const source = from + from_movie / kBlock * columns * kBlock + from_movie % kBlock;
    for (std::size_t k = 0; k < columns; ++k)
        to[k * kBlock + to_lane] = source[k * kBlock];
}

}  // namespace

NeuralRankingModel::NeuralRankingModel(std::string id, const ModelWeights& weights,
                                       const EncoderConfig& encoders,
                                       std::vector<domain::Movie> catalogue,
                                       InstructionSet instruction_set)
    : id_(std::move(id)),
      movies_(std::move(catalogue)),
      map_(weights.movie_ids, movies_),
      instruction_set_(instruction_set),
      kernels_(available_kernels(instruction_set)),
      tower_width_(weights.tower_width()),
      users_(weights.user_tower, encoders, kernels_),
      likes_(movies_.size(), 0),
      calibration_(weights.calibration),
      recency_(weights.recency),
      movie_vectors_(encode_movies(weights.movie_tower, encoders, movies_, map_, kernels_)),
      bias_(blocks_for(movies_.size()) * kBlock, 0.0F) {
    for (domain::MovieIndex movie = 0; movie < movies_.size(); ++movie)
        if (const auto position = map_.model_position(movie))
            likes_[movie] = weights.movie_likes[*position];
    build_fusion(weights);
    build_linear_paths(weights, encoders);
    if (weights.item_item_path) item_item_.emplace(*weights.item_item_path, map_);
}

void NeuralRankingModel::build_fusion(const ModelWeights& weights) {
    if (!weights.fusion_head) return;
    const FusionHead& head = *weights.fusion_head;
    fusion_user_ = input_columns(head.input, 0, tower_width_);
    std::ranges::copy(head.input.bias, fusion_user_.bias.begin());
    fusion_hidden_ = folded(head.hidden);
    fusion_output_.assign(head.output.weight.values.begin(), head.output.weight.values.end());
    fusion_output_bias_ = head.output.bias.front();

    const FoldedLayer movie_half = input_columns(head.input, tower_width_, tower_width_);
    fusion_.resize(blocks_for(movies_.size()) * kFusionWidth * kBlock);
    for (std::size_t block = 0; block < blocks_for(movies_.size()); ++block)
        kernels_.dense_block(movie_vectors_.data() + block * tower_width_ * kBlock, tower_width_,
                             movie_half.weight.data(), movie_half.bias.data(), kFusionWidth, false,
                             fusion_.data() + block * kFusionWidth * kBlock);
}

void NeuralRankingModel::build_linear_paths(const ModelWeights& weights,
                                            const EncoderConfig& encoders) {
    if (weights.dot_path) {
        const DotPath& path = *weights.dot_path;
        interaction_.assign(path.interaction.values.begin(), path.interaction.values.end());
        const MovieFeatureEncoder encoder(encoders);
        std::vector<Feature> content;
        for (domain::MovieIndex movie = 0; movie < movies_.size(); ++movie) {
            const auto position = map_.model_position(movie);
            if (!position) encoder.encode(movies_[movie], content);
            bias_[movie] = position ? path.movie_bias[*position] : unseen_bias(path, content);
        }
    }
    if (!weights.demographic_path) return;
    demographic_half_history_ = weights.demographic_path->half_history;
    demographic_.assign(blocks_for(movies_.size()) * kDemographicFeatures * kBlock, 0.0F);
    for (domain::MovieIndex movie = 0; movie < movies_.size(); ++movie) {
        const auto position = map_.model_position(movie);
        if (!position) continue;
        const float* const row =
            weights.demographic_path->weight.values.data() + *position * kDemographicFeatures;
        float* const block =
            demographic_.data() + movie / kBlock * kDemographicFeatures * kBlock + movie % kBlock;
        for (std::size_t k = 0; k < kDemographicFeatures; ++k)
            block[k * kBlock] = row[k];
    }
}

/// Liked movies that the model was trained on.
struct NeuralRankingModel::KnownLikes {
    std::vector<std::uint32_t> positions;  ///< in the model
    std::vector<float> weights;
};

NeuralRankingModel::KnownLikes NeuralRankingModel::weigh_likes(
    domain::EncodedUser& user, const domain::UserProfile& profile) const {
    KnownLikes known;
    std::vector<std::size_t> places;
    std::vector<std::int64_t> timestamps;
    for (std::size_t i = 0; i < user.liked.size(); ++i)
        if (const auto position = map_.model_position(user.liked[i])) {
            known.positions.push_back(*position);
            places.push_back(i);
            timestamps.push_back(profile.ratings[user.liked_place[i]].timestamp);
        }
    known.weights = recency_weights(timestamps, profile.asked_at, recency_);
    user.liked_weight.assign(user.liked.size(), 0.0F);
    for (std::size_t i = 0; i < places.size(); ++i)
        user.liked_weight[places[i]] = known.weights[i];
    return known;
}

domain::EncodedUser NeuralRankingModel::encode(const domain::UserProfile& profile) const {
    domain::EncodedUser user;
    user.demographics = profile.demographics;
    // Sums of floats depend on the order of their terms: by movie, whatever the profile's order is.
    std::vector<std::pair<domain::MovieIndex, std::uint32_t>> known;
    known.reserve(profile.ratings.size());
    for (std::uint32_t place = 0; place < profile.ratings.size(); ++place)
        if (const auto movie = map_.index_of(profile.ratings[place].movie))
            known.emplace_back(*movie, place);
    std::ranges::sort(known);

    user.rated.reserve(known.size());
    std::vector<std::uint32_t> disliked;
    for (const auto& [movie, place] : known) {
        user.rated.push_back(movie);
        if (domain::is_liked(profile.ratings[place].rating)) {
            user.liked.push_back(movie);
            user.liked_place.push_back(place);
        } else if (const auto position = map_.model_position(movie)) {
            disliked.push_back(*position);
        }
    }
    const KnownLikes liked = weigh_likes(user, profile);

    user.embedding.resize(tower_width_);
    users_.encode(profile.demographics, liked.positions, liked.weights, disliked, user.embedding);
    if (!fusion_.empty()) {
        user.fusion.assign(fusion_user_.bias.begin(), fusion_user_.bias.end());
        kernels_.add_product(user.embedding.data(), tower_width_, fusion_user_.weight.data(),
                             kFusionWidth, user.fusion.data());
    }
    if (!interaction_.empty()) {
        user.dot.assign(tower_width_, 0.0F);
        kernels_.add_product(user.embedding.data(), tower_width_, interaction_.data(), tower_width_,
                             user.dot.data());
    }
    return user;
}

MovieTables NeuralRankingModel::tables() const {
    return {.bias = bias_.data(),
            .demographic = demographic_.empty() ? nullptr : demographic_.data(),
            .dot = interaction_.empty() ? nullptr : movie_vectors_.data(),
            .dot_width = tower_width_,
            .fusion = fusion_.empty() ? nullptr : fusion_.data()};
}

FusionLayers NeuralRankingModel::fusion_layers() const {
    return {fusion_hidden_.weight.data(), fusion_hidden_.bias.data(), fusion_output_.data(),
            fusion_output_bias_};
}

namespace {

UserVectors vectors_of(const domain::EncodedUser& user, const DemographicFeatures& demographics) {
    return {demographics.view(), user.dot.empty() ? nullptr : user.dot.data(),
            user.fusion.empty() ? nullptr : user.fusion.data()};
}

}  // namespace

void NeuralRankingModel::score_all(const domain::EncodedUser& user, std::span<float> out) const {
    assert(out.size() == movies_.size());
    const DemographicFeatures demographics = demographics_of(user);
    const UserVectors vectors = vectors_of(user, demographics);
    const std::size_t whole_blocks = movies_.size() / kBlock;
    kernels_.score_blocks(tables(), fusion_layers(), vectors, whole_blocks, out.data());

    if (const std::size_t rest = movies_.size() % kBlock; rest != 0) {
        MovieTables last = tables();
        last.bias += whole_blocks * kBlock;
        if (last.demographic != nullptr)
            last.demographic += whole_blocks * kDemographicFeatures * kBlock;
        if (last.dot != nullptr) last.dot += whole_blocks * tower_width_ * kBlock;
        if (last.fusion != nullptr) last.fusion += whole_blocks * kFusionWidth * kBlock;
        std::array<float, kBlock> block{};
        kernels_.score_blocks(last, fusion_layers(), vectors, 1, block.data());
        std::copy_n(block.begin(), rest, out.end() - static_cast<std::ptrdiff_t>(rest));
    }
    if (item_item_) item_item_->add(likes_in(user), out);
    kernels_.calibrated_sigmoid(out.data(), out.size(), curve_for(user));
}

/// Tables of a few blocks, filled with candidates from anywhere in the catalogue.
struct NeuralRankingModel::GatheredMovies {
    static constexpr std::size_t kBlocks = 2;
    static constexpr std::size_t kMovies = kBlocks * kBlock;
    alignas(64) std::array<float, kMovies> bias{};
    alignas(64) std::array<float, kMovies * kDemographicFeatures> demographic{};
    alignas(64) std::array<float, kMovies * kMostTowerWidth> dot{};
    alignas(64) std::array<float, kMovies * kFusionWidth> fusion{};
    alignas(64) std::array<float, kMovies> logits{};

    /// Copies `movie` to `slot`, of each table what `user` has a use for, and says which tables are
    /// filled.
    void take(const MovieTables& from, const UserVectors& user, std::size_t movie,
              std::size_t slot) {
        const std::size_t block = slot / kBlock;
        const std::size_t lane = slot % kBlock;
        bias[slot] = from.bias[movie];
        if (from.dot != nullptr)
            copy_lane(from.dot, movie, &dot[block * from.dot_width * kBlock], lane, from.dot_width);
        if (from.fusion != nullptr)
            copy_lane(from.fusion, movie, &fusion[block * kFusionWidth * kBlock], lane,
                      kFusionWidth);
        if (from.demographic == nullptr) return;
        const std::size_t source = movie / kBlock * kDemographicFeatures;
        for (const Feature feature : user.demographic)
            demographic[(block * kDemographicFeatures + feature.column) * kBlock + lane] =
                from.demographic[(source + feature.column) * kBlock + movie % kBlock];
    }
    [[nodiscard]] MovieTables view(const MovieTables& like) const {
        return {.bias = bias.data(),
                .demographic = like.demographic == nullptr ? nullptr : demographic.data(),
                .dot = like.dot == nullptr ? nullptr : dot.data(),
                .dot_width = like.dot_width,
                .fusion = like.fusion == nullptr ? nullptr : fusion.data()};
    }
};

void NeuralRankingModel::score(const domain::EncodedUser& user,
                               std::span<const domain::MovieIndex> candidates,
                               std::span<float> out) const {
    assert(out.size() == candidates.size());
    const DemographicFeatures demographics = demographics_of(user);
    const UserVectors vectors = vectors_of(user, demographics);
    const MovieTables all = tables();
    GatheredMovies gathered;
    for (std::size_t first = 0; first < candidates.size(); first += GatheredMovies::kMovies) {
        const std::size_t count = std::min(GatheredMovies::kMovies, candidates.size() - first);
        for (std::size_t slot = 0; slot < count; ++slot) {
            assert(candidates[first + slot] < movies_.size());
            gathered.take(all, vectors, candidates[first + slot], slot);
        }
        kernels_.score_blocks(gathered.view(all), fusion_layers(), vectors, blocks_for(count),
                              gathered.logits.data());
        std::copy_n(gathered.logits.begin(), count,
                    out.begin() + static_cast<std::ptrdiff_t>(first));
    }
    if (item_item_) item_item_->add(likes_in(user), candidates, out);
    kernels_.calibrated_sigmoid(out.data(), out.size(), curve_for(user));
}

std::size_t NeuralRankingModel::known_among(std::span<const domain::MovieIndex> movies) const {
    return static_cast<std::size_t>(std::ranges::count_if(movies, [this](domain::MovieIndex movie) {
        return map_.model_position(movie).has_value();
    }));
}

DemographicFeatures NeuralRankingModel::demographics_of(const domain::EncodedUser& user) const {
    DemographicFeatures features(user.demographics);
    if (demographic_half_history_)
        features.scale(*demographic_half_history_ /
                       (*demographic_half_history_ + static_cast<float>(known_among(user.rated))));
    return features;
}

WeighedLikes NeuralRankingModel::likes_in(const domain::EncodedUser& user) const {
    return {user.liked, user.liked_weight, known_among(user.liked)};
}

ScoreCurve NeuralRankingModel::curve_for(const domain::EncodedUser& user) const {
    ScoreCurve curve{.scale = calibration_.scale, .offset = calibration_.offset};
    if (!calibration_.curves) return curve;
    const CalibrationCurves& curves = *calibration_.curves;
    const auto after = std::ranges::upper_bound(curves.from_ratings, known_among(user.rated));
    const auto at = static_cast<std::size_t>(after - curves.from_ratings.begin()) - 1;
    curve.slope = curves.slope[at];
    curve.shift = curves.shift[at];
    curve.bend_at =
        std::span(curves.bend_at.values).subspan(at * curves.bend.cols, curves.bend.cols);
    curve.bend = std::span(curves.bend.values).subspan(at * curves.bend.cols, curves.bend.cols);
    return curve;
}

void NeuralRankingModel::movie_embedding(domain::MovieIndex movie, std::span<float> out) const {
    assert(movie < movies_.size() && out.size() == tower_width_);
    const float* const column =
        movie_vectors_.data() + movie / kBlock * tower_width_ * kBlock + movie % kBlock;
    for (std::size_t k = 0; k < tower_width_; ++k)
        out[k] = column[k * kBlock];
}

}  // namespace neurec::infrastructure::deep_learning
