#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "infrastructure/training/epoch_order.hpp"
#include "infrastructure/training/history_batch.hpp"
#include "infrastructure/training/learner.hpp"
#include "infrastructure/training/process_threads.hpp"
#include "infrastructure/training/revealed_ratings.hpp"
#include "infrastructure/training/seed_batch.hpp"
#include "support/collected_dataset.hpp"

// Training by this project's learners against the loop that one would write first: a data set that
// makes each sample's features, a loader that stacks 1,024 of them, the towers of the original,
// binary cross-entropy on likes and four drawn negatives each. One thread. The data are MovieLens
// where NEUREC_DATASET names it, else made ones of its size.
//
// "likes" counts liked ratings that were learned from, each with its negatives: four drawn movies
// in the eager loop and in the seed preset, the whole catalogue in the default preset. "pairs"
// counts (user, movie) pairs whose score entered a loss.
namespace neurec::infrastructure::training {
namespace {

constexpr std::int64_t kBatch = 1024;

domain::Dataset made_data() {
    const datasets::SyntheticWorld world(
        {.users = 6040, .movies = 3883, .ratings_per_user = 165, .seed = 1});
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    for (std::uint64_t i = 0; i < 6040; ++i) {
        const datasets::SyntheticUser user = world.user(i);
        users.push_back(user.user);
        const std::vector<domain::Rating> theirs = world.ratings(user);
        ratings.insert(ratings.end(), theirs.begin(), theirs.end());
    }
    return {users, world.movies(), ratings};
}

const domain::Dataset& data() {
    static const domain::Dataset dataset = [] {
        const char* const path = std::getenv("NEUREC_DATASET");
        return path == nullptr || *path == '\0' ? made_data()
                                                : tests::collected(*datasets::open_dataset(path));
    }();
    return dataset;
}

deep_learning::EncoderConfig encoders(domain::ModelPreset preset) {
    return deep_learning::encoder_config_for(data().movies(),
                                             preset == domain::ModelPreset::history,
                                             preset == domain::ModelPreset::seed ? 256 : 0);
}

TrainingPlan plan_for(domain::ModelPreset preset) {
    TrainingPlan plan;
    plan.preset = preset;
    plan.parts = parts_of(preset, {});
    plan.seed = 42;
    plan.epochs = 85;
    plan.batch_size = preset == domain::ModelPreset::seed ? kBatch : 256;
    plan.learning_rate = 1e-3;
    return plan;
}

void report(benchmark::State& state, std::uint64_t likes, std::uint64_t pairs) {
    state.counters["likes"] =
        benchmark::Counter(static_cast<double>(likes), benchmark::Counter::kIsRate);
    state.counters["pairs"] =
        benchmark::Counter(static_cast<double>(pairs), benchmark::Counter::kIsRate);
}

// ---- the eager loop ----

/// One pair a sample, its features made when it is asked for.
class Interactions : public torch::data::datasets::Dataset<Interactions> {
  public:
    Interactions()
        : users_(encoders(domain::ModelPreset::seed)),
          movies_(encoders(domain::ModelPreset::seed)),
          sampler_(data()) {
        std::vector<std::uint32_t> all(sampler_.positives());
        std::iota(all.begin(), all.end(), 0U);
        domain::Random random(1);
        random.shuffle(std::span(all));
        all.resize(std::min<std::size_t>(all.size(), 20000));
        pairs_ = sampler_.draw(all, random);
    }

    torch::data::Example<> get(std::size_t index) override {
        const auto user = static_cast<std::size_t>(pairs_.users[index]);
        const auto movie = static_cast<std::size_t>(pairs_.movies[index]);
        const torch::Tensor features =
            torch::zeros({static_cast<std::int64_t>(users_.size() + movies_.size())});
        const std::span<float> values(features.data_ptr<float>(), users_.size() + movies_.size());
        users_.encode(data().users()[user].demographics, {}, values.first(users_.size()));
        movies_.encode(data().movies()[movie], values.subspan(users_.size()));
        return {features, torch::tensor(pairs_.labels[index])};
    }
    [[nodiscard]] torch::optional<std::size_t> size() const override { return pairs_.users.size(); }
    [[nodiscard]] std::int64_t user_features() const {
        return static_cast<std::int64_t>(users_.size());
    }
    [[nodiscard]] std::int64_t movie_features() const {
        return static_cast<std::int64_t>(movies_.size());
    }

  private:
    deep_learning::UserFeatureEncoder users_;
    deep_learning::MovieFeatureEncoder movies_;
    NegativeSampler sampler_;
    PairBatch pairs_;
};

/// The original's network, layer upon layer.
struct EagerNetworkImpl : torch::nn::Module {
    EagerNetworkImpl(std::int64_t user_features, std::int64_t movie_features)
        : user_columns(user_features) {
        using namespace torch::nn;
        user_tower = register_module(
            "user_tower", Sequential(Linear(user_features, 128), BatchNorm1d(128), ReLU(),
                                     Linear(128, 64), BatchNorm1d(64), ReLU()));
        movie_tower = register_module(
            "movie_tower", Sequential(Linear(movie_features, 256), BatchNorm1d(256), ReLU(),
                                      Linear(256, 128), BatchNorm1d(128), ReLU(), Linear(128, 64)));
        head = register_module(
            "head", Sequential(Linear(128, 64), ReLU(), Linear(64, 32), ReLU(), Linear(32, 1)));
    }
    torch::Tensor forward(const torch::Tensor& features) {
        const torch::Tensor users = user_tower->forward(features.narrow(1, 0, user_columns));
        const torch::Tensor movies =
            movie_tower->forward(features.narrow(1, user_columns, features.size(1) - user_columns));
        return head->forward(torch::cat({users, movies}, 1)).squeeze(1);
    }
    std::int64_t user_columns;
    torch::nn::Sequential user_tower{nullptr};
    torch::nn::Sequential movie_tower{nullptr};
    torch::nn::Sequential head{nullptr};
};
TORCH_MODULE(EagerNetwork);

void BM_EagerLoop(benchmark::State& state) {
    use_threads(1);
    Interactions interactions;
    EagerNetwork network(interactions.user_features(), interactions.movie_features());
    auto loader = torch::data::make_data_loader(
        std::move(interactions).map(torch::data::transforms::Stack<>()),
        torch::data::DataLoaderOptions().batch_size(kBatch).drop_last(true));
    torch::optim::Adam optimiser(network->parameters(), torch::optim::AdamOptions(1e-3));
    std::uint64_t pairs = 0;
    auto batch = loader->begin();
    for (auto _ : state) {
        const torch::Tensor loss = torch::binary_cross_entropy_with_logits(
            network->forward(batch->data), batch->target.view(-1));
        optimiser.zero_grad();
        loss.backward();
        optimiser.step();
        benchmark::DoNotOptimize(loss.item<float>());
        pairs += kBatch;
        if (++batch == loader->end()) batch = loader->begin();
    }
    report(state, pairs / (NegativeSampler::kNegativesAPositive + 1), pairs);
}

// ---- this project's learners ----

void BM_SeedPreset(benchmark::State& state) {
    use_threads(1);
    const TrainingPlan plan = plan_for(domain::ModelPreset::seed);
    const auto learner = make_seed_learner(plan, data(), encoders(plan.preset));
    std::uint64_t pairs = 0;
    std::uint64_t step = 0;
    for (auto _ : state)
        pairs += learner->step(0, step++ % learner->steps_per_epoch()).samples;
    report(state, pairs / (NegativeSampler::kNegativesAPositive + 1), pairs);
}

/// Liked ratings that the first epoch of `plan` learns from, and pairs scored in it, a step.
std::pair<double, double> work_a_step(const TrainingPlan& plan) {
    const deep_learning::UserFeatureEncoder encoder(encoders(plan.preset));
    const std::vector<float> weights = reveal_weights(data().ratings_per_movie());
    HistoryBatchBuilder builder(data(), encoder, weights, RevealRecipe{});
    EpochOrder order(data().users().size(), static_cast<std::size_t>(plan.batch_size), plan.seed);
    double likes = 0;
    double pairs = 0;
    for (std::uint64_t step = 0; step < order.steps(); ++step) {
        domain::Random random = make_random(plan.seed, RandomStream::steps, step);
        const HistoryBatch& batch = builder.build(order.items_of(0, step), random);
        likes += static_cast<double>(batch.target_movie.size());
        pairs += static_cast<double>(batch.users * data().movies().size()) -
                 static_cast<double>(batch.revealed_movie.size());
    }
    return {likes / static_cast<double>(order.steps()), pairs / static_cast<double>(order.steps())};
}

void BM_DefaultPreset(benchmark::State& state) {
    use_threads(1);
    const TrainingPlan plan = plan_for(domain::ModelPreset::history);
    const auto [likes, pairs] = work_a_step(plan);
    const auto learner = make_history_learner(plan, data(), encoders(plan.preset));
    std::uint64_t step = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(learner->step(0, step++ % learner->steps_per_epoch()).loss);
    const auto steps = static_cast<double>(step);
    report(state, static_cast<std::uint64_t>(likes * steps),
           static_cast<std::uint64_t>(pairs * steps));
}

BENCHMARK(BM_EagerLoop)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_SeedPreset)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_DefaultPreset)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace neurec::infrastructure::training
