#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ports/ranking_model.hpp"
#include "infrastructure/deep_learning/aligned_floats.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/deep_learning/folded_layer.hpp"
#include "infrastructure/deep_learning/item_item_scorer.hpp"
#include "infrastructure/deep_learning/model_weights.hpp"
#include "infrastructure/deep_learning/scoring_kernels.hpp"
#include "infrastructure/deep_learning/user_encoder.hpp"
#include "infrastructure/retrieval/catalogue_map.hpp"

namespace neurec::infrastructure::deep_learning {

/// The inference engine: the formula of model_weights.hpp over one catalogue, without Torch.
/// BatchNorms are folded into the layers; the movie tower and the movies' half of the fusion head's
/// first layer are computed once, here. Immutable and thread-safe. docs/inference.md describes
/// tables and kernels.
class NeuralRankingModel : public domain::RankingModel {
  public:
    /// `weights` must be consistent (find_inconsistency()); nothing of them is kept but what
    /// scoring needs. An id that is there twice in the catalogue, or an instruction set that this
    /// processor lacks, is InvalidInput.
    NeuralRankingModel(std::string id, const ModelWeights& weights, const EncoderConfig& encoders,
                       std::vector<domain::Movie> catalogue,
                       InstructionSet instruction_set = best_instruction_set());

    [[nodiscard]] std::string_view id() const override { return id_; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return movies_; }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(domain::MovieId id) const override {
        return map_.index_of(id);
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return likes_; }

    /// The bags, the statistics and the item-item path see ratings of movies that the model was
    /// trained on; others of the catalogue are in `liked` and `rated` alone.
    [[nodiscard]] domain::EncodedUser encode(const domain::UserProfile& profile) const override;
    void score_all(const domain::EncodedUser& user, std::span<float> out) const override;
    void score(const domain::EncodedUser& user, std::span<const domain::MovieIndex> candidates,
               std::span<float> out) const override;

    /// The movie tower's output; `out`: [tower_width()].
    void movie_embedding(domain::MovieIndex movie, std::span<float> out) const;
    /// Of the towers' outputs.
    [[nodiscard]] std::size_t tower_width() const { return tower_width_; }
    [[nodiscard]] const retrieval::CatalogueMap& catalogue_map() const { return map_; }
    [[nodiscard]] InstructionSet instruction_set() const { return instruction_set_; }

  private:
    struct GatheredMovies;
    struct KnownLikes;

    [[nodiscard]] MovieTables tables() const;
    [[nodiscard]] FusionLayers fusion_layers() const;
    /// How many of these movies the model was trained on.
    [[nodiscard]] std::size_t known_among(std::span<const domain::MovieIndex> movies) const;
    /// The demographic features, weighted as the path weighs them for this user.
    [[nodiscard]] DemographicFeatures demographics_of(const domain::EncodedUser& user) const;
    [[nodiscard]] ScoreCurve curve_for(const domain::EncodedUser& user) const;
    [[nodiscard]] WeighedLikes likes_in(const domain::EncodedUser& user) const;
    void build_fusion(const ModelWeights& weights);
    void build_linear_paths(const ModelWeights& weights, const EncoderConfig& encoders);
    /// Gives the positions in the model and weights of what `user` likes and it was trained on, and
    /// fills in liked_weight.
    [[nodiscard]] KnownLikes weigh_likes(domain::EncodedUser& user,
                                         const domain::UserProfile& profile) const;

    std::string id_;
    std::vector<domain::Movie> movies_;
    retrieval::CatalogueMap map_;
    InstructionSet instruction_set_;
    const Kernels& kernels_;
    std::size_t tower_width_;
    UserEncoder users_;
    std::vector<std::uint32_t> likes_;
    Calibration calibration_;
    std::optional<Recency> recency_;

    AlignedFloats movie_vectors_;  ///< the movie tower's output: [blocks][tower_width_][kBlock]
    AlignedFloats bias_;           ///< [blocks][kBlock]
    AlignedFloats demographic_;    ///< [blocks][kDemographicFeatures][kBlock], or empty
    std::optional<float> demographic_half_history_;
    AlignedFloats fusion_;     ///< [blocks][kFusionWidth][kBlock], or empty
    FoldedLayer fusion_user_;  ///< the user's half of the first fusion layer
    FoldedLayer fusion_hidden_;
    AlignedFloats fusion_output_;  ///< [kFusionInner]
    float fusion_output_bias_ = 0;
    AlignedFloats interaction_;  ///< W of the dot path, or empty

    std::optional<ItemItemScorer> item_item_;
};

}  // namespace neurec::infrastructure::deep_learning
