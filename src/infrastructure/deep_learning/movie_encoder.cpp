#include "infrastructure/deep_learning/movie_encoder.hpp"

#include <algorithm>
#include <optional>

#include "infrastructure/deep_learning/unseen_movies.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

/// One block's inputs, a column a movie: [features + vector][kBlock].
class InputBlock {
  public:
    InputBlock(const MovieTower& tower, const MovieFeatureEncoder& encoder)
        : tower_(tower),
          encoder_(encoder),
          values_(tower.input.weight.cols * kBlock),
          unseen_(tower.movie_vector ? tower.movie_vector->cols : 0) {}

    void clear() { std::ranges::fill(values_, 0.0F); }
    void set(std::size_t lane, const domain::Movie& movie,
             std::optional<std::uint32_t> model_position) {
        encoder_.encode(movie, features_);
        for (const Feature feature : features_)
            values_[feature.column * kBlock + lane] = feature.value;
        if (!tower_.movie_vector) return;
        const std::size_t width = tower_.movie_vector->cols;
        std::span<const float> vector = unseen_;
        if (model_position)
            vector = std::span(tower_.movie_vector->values).subspan(*model_position * width, width);
        else
            unseen_vector(tower_, features_, unseen_);
        for (std::size_t k = 0; k < width; ++k)
            values_[(encoder_.size() + k) * kBlock + lane] = vector[k];
    }
    [[nodiscard]] const float* data() const { return values_.data(); }

  private:
    const MovieTower& tower_;
    const MovieFeatureEncoder& encoder_;
    AlignedFloats values_;
    std::vector<Feature> features_;
    std::vector<float> unseen_;
};

}  // namespace

AlignedFloats encode_movies(const MovieTower& tower, const EncoderConfig& config,
                            std::span<const domain::Movie> catalogue,
                            const retrieval::CatalogueMap& map, const Kernels& kernels) {
    const MovieFeatureEncoder encoder(config);
    const FoldedLayer input = folded(tower.input, tower.input_norm);
    const FoldedLayer hidden = folded(tower.hidden, tower.hidden_norm);
    const FoldedLayer output = folded(tower.output);
    AlignedFloats first(input.outputs * kBlock);
    AlignedFloats second(hidden.outputs * kBlock);
    AlignedFloats encoded(blocks_for(catalogue.size()) * output.outputs * kBlock);
    InputBlock features(tower, encoder);
    const auto apply = [&](const FoldedLayer& layer, const float* x, bool relu, float* out) {
        kernels.dense_block(x, layer.inputs, layer.weight.data(), layer.bias.data(), layer.outputs,
                            relu, out);
    };
    for (std::size_t block = 0; block < blocks_for(catalogue.size()); ++block) {
        features.clear();
        const std::size_t movies = std::min(kBlock, catalogue.size() - block * kBlock);
        for (std::size_t lane = 0; lane < movies; ++lane) {
            const auto movie = static_cast<domain::MovieIndex>(block * kBlock + lane);
            features.set(lane, catalogue[movie], map.model_position(movie));
        }
        apply(input, features.data(), true, first.data());
        apply(hidden, first.data(), true, second.data());
        apply(output, second.data(), false, encoded.data() + block * output.outputs * kBlock);
    }
    return encoded;
}

}  // namespace neurec::infrastructure::deep_learning
