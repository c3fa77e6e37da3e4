#include <benchmark/benchmark.h>
#include <cblas.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <string>

#include "domain/random.hpp"
#include "infrastructure/deep_learning/neural_ranking_model.hpp"
#include "infrastructure/deep_learning/scoring_kernels.hpp"
#include "support/networks.hpp"

// MovieLens 1M's size: 3,883 movies, a user with 165 ratings, 750 item-item coefficients a movie.
// Arguments: an InstructionSet, by its number.
namespace neurec::infrastructure::deep_learning {
namespace {

constexpr std::size_t kMovies = 3883;
constexpr std::size_t kRatings = 165;
constexpr std::uint32_t kItemItemKept = 750;
/// The paths of the default preset.
constexpr tests::NetworkParts kServed = {.fusion_head = false};
constexpr tests::NetworkWidths kServedWidths = {.tower = 128, .user = 256};

std::vector<domain::Movie> catalogue() {
    return tests::made_movies(kMovies);
}

domain::UserProfile profile() {
    domain::UserProfile profile = {
        .demographics = {.age = 30, .gender = domain::Gender::female, .occupation = 3},
        .ratings = {}};
    for (std::size_t i = 0; i < kRatings; ++i)
        profile.ratings.push_back({domain::MovieId{static_cast<std::int64_t>(10 * (1 + i * 23))},
                                   i % 5 < 3 ? 4.0F : 2.0F});
    return profile;
}

/// Multiplications and additions of the fusion head above its first layer and of the first layer's
/// sum, a movie.
constexpr double kFusionOperations =
    kFusionWidth + 2.0 * kFusionWidth * kFusionInner + 2.0 * kFusionInner;
constexpr double kDotOperations = 2.0 * kServedWidths.tower;

/// As many coefficients as training keeps, of random movies.
ItemItemPath full_item_item_path() {
    domain::Random random(2);
    ItemItemPath path{
        .begin = {0}, .movie = {}, .coefficient = {}, .weight = 60, .half_history = 60};
    std::vector<std::uint32_t> others(kMovies);
    std::iota(others.begin(), others.end(), 0U);
    for (std::size_t movie = 0; movie < kMovies; ++movie) {
        random.shuffle(std::span(others));
        path.movie.insert(path.movie.end(), others.begin(), others.begin() + kItemItemKept);
        std::sort(path.movie.end() - kItemItemKept, path.movie.end());
        path.coefficient.insert(path.coefficient.end(), kItemItemKept, 0.01F);
        path.begin.push_back(static_cast<std::uint32_t>(path.movie.size()));
    }
    return path;
}

ModelWeights weights_with(const tests::NetworkParts& parts) {
    ModelWeights weights =
        tests::RandomNetwork(catalogue(), tests::small_encoders(), 1, parts, kServedWidths)
            .weights();
    if (parts.item_item_path) weights.item_item_path = full_item_item_path();
    return weights;
}

NeuralRankingModel model_with(const tests::NetworkParts& parts, InstructionSet set) {
    return {"benchmark", weights_with(parts), tests::small_encoders(), catalogue(), set};
}

void count_operations(benchmark::State& state, double movies, double operations) {
    state.counters["FLOP"] =
        benchmark::Counter(movies * operations, benchmark::Counter::kIsIterationInvariantRate);
    state.SetLabel(std::string(name_of(static_cast<InstructionSet>(state.range(0)))));
}

bool lacks(benchmark::State& state) {
    const auto available = available_instruction_sets();
    const auto set = static_cast<InstructionSet>(state.range(0));
    if (std::ranges::find(available, set) != available.end()) return false;
    state.SkipWithError("this processor lacks the instruction set");
    return true;
}

void score_all(benchmark::State& state, const tests::NetworkParts& parts, double operations) {
    if (lacks(state)) return;
    const NeuralRankingModel model = model_with(parts, static_cast<InstructionSet>(state.range(0)));
    const domain::EncodedUser user = model.encode(profile());
    std::vector<float> scores(kMovies);
    for (auto _ : state) {
        model.score_all(user, scores);
        benchmark::DoNotOptimize(scores.data());
        benchmark::ClobberMemory();
    }
    count_operations(state, kMovies, operations);
}

void BM_ScoreAllAsServed(benchmark::State& state) {
    score_all(state, kServed, kDotOperations);
}

void BM_ScoreAllWithoutItemItem(benchmark::State& state) {
    tests::NetworkParts parts = kServed;
    parts.item_item_path = false;
    score_all(state, parts, kDotOperations);
}

void BM_ScoreAllWithFusionHead(benchmark::State& state) {
    score_all(state, {}, kFusionOperations + kDotOperations);
}

void BM_ScoreAllByFusionHeadAlone(benchmark::State& state) {
    const tests::NetworkParts parts = {.bags = true,
                                       .movie_vector = true,
                                       .fusion_head = true,
                                       .dot_path = false,
                                       .demographic_path = false,
                                       .item_item_path = false};
    score_all(state, parts, kFusionOperations);
}

void BM_ScoreAllByDotPathAlone(benchmark::State& state) {
    const tests::NetworkParts parts = {.bags = true,
                                       .movie_vector = true,
                                       .fusion_head = false,
                                       .dot_path = true,
                                       .demographic_path = false,
                                       .item_item_path = false};
    score_all(state, parts, kDotOperations);
}

void BM_ScoreCandidates(benchmark::State& state) {
    if (lacks(state)) return;
    const NeuralRankingModel model =
        model_with(kServed, static_cast<InstructionSet>(state.range(0)));
    const domain::EncodedUser user = model.encode(profile());
    domain::Random random(3);
    std::vector<domain::MovieIndex> candidates(static_cast<std::size_t>(state.range(1)));
    for (domain::MovieIndex& candidate : candidates)
        candidate = static_cast<domain::MovieIndex>(random.below(kMovies));
    std::vector<float> scores(candidates.size());
    for (auto _ : state) {
        model.score(user, candidates, scores);
        benchmark::DoNotOptimize(scores.data());
        benchmark::ClobberMemory();
    }
    count_operations(state, static_cast<double>(candidates.size()), kDotOperations);
}

void BM_EncodeUser(benchmark::State& state) {
    if (lacks(state)) return;
    const NeuralRankingModel model =
        model_with(kServed, static_cast<InstructionSet>(state.range(0)));
    const domain::UserProfile user = profile();
    for (auto _ : state)
        benchmark::DoNotOptimize(model.encode(user));
    state.SetLabel(std::string(name_of(static_cast<InstructionSet>(state.range(0)))));
}

void BM_BuildEngine(benchmark::State& state) {
    if (lacks(state)) return;
    const auto movies = catalogue();
    const ModelWeights weights = weights_with(kServed);
    for (auto _ : state) {
        const NeuralRankingModel model("benchmark", weights, tests::small_encoders(), movies,
                                       static_cast<InstructionSet>(state.range(0)));
        benchmark::DoNotOptimize(&model);
    }
    state.SetLabel(std::string(name_of(static_cast<InstructionSet>(state.range(0)))));
}

/// What this machine's general matrix product reaches on one core: the measure of the kernels'
/// GFLOP/s.
void BM_PeakGemm(benchmark::State& state) {
    constexpr int kSize = 1024;
    openblas_set_num_threads(1);
    const std::vector<float> a(std::size_t{kSize} * kSize, 0.5F);
    const std::vector<float> b(std::size_t{kSize} * kSize, 0.25F);
    std::vector<float> c(std::size_t{kSize} * kSize);
    for (auto _ : state) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, kSize, kSize, kSize, 1.0F, a.data(),
                    kSize, b.data(), kSize, 0.0F, c.data(), kSize);
        benchmark::DoNotOptimize(c.data());
    }
    state.counters["FLOP"] = benchmark::Counter(2.0 * kSize * kSize * kSize,
                                                benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(BM_PeakGemm)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ScoreAllAsServed)->DenseRange(0, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ScoreAllWithoutItemItem)->DenseRange(1, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ScoreAllWithFusionHead)->DenseRange(1, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ScoreAllByFusionHeadAlone)->DenseRange(1, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ScoreAllByDotPathAlone)->DenseRange(1, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_ScoreCandidates)->ArgsProduct({{1, 2, 3}, {100, 500}})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_EncodeUser)->DenseRange(1, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_BuildEngine)->DenseRange(1, 3)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
