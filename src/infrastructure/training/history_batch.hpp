#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/models/dataset.hpp"
#include "infrastructure/deep_learning/feature_encoders.hpp"
#include "infrastructure/training/random_streams.hpp"
#include "infrastructure/training/revealed_ratings.hpp"

namespace neurec::infrastructure::training {

/// How much of a user's history a training step reveals. Serving meets users with nothing, a few
/// and many ratings, so training shows all of these, whatever the data's own mix is.
struct RevealRecipe {
    double none_share = 0.2;  ///< of the users reveal nothing
    double few_share =
        0.425;  ///< of the users reveal 0..few_at_most ratings, each number as likely
    std::uint64_t few_at_most = 25;
    double largest_part = 0.95;  ///< the others reveal a part of 0..largest_part, uniformly drawn
    double any_movie_share =
        0.5;  ///< of the users reveal movies uniformly drawn, the others well-known ones first
    double no_demographics_share = 0.2;  ///< of the users hide their demographics
    double no_field_share = 0.2;  ///< of the others hide age, gender or occupation, each for itself
};

/// Bags of movies as flat arrays: bag b holds rows[i] with weights[i] for i in
/// offsets[b]..offsets[b+1].
struct BagArrays {
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int64_t> rows;
    std::vector<float> weights;
    void clear();
    /// Ends a bag begun by pushing rows, giving each the same weight.
    void close(float weight);
};

/// One step's users with what they reveal and what is asked of the model. Flat arrays, reused from
/// step to step.
struct HistoryBatch {
    std::size_t users = 0;
    std::vector<float> features;  ///< [users × encoder's features]
    BagArrays liked;              ///< weights 1/√(n+1)
    BagArrays disliked;
    /// Ratings that are revealed, as (user in the batch, movie).
    std::vector<std::uint32_t> revealed_user;
    std::vector<domain::MovieIndex> revealed_movie;
    /// Liked, unrevealed movies, and what each weighs in the loss: 1/√(targets of its user + 1).
    std::vector<std::uint32_t> target_user;
    std::vector<domain::MovieIndex> target_movie;
    std::vector<float> target_weight;
};

/// Draws batches from the training users. Deterministic by the generator it is given; not
/// thread-safe.
class HistoryBatchBuilder {
  public:
    /// `weights` [movies]: by which well-known movies are revealed first. All references must
    /// outlive the builder.
    HistoryBatchBuilder(const domain::Dataset& data,
                        const deep_learning::UserFeatureEncoder& encoder,
                        std::span<const float> weights, const RevealRecipe& recipe);
    /// The batch of the users at these positions; valid until the next call.
    const HistoryBatch& build(std::span<const domain::UserIndex> users, domain::Random& random);

  private:
    void add_user(domain::UserIndex user, domain::Random& random);
    std::size_t draw_count(std::size_t ratings, domain::Random& random) const;
    domain::Demographics draw_known(domain::Demographics all, domain::Random& random) const;
    void add_targets(domain::RatingsView ratings);

    const domain::Dataset& data_;
    const deep_learning::UserFeatureEncoder& encoder_;
    RevealRecipe recipe_;
    std::vector<float> equal_weights_;
    RevealSampler well_known_first_;
    RevealSampler any_;
    std::vector<bool> revealed_;  ///< scratch, by position within the user's ratings
    HistoryBatch batch_;
};

}  // namespace neurec::infrastructure::training
