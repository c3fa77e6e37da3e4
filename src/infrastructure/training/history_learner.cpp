#include <algorithm>
#include <cmath>

#include "infrastructure/training/catalogue_slice.hpp"
#include "infrastructure/training/epoch_order.hpp"
#include "infrastructure/training/history_batch.hpp"
#include "infrastructure/training/learner.hpp"
#include "infrastructure/training/movie_content.hpp"
#include "infrastructure/training/random_streams.hpp"
#include "infrastructure/training/softmax_sample.hpp"
#include "infrastructure/training/tensor_copies.hpp"

namespace neurec::infrastructure::training {

namespace {

// Wider than in the seed preset: the user tower reads a history, too, and the dot path alone has
// to hold what a user and a movie have in common.
struct Widths {
    std::int64_t user_hidden = 256;
    std::int64_t bag = 128;
    std::int64_t tower = 128;
};
/// A million movies' rows must fit beside each other in a server of 2 GB, and in training six times
/// over (gradient, moments, average, best).
constexpr std::size_t kWideUpTo = 100'000;
constexpr Widths kNarrow{48, 64, 64};

Widths widths_for(std::size_t movies) {
    return movies <= kWideUpTo ? Widths{} : kNarrow;
}

constexpr double kVectorDropout = 0.1;
constexpr double kHiddenDropout = 0.2;
constexpr double kWeightDecay = 0.3;
constexpr double kAveraging = 0.98;
constexpr double kAveragingFrom = 0.3;
constexpr std::uint64_t kWarmUpSteps = 50;
constexpr std::size_t kFusionNegatives = 32;
constexpr std::size_t kFusionTargets = 16;

/// A user of the batch and a movie of the slice, as a position in the matrix of their logits.
std::vector<std::int64_t> positions_of(std::span<const std::uint32_t> users,
                                       std::span<const domain::MovieIndex> movies,
                                       const CatalogueSlice& slice) {
    const auto width = static_cast<std::int64_t>(slice.movies().size());
    std::vector<std::int64_t> positions;
    positions.reserve(users.size());
    for (std::size_t i = 0; i < users.size(); ++i)
        if (const std::int64_t column = slice.position_of(movies[i]); column >= 0)
            positions.push_back(users[i] * width + column);
    return positions;
}

/// The default: users with part of their history revealed, a softmax over the catalogue with what
/// they liked besides as its targets (architecture.md, "The model").
class HistoryLearner : public Learner {
  public:
    HistoryLearner(const TrainingPlan& plan, const domain::Dataset& training,
                   const deep_learning::EncoderConfig& encoders);

    [[nodiscard]] std::uint64_t steps_per_epoch() const override { return order_.steps(); }
    StepResult step(int epoch, std::uint64_t step) override;
    [[nodiscard]] TrainedNetwork& trained() override { return trained_; }

  private:
    [[nodiscard]] Network make_network() const;
    [[nodiscard]] double learning_rate_at(std::uint64_t step_number) const;
    torch::Tensor user_dropout(std::int64_t users, domain::Random& random);
    torch::Tensor movie_rows(domain::Random& random);
    torch::Tensor loss_of(const HistoryBatch& batch, domain::Random& random);
    torch::Tensor fusion_loss(const HistoryBatch& batch, const torch::Tensor& users,
                              const torch::Tensor& movies, const torch::Tensor& log_shares,
                              domain::Random& random);

    TrainingPlan plan_;
    const domain::Dataset& training_;
    deep_learning::UserFeatureEncoder user_encoder_;
    deep_learning::MovieFeatureEncoder movie_encoder_;
    std::vector<std::uint32_t> ratings_per_movie_;
    std::vector<float> reveal_weights_;
    HistoryBatchBuilder builder_;
    EpochOrder order_;
    CatalogueSlice slice_;
    BagArrays content_;
    BagArrays slice_content_;
    std::vector<float> keep_vector_;
    std::vector<float> user_dropout_;
    TrainedNetwork trained_;
};

std::vector<bool> is_rated(const std::vector<std::uint32_t>& ratings_per_movie) {
    std::vector<bool> rated;
    for (const std::uint32_t count : ratings_per_movie)
        rated.push_back(count > 0);
    return rated;
}

/// ln(likes + 1) less its mean: popularity is where the dot path starts from.
torch::Tensor popularity_bias(const domain::Dataset& training) {
    const std::vector<std::uint32_t> likes = training.likes_per_movie();
    torch::Tensor bias = torch::empty({static_cast<std::int64_t>(likes.size())});
    for (std::size_t movie = 0; movie < likes.size(); ++movie)
        bias.data_ptr<float>()[movie] = std::log1p(static_cast<float>(likes[movie]));
    return bias - bias.mean();
}

/// Without few-shot training every user reveals a part of what they have rated, however much.
RevealRecipe reveal_recipe(const TrainingParts& parts) {
    RevealRecipe recipe;
    if (!parts.few_shot) recipe.none_share = recipe.few_share = 0;
    return recipe;
}

HistoryLearner::HistoryLearner(const TrainingPlan& plan, const domain::Dataset& training,
                               const deep_learning::EncoderConfig& encoders)
    : plan_(plan),
      training_(training),
      user_encoder_(encoders),
      movie_encoder_(encoders),
      ratings_per_movie_(training.ratings_per_movie()),
      reveal_weights_(reveal_weights(ratings_per_movie_)),
      builder_(training, user_encoder_, reveal_weights_, reveal_recipe(plan.parts)),
      order_(training.users().size(), static_cast<std::size_t>(plan.batch_size), plan.seed),
      slice_(is_rated(ratings_per_movie_)),
      content_(encode_content(training.movies(), movie_encoder_)),
      trained_(make_network(),
               {.learning_rate = plan.learning_rate,
                .weight_decay = kWeightDecay,
                .averaging = kAveraging,
                .averaging_from = static_cast<std::uint64_t>(kAveragingFrom * plan.epochs *
                                                             static_cast<double>(order_.steps())),
                .processes = plan.processes}) {}

Network HistoryLearner::make_network() const {
    NetworkShape shape;
    shape.movies = static_cast<std::int64_t>(training_.movies().size());
    shape.user_features = static_cast<std::int64_t>(user_encoder_.size());
    shape.content_features = static_cast<std::int64_t>(movie_encoder_.size());
    const Widths widths = widths_for(training_.movies().size());
    shape.user_hidden = widths.user_hidden;
    shape.bag_width = widths.bag;
    shape.tower_width = widths.tower;
    shape.sparse_gradients = !slice_.is_whole();
    shape.parts = plan_.parts;
    domain::Random random = make_random(plan_.seed, RandomStream::initialisation);
    Network network(shape, popularity_bias(training_), random);
    network->to(plan_.device);
    return network;
}

double HistoryLearner::learning_rate_at(std::uint64_t step_number) const {
    const double total = plan_.epochs * static_cast<double>(order_.steps());
    const double warm_up = std::min<double>(kWarmUpSteps, total / 10);
    const auto now = static_cast<double>(step_number);
    return plan_.learning_rate * std::min(1.0, (now + 1) / std::max(1.0, warm_up)) *
           (1 - now / total);
}

StepResult HistoryLearner::step(int epoch, std::uint64_t step) {
    const std::uint64_t step_number = static_cast<std::uint64_t>(epoch) * order_.steps() + step;
    const Share share(order_.items_of(epoch, step), plan_.processes);
    domain::Random random = make_random(plan_.seed, RandomStream::steps, share.stream(step_number));
    const HistoryBatch& batch = builder_.build(share.items, random);
    slice_.choose(batch.target_movie, random);
    const torch::Tensor loss = loss_of(batch, random);
    trained_.descend(loss, learning_rate_at(step_number), step_number, share.weight);
    return {loss.item<double>(), batch.users};
}

torch::Tensor HistoryLearner::user_dropout(std::int64_t users, domain::Random& random) {
    const std::int64_t hidden = trained_.network().shape.user_hidden;
    user_dropout_.resize(static_cast<std::size_t>(users * hidden));
    for (float& each : user_dropout_)
        each =
            random.uniform() < kHiddenDropout ? 0.0F : static_cast<float>(1 / (1 - kHiddenDropout));
    return tensor_of(user_dropout_, {users, hidden}, plan_.device);
}

torch::Tensor HistoryLearner::movie_rows(domain::Random& random) {
    torch::Tensor keep;
    if (plan_.parts.movie_vector && plan_.parts.content) {
        keep_vector_.resize(slice_.movies().size());
        for (float& each : keep_vector_)
            each = random.uniform() < kVectorDropout ? 0.0F : 1.0F;
        keep = tensor_of(keep_vector_, {static_cast<std::int64_t>(keep_vector_.size()), 1},
                         plan_.device);
    }
    if (slice_.is_whole())
        return trained_.network().movie_tower(bags_of(content_, plan_.device), torch::Tensor(),
                                              keep);
    gather_bags(content_, slice_.movies(), slice_content_);
    return trained_.network().movie_tower(bags_of(slice_content_, plan_.device),
                                          tensor_of(slice_.movies(), plan_.device), keep);
}

torch::Tensor HistoryLearner::loss_of(const HistoryBatch& batch, domain::Random& random) {
    NetworkImpl& network = trained_.network();
    const auto rows = static_cast<std::int64_t>(batch.users);
    const torch::Tensor users = network.user_tower(
        tensor_of(batch.features, {rows, network.shape.user_features}, plan_.device),
        bags_of(batch.liked, plan_.device), bags_of(batch.disliked, plan_.device),
        user_dropout(rows, random));
    const torch::Tensor movies = movie_rows(random);

    const std::vector<std::int64_t> revealed =
        positions_of(batch.revealed_user, batch.revealed_movie, slice_);
    const std::vector<std::int64_t> targets =
        positions_of(batch.target_user, batch.target_movie, slice_);
    const torch::Tensor corrections =
        tensor_of(slice_.corrections(), {static_cast<std::int64_t>(slice_.corrections().size())},
                  plan_.device);
    const torch::Tensor movie_ids =
        slice_.is_whole() ? torch::Tensor() : tensor_of(slice_.movies(), plan_.device);
    const torch::Tensor logits = network.dot_logits(users, movies, movie_ids) + corrections;
    const torch::Tensor masked =
        logits.view(-1)
            .index_fill(0, tensor_of(revealed, plan_.device), CatalogueSlice::kNever)
            .view_as(logits);
    const torch::Tensor log_shares = torch::log_softmax(masked, 1);
    const torch::Tensor weights = tensor_of(
        batch.target_weight, {static_cast<std::int64_t>(batch.target_weight.size())}, plan_.device);
    torch::Tensor loss =
        -(log_shares.view(-1).index_select(0, tensor_of(targets, plan_.device)) * weights).sum() /
        rows;
    if (network.fusion_head) loss = loss + fusion_loss(batch, users, movies, log_shares, random);
    return loss;
}

torch::Tensor HistoryLearner::fusion_loss(const HistoryBatch& batch, const torch::Tensor& users,
                                          const torch::Tensor& movies,
                                          const torch::Tensor& log_shares, domain::Random& random) {
    // The head's logit f is added to the linear paths' z. With negatives i drawn from softmax(z),
    // the denominator of softmax(z + f) is that of softmax(z) times the mean of exp(f_i)
    // (importance sampling), so that the head's part of the loss is  Σ weight · (ln mean exp(f_i) −
    // f_target)  without scoring the catalogue with it.
    const torch::Tensor cumulative =
        log_shares.detach().exp().cumsum(1).to(torch::kCPU).contiguous();
    const std::vector<std::int64_t> negatives =
        draw_by_share({cumulative.data_ptr<float>(), static_cast<std::size_t>(cumulative.numel())},
                      static_cast<std::size_t>(cumulative.size(1)), kFusionNegatives, random);
    const TargetSample targets = draw_targets(batch, slice_, kFusionTargets, random);
    FusionHeadImpl& head = *trained_.network().fusion_head;
    const torch::Tensor user_rows = head.user_half(users);
    const torch::Tensor movie_halves = head.movie_half(movies);
    const torch::Tensor negative_logits = head.after_input(
        user_rows.unsqueeze(1) +
        movie_halves.index_select(0, tensor_of(negatives, plan_.device))
            .view({users.size(0), static_cast<std::int64_t>(kFusionNegatives), -1}));
    const torch::Tensor target_logits =
        head.after_input(user_rows.index_select(0, tensor_of(targets.users, plan_.device)) +
                         movie_halves.index_select(0, tensor_of(targets.movies, plan_.device)));
    const torch::Tensor log_means =
        torch::logsumexp(negative_logits, 1) - std::log(static_cast<double>(kFusionNegatives));
    const auto count = static_cast<std::int64_t>(targets.weights.size());
    const torch::Tensor weights = tensor_of(targets.weights, {count}, plan_.device);
    const torch::Tensor parts =
        log_means.index_select(0, tensor_of(targets.users, plan_.device)) - target_logits;
    return (parts * weights).sum() / users.size(0);
}

}  // namespace

std::unique_ptr<Learner> make_history_learner(const TrainingPlan& plan,
                                              const domain::Dataset& training,
                                              const deep_learning::EncoderConfig& encoders) {
    return std::make_unique<HistoryLearner>(plan, training, encoders);
}

}  // namespace neurec::infrastructure::training
