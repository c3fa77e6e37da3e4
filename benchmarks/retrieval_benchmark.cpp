#include <benchmark/benchmark.h>

#include <algorithm>
#include <limits>
#include <map>

#include "domain/random.hpp"
#include "infrastructure/retrieval/candidate_artefacts.hpp"
#include "infrastructure/retrieval/hnsw_index.hpp"

// HNSW against a flat scan over the same clustered unit vectors of 64 dimensions; arguments:
// vectors, k.
namespace neurec::infrastructure::retrieval {
namespace {

constexpr std::size_t kDimension = 64;

std::vector<float> clustered_vectors(std::size_t count) {
    constexpr std::size_t kClusters = 50;
    domain::Random random(11);
    std::vector<float> centres(kClusters * kDimension);
    for (float& value : centres)
        value = static_cast<float>(random.normal());
    std::vector<float> vectors(count * kDimension);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t cluster = random.below(kClusters);
        for (std::size_t k = 0; k < kDimension; ++k)
            vectors[i * kDimension + k] =
                centres[cluster * kDimension + k] + static_cast<float>(0.7 * random.normal());
    }
    normalise_rows(vectors, kDimension);
    return vectors;
}

struct Fixture {
    explicit Fixture(std::size_t count)
        : vectors(clustered_vectors(count + 100)),
          index(HnswIndex::build(std::span(vectors).first(count * kDimension), kDimension)) {}
    [[nodiscard]] std::span<const float> query(std::size_t i) const {
        return std::span(vectors).subspan((index.size() + i % 100) * kDimension, kDimension);
    }
    std::vector<float> vectors;
    HnswIndex index;
};

const Fixture& fixture_of(std::size_t count) {
    static std::map<std::size_t, Fixture> fixtures;
    return fixtures.try_emplace(count, count).first->second;
}

void BM_SearchHnsw(benchmark::State& state) {
    const Fixture& fixture = fixture_of(static_cast<std::size_t>(state.range(0)));
    std::vector<Neighbour> found;
    std::size_t i = 0;
    for (auto _ : state) {
        fixture.index.search(fixture.query(i++), static_cast<std::size_t>(state.range(1)), found);
        benchmark::DoNotOptimize(found.data());
    }
}

void BM_SearchFlat(benchmark::State& state) {
    const Fixture& fixture = fixture_of(static_cast<std::size_t>(state.range(0)));
    const auto k = static_cast<std::ptrdiff_t>(state.range(1));
    std::vector<Neighbour> found(fixture.index.size());
    std::size_t i = 0;
    for (auto _ : state) {
        const std::span<const float> query = fixture.query(i++);
        for (std::uint32_t id = 0; id < found.size(); ++id) {
            const float* const vector = &fixture.vectors[id * kDimension];
            float sums[8] = {};
            for (std::size_t d = 0; d < kDimension; d += 8)
                for (std::size_t lane = 0; lane < 8; ++lane) {
                    const float difference = query[d + lane] - vector[d + lane];
                    sums[lane] += difference * difference;
                }
            found[id] = {id, ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
                                 ((sums[4] + sums[5]) + (sums[6] + sums[7]))};
        }
        std::ranges::nth_element(found, found.begin() + k, {}, &Neighbour::distance);
        std::ranges::sort(found.begin(), found.begin() + k, {}, &Neighbour::distance);
        benchmark::DoNotOptimize(found.data());
    }
}

void BM_BuildHnsw(benchmark::State& state) {
    const std::vector<float> vectors = clustered_vectors(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(HnswIndex::build(vectors, kDimension).size());
}

BENCHMARK(BM_SearchHnsw)
    ->ArgsProduct({{1000, 4000, 6000, 20000}, {50}})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_SearchFlat)
    ->ArgsProduct({{1000, 4000, 6000, 20000}, {50}})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_BuildHnsw)->Arg(6000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace neurec::infrastructure::retrieval
