#include <cmath>

#include "infrastructure/training/epoch_order.hpp"
#include "infrastructure/training/learner.hpp"
#include "infrastructure/training/movie_content.hpp"
#include "infrastructure/training/random_streams.hpp"
#include "infrastructure/training/seed_batch.hpp"
#include "infrastructure/training/tensor_copies.hpp"

namespace neurec::infrastructure::training {

namespace {

/// The original: demographics against content through the fusion head, binary cross-entropy on
/// liked movies and drawn negatives, Adam at a constant rate.
class SeedLearner : public Learner {
  public:
    SeedLearner(const TrainingPlan& plan, const domain::Dataset& training,
                const deep_learning::EncoderConfig& encoders);

    [[nodiscard]] std::uint64_t steps_per_epoch() const override { return order_.steps(); }
    StepResult step(int epoch, std::uint64_t step) override;
    [[nodiscard]] TrainedNetwork& trained() override { return trained_; }

  private:
    TrainingPlan plan_;
    NegativeSampler sampler_;
    EpochOrder order_;
    BagArrays content_;
    BagArrays batch_content_;
    torch::Tensor user_features_;  ///< [users × features]
    TrainedNetwork trained_;
};

Network make_network(const TrainingPlan& plan, const domain::Dataset& training,
                     const deep_learning::UserFeatureEncoder& user_encoder,
                     const deep_learning::MovieFeatureEncoder& movie_encoder) {
    NetworkShape shape;
    shape.movies = static_cast<std::int64_t>(training.movies().size());
    shape.user_features = static_cast<std::int64_t>(user_encoder.size());
    shape.content_features = static_cast<std::int64_t>(movie_encoder.size());
    shape.parts = plan.parts;
    domain::Random random = make_random(plan.seed, RandomStream::initialisation);
    Network network(shape, torch::zeros({shape.movies}), random);
    network->to(plan.device);
    return network;
}

torch::Tensor encode_users(const domain::Dataset& training,
                           const deep_learning::UserFeatureEncoder& encoder, torch::Device device) {
    const auto width = static_cast<std::int64_t>(encoder.size());
    torch::Tensor features =
        torch::empty({static_cast<std::int64_t>(training.users().size()), width});
    float* row = features.data_ptr<float>();
    for (const domain::User& user : training.users()) {
        encoder.encode(user.demographics, {}, std::span(row, encoder.size()));
        row += width;
    }
    return features.to(device);
}

SeedLearner::SeedLearner(const TrainingPlan& plan, const domain::Dataset& training,
                         const deep_learning::EncoderConfig& encoders)
    : plan_(plan),
      sampler_(training),
      order_(sampler_.positives(),
             static_cast<std::size_t>(plan.batch_size) / (NegativeSampler::kNegativesAPositive + 1),
             plan.seed),
      content_(encode_content(training.movies(), deep_learning::MovieFeatureEncoder(encoders))),
      user_features_(
          encode_users(training, deep_learning::UserFeatureEncoder(encoders), plan.device)),
      trained_(make_network(plan, training, deep_learning::UserFeatureEncoder(encoders),
                            deep_learning::MovieFeatureEncoder(encoders)),
               {.learning_rate = plan.learning_rate, .processes = plan.processes}) {}

StepResult SeedLearner::step(int epoch, std::uint64_t step) {
    const std::uint64_t step_number = static_cast<std::uint64_t>(epoch) * order_.steps() + step;
    const Share share(order_.items_of(epoch, step), plan_.processes);
    domain::Random random = make_random(plan_.seed, RandomStream::steps, share.stream(step_number));
    const PairBatch& pairs = sampler_.draw(share.items, random);
    gather_bags(content_, pairs.movies, batch_content_);

    NetworkImpl& network = trained_.network();
    const torch::Tensor users =
        network.user_tower(user_features_.index_select(0, tensor_of(pairs.users, plan_.device)),
                           Bags{}, Bags{}, torch::Tensor());
    const torch::Tensor movies = network.movie_tower(bags_of(batch_content_, plan_.device),
                                                     torch::Tensor(), torch::Tensor());
    const auto samples = static_cast<std::int64_t>(pairs.labels.size());
    const torch::Tensor loss =
        torch::binary_cross_entropy_with_logits(network.fusion_head->pairs(users, movies),
                                                tensor_of(pairs.labels, {samples}, plan_.device));
    trained_.descend(loss, plan_.learning_rate, step_number, share.weight);
    return {loss.item<double>(), static_cast<std::uint64_t>(samples)};
}

}  // namespace

std::unique_ptr<Learner> make_seed_learner(const TrainingPlan& plan,
                                           const domain::Dataset& training,
                                           const deep_learning::EncoderConfig& encoders) {
    return std::make_unique<SeedLearner>(plan, training, encoders);
}

}  // namespace neurec::infrastructure::training
