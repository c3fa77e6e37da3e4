#include "infrastructure/retrieval/hnsw_index.hpp"

// hnswlib 0.6.2 defines functions in its headers that are not inline: this is the only unit that
// includes it. With its own vectorisation it also prefetches by reading one link past the end of a
// full list; so it does without, and the distance is ours.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cassert>
#include <fstream>
#include <mutex>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/retrieval/hnsw_file_check.hpp"
#include "infrastructure/retrieval/huge_pages.hpp"

#ifdef __SANITIZE_THREAD__
// hnswlib locks the lists of two vectors in either order; that could lock up builders in several
// threads, but we build in one, and searching locks none of them. A suppression by name does not
// hold here, since the report comes without names.
extern "C" const char*
__tsan_default_options();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __tsan_default_options() {  // NOLINT(bugprone-reserved-identifier)
    return "detect_deadlocks=0";
}
#endif

namespace neurec::infrastructure::retrieval {

namespace {

/// Four floats from anywhere in memory.
// NOLINTNEXTLINE(modernize-use-using): the attributes belong to a typedef
typedef float Floats __attribute__((vector_size(16), may_alias, aligned(4)));

/// Squared Euclidean distance, as hnswlib calls it: two vectors and a pointer to their dimension.
float squared_distance(const void* a, const void* b, const void* dimension) {
    const auto* const x = static_cast<const float*>(a);
    const auto* const y = static_cast<const float*>(b);
    const std::size_t count = *static_cast<const std::size_t*>(dimension);
    Floats sums[4] = {};
    std::size_t i = 0;
    for (; i + 16 <= count; i += 16)
#pragma GCC unroll 4
        for (std::size_t v = 0; v < 4; ++v) {
            const Floats difference = *reinterpret_cast<const Floats*>(x + i + 4 * v) -
                                      *reinterpret_cast<const Floats*>(y + i + 4 * v);
            sums[v] += difference * difference;
        }
    const Floats sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    float total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    for (; i < count; ++i)
        total += (x[i] - y[i]) * (x[i] - y[i]);
    return total;
}

class EuclideanSpace : public hnswlib::SpaceInterface<float> {
  public:
    explicit EuclideanSpace(std::size_t dimension) : dimension_(dimension) {}
    std::size_t get_data_size() override { return dimension_ * sizeof(float); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return squared_distance; }
    void* get_dist_func_param() override { return &dimension_; }

  private:
    std::size_t dimension_;
};

std::vector<std::byte> read_whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    const std::streamoff size = in ? static_cast<std::streamoff>(in.tellg()) : -1;
    if (size < 0) throw domain::Unavailable("Cannot open the index " + file.string() + ".");
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    in.seekg(0);
    if (!in.read(reinterpret_cast<char*>(bytes.data()), size))
        throw domain::Unavailable("Cannot read the index " + file.string() + ".");
    return bytes;
}

void require_sound(const std::filesystem::path& file, std::size_t dimension, std::size_t vectors) {
    if (const auto fault = find_fault_in_hnsw_file(read_whole(file), dimension, vectors))
        throw domain::Unavailable("The index " + file.string() + " is damaged: " + *fault +
                                  ". Activate another model or train anew.");
}

}  // namespace

struct HnswIndex::Graph {
    Graph(std::size_t vector_dimension, std::size_t count, const Options& options)
        : dimension(vector_dimension),
          space(vector_dimension),
          graph(&space, count, options.links, options.build_breadth, options.seed) {
        graph.setEf(options.search_breadth);
    }
    Graph(std::size_t vector_dimension, const std::filesystem::path& file, const Options& options)
        : dimension(vector_dimension), space(vector_dimension), graph(&space, file.string()) {
        graph.setEf(options.search_breadth);
        seal();
        move_to_huge_pages(graph.data_level0_memory_,
                           graph.cur_element_count * graph.size_data_per_element_);
    }

    /// Frees the lock and the hash node that hnswlib has for each vector, some 90 bytes: adding
    /// vectors needs them, searching and saving do not.
    void seal() {
        std::vector<std::mutex>().swap(graph.link_list_locks_);
        std::unordered_map<hnswlib::labeltype, hnswlib::tableint>().swap(graph.label_lookup_);
    }

    std::size_t dimension;
    EuclideanSpace space;
    hnswlib::HierarchicalNSW<float> graph;
};

HnswIndex::HnswIndex() = default;
HnswIndex::HnswIndex(std::unique_ptr<Graph> graph) : graph_(std::move(graph)) {}
HnswIndex::~HnswIndex() = default;
HnswIndex::HnswIndex(HnswIndex&&) noexcept = default;
HnswIndex& HnswIndex::operator=(HnswIndex&&) noexcept = default;

HnswIndex HnswIndex::build(std::span<const float> vectors, std::size_t dimension) {
    return build(vectors, dimension, Options());
}

HnswIndex HnswIndex::build(std::span<const float> vectors, std::size_t dimension, Options options) {
    assert(dimension > 0 && vectors.size() % dimension == 0);
    if (vectors.empty()) return {};
    const std::size_t count = vectors.size() / dimension;
    try {
        auto graph = std::make_unique<Graph>(dimension, count, options);
        for (std::size_t i = 0; i < count; ++i)
            graph->graph.addPoint(&vectors[i * dimension], i);
        graph->seal();
        return HnswIndex(std::move(graph));
    } catch (const std::runtime_error& error) {
        throw domain::Unavailable("Cannot build an index of " + std::to_string(count) +
                                  " vectors: " + error.what() + ".");
    }
}

HnswIndex HnswIndex::load(const std::filesystem::path& file, std::size_t dimension,
                          std::size_t vectors) {
    if (vectors == 0) return {};
    require_sound(file, dimension, vectors);
    try {
        return HnswIndex(std::make_unique<Graph>(dimension, file, Options()));
    } catch (const std::runtime_error& error) {
        throw domain::Unavailable("Cannot load the index " + file.string() + ": " + error.what() +
                                  ".");
    }
}

void HnswIndex::save(const std::filesystem::path& file) const {
    assert(graph_);
    graph_->graph.saveIndex(file.string());
    // saveIndex() says nothing of a full disk; what it wrote does.
    if (const auto fault = find_fault_in_hnsw_file(read_whole(file), dimension(), size()))
        throw domain::Unavailable("Cannot write the index " + file.string() + ": " + *fault +
                                  ". Check the free space and the permissions of that folder.");
}

std::size_t HnswIndex::size() const {
    return graph_ ? std::size_t{graph_->graph.cur_element_count} : 0;
}

std::size_t HnswIndex::dimension() const {
    return graph_ ? graph_->dimension : 0;
}

std::span<const float> HnswIndex::vector(std::uint32_t id) const {
    assert(id < size());
    const char* const data = graph_->graph.getDataByInternalId(id);
    return {reinterpret_cast<const float*>(data), dimension()};
}

void HnswIndex::search(std::span<const float> query, std::size_t k,
                       std::vector<Neighbour>& out) const {
    out.clear();
    if (!graph_ || k == 0) return;
    assert(query.size() == dimension());
    auto found = graph_->graph.searchKnn(query.data(), std::min(k, size()));
    for (; !found.empty(); found.pop())
        out.push_back({static_cast<std::uint32_t>(found.top().second), found.top().first});
    std::ranges::sort(out, [](const Neighbour& a, const Neighbour& b) {
        return std::tie(a.distance, a.id) < std::tie(b.distance, b.id);
    });
}

}  // namespace neurec::infrastructure::retrieval
