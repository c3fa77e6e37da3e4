#include "infrastructure/retrieval/hnsw_index.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "domain/errors.hpp"
#include "domain/random.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::retrieval {
namespace {

std::vector<float> noise(std::size_t count, std::size_t dimension, std::uint64_t seed) {
    domain::Random random(seed);
    std::vector<float> vectors(count * dimension);
    for (float& value : vectors)
        value = static_cast<float>(random.normal());
    return vectors;
}

RC_GTEST_PROP(HnswIndex, FindsEveryVectorAsItsOwnNearest, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 300);
    const auto dimension = *rc::gen::inRange<std::size_t>(1, 20);
    const std::vector<float> vectors =
        noise(count, dimension, *rc::gen::arbitrary<std::uint64_t>());
    const HnswIndex index = HnswIndex::build(vectors, dimension);
    const auto id = *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(count));
    std::vector<Neighbour> found;

    index.search(index.vector(id), count, found);

    RC_ASSERT(!found.empty());
    RC_ASSERT(found.front().distance == 0.0F);
    RC_ASSERT(std::ranges::is_sorted(found, {}, &Neighbour::distance));
    RC_ASSERT(std::ranges::all_of(
        found, [&](const Neighbour& neighbour) { return neighbour.id < count; }));
}

/// An index with several layers, every byte of whose file is flipped: it is refused, or it is
/// searched without leaving its arrays (the address sanitizer watches).
TEST(HnswIndexFile, WithAnyByteFlippedIsRefusedOrSearchedSafely) {
    constexpr std::size_t kVectors = 60;
    constexpr std::size_t kDimension = 4;
    const tests::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "index";
    const std::vector<float> vectors = noise(kVectors, kDimension, 5);
    HnswIndex::build(vectors, kDimension).save(file);
    std::ifstream in(file, std::ios::binary);
    const std::string sound(std::istreambuf_iterator<char>(in), {});
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    std::vector<Neighbour> found;
    std::size_t refused = 0;

    for (std::size_t i = 0; i < sound.size(); ++i) {
        const auto put = [&](char value) {
            stream.seekp(static_cast<std::streamoff>(i));
            stream.put(value).flush();
        };
        put(static_cast<char>(sound[i] ^ (1 << (i % 8))));
        try {
            HnswIndex::load(file, kDimension, kVectors)
                .search(std::span(vectors).first(kDimension), 10, found);
            ASSERT_LE(found.size(), 10U);
        } catch (const domain::Unavailable&) {
            ++refused;
        }
        put(sound[i]);
    }

    // At least the header (96 bytes), the labels (8 a vector) and the numbers of links (4 a
    // vector).
    EXPECT_GT(refused, 96 + kVectors * 11);
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
