#include "infrastructure/retrieval/hnsw_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "domain/errors.hpp"
#include "domain/random.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::retrieval {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Vectors around `clusters` centres: what embeddings look like, and harder for graphs than uniform
/// noise.
std::vector<float> clustered(std::size_t count, std::size_t dimension, std::size_t clusters,
                             std::uint64_t seed) {
    domain::Random random(seed);
    std::vector<float> centres(clusters * dimension);
    for (float& value : centres)
        value = static_cast<float>(random.normal());
    std::vector<float> vectors;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t centre = random.below(clusters) * dimension;
        for (std::size_t k = 0; k < dimension; ++k)
            vectors.push_back(centres[centre + k] + static_cast<float>(0.5 * random.normal()));
    }
    return vectors;
}

std::vector<std::uint32_t> exact_neighbours(std::span<const float> vectors,
                                            std::span<const float> query, std::size_t k) {
    std::vector<std::pair<double, std::uint32_t>> distances;
    for (std::uint32_t id = 0; id * query.size() < vectors.size(); ++id) {
        double distance = 0;
        for (std::size_t d = 0; d < query.size(); ++d) {
            const double difference = double{vectors[id * query.size() + d]} - query[d];
            distance += difference * difference;
        }
        distances.emplace_back(distance, id);
    }
    std::ranges::sort(distances);
    std::vector<std::uint32_t> ids;
    ids.reserve(k);
    for (std::size_t i = 0; i < k; ++i)
        ids.push_back(distances[i].second);
    return ids;
}

std::vector<Neighbour> search(const HnswIndex& index, std::span<const float> query, std::size_t k) {
    std::vector<Neighbour> found;
    index.search(query, k, found);
    return found;
}

const std::vector<float> kOnALine = {0, 0, 10, 0, 3, 0, 7, 0};

TEST(HnswIndex, FindsTheNearestFirstWithSquaredDistances) {
    const HnswIndex index = HnswIndex::build(kOnALine, 2);

    EXPECT_EQ(index.size(), 4U);
    EXPECT_EQ(index.dimension(), 2U);
    EXPECT_THAT(search(index, std::vector<float>{2, 0}, 3),
                ElementsAre(Neighbour{2, 1.0F}, Neighbour{0, 4.0F}, Neighbour{3, 25.0F}));
    EXPECT_THAT(index.vector(3), ElementsAre(7.0F, 0.0F));
}

TEST(HnswIndex, FindsAllThereAreWhenMoreAreAskedFor) {
    const HnswIndex index = HnswIndex::build(kOnALine, 2);

    EXPECT_EQ(search(index, std::vector<float>{0, 0}, 100).size(), 4U);
    EXPECT_THAT(search(index, std::vector<float>{0, 0}, 0), IsEmpty());
}

TEST(HnswIndex, OfNothingFindsNothing) {
    const HnswIndex index = HnswIndex::build({}, 2);

    EXPECT_EQ(index.size(), 0U);
    EXPECT_THAT(search(index, std::vector<float>{0, 0}, 5), IsEmpty());
}

TEST(HnswIndex, RecallsNineOfTenOfTheExactHundredNearest) {
    constexpr std::size_t kDimension = 64;
    constexpr std::size_t kNearest = 100;
    const std::vector<float> all = clustered(3050, kDimension, 30, 1);
    const std::span<const float> indexed = std::span(all).first(3000 * kDimension);
    const HnswIndex index = HnswIndex::build(indexed, kDimension);

    std::size_t recalled = 0;
    for (std::size_t q = 3000; q < 3050; ++q) {
        const std::span<const float> query = std::span(all).subspan(q * kDimension, kDimension);
        const auto exact = exact_neighbours(indexed, query, kNearest);
        const std::set<std::uint32_t> expected(exact.begin(), exact.end());
        for (const Neighbour& neighbour : search(index, query, kNearest))
            recalled += expected.count(neighbour.id);
    }

    EXPECT_GE(static_cast<double>(recalled) / (50 * kNearest), 0.9);
}

TEST(HnswIndex, IsTheSameForTheSameVectorsAndSeed) {
    const tests::TemporaryFolder folder;
    const std::vector<float> vectors = clustered(500, 16, 5, 2);
    const auto file_of = [&](const char* name, HnswIndex::Options options) {
        HnswIndex::build(vectors, 16, options).save(folder.path() / name);
        std::ifstream in(folder.path() / name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };

    EXPECT_EQ(file_of("a", {}), file_of("b", {}));
    EXPECT_NE(file_of("a2", {}), file_of("c", {.seed = 43}));
}

TEST(HnswIndex, FindsTheSameAfterItWasSavedAndLoaded) {
    const tests::TemporaryFolder folder;
    const std::vector<float> vectors = clustered(700, 16, 5, 3);
    const HnswIndex built = HnswIndex::build(vectors, 16);
    built.save(folder.path() / "index");

    const HnswIndex loaded = HnswIndex::load(folder.path() / "index", 16, 700);

    for (std::size_t q = 0; q < 20; ++q) {
        const std::span<const float> query = std::span(vectors).subspan(q * 16, 16);
        EXPECT_EQ(search(loaded, query, 30), search(built, query, 30));
    }
}

TEST(HnswIndex, RefusesAFileOfOtherVectors) {
    const tests::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "index";
    HnswIndex::build(clustered(50, 16, 5, 3), 16).save(file);

    EXPECT_THROW(HnswIndex::load(file, 32, 50), domain::Unavailable);
    EXPECT_THROW(HnswIndex::load(file, 16, 51), domain::Unavailable);
    EXPECT_THROW(HnswIndex::load(folder.path() / "missing", 16, 50), domain::Unavailable);
    EXPECT_THROW(HnswIndex::load(folder.write("empty", ""), 16, 50), domain::Unavailable);
}

TEST(HnswIndex, SaysThatItCannotBeSaved) {
    const tests::TemporaryFolder folder;

    EXPECT_THROW(HnswIndex::build(kOnALine, 2).save(folder.path() / "missing" / "index"),
                 domain::Unavailable);
}

TEST(HnswIndex, FindsTheSameFromManyThreads) {
    const std::vector<float> vectors = clustered(1000, 16, 5, 4);
    const HnswIndex index = HnswIndex::build(vectors, 16);
    const std::vector<Neighbour> expected = search(index, std::span(vectors).first(16), 20);
    std::vector<int> agreements(4, 0);

    {
        std::vector<std::jthread> threads;
        threads.reserve(agreements.size());
        for (int& agreed : agreements)
            threads.emplace_back([&] {
                for (int round = 0; round < 100; ++round)
                    agreed += search(index, std::span(vectors).first(16), 20) == expected;
            });
    }

    EXPECT_THAT(agreements, ElementsAre(100, 100, 100, 100));
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
