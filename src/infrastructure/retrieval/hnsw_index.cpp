#include "infrastructure/retrieval/hnsw_index.hpp"

// hnswlib 0.6.2 defines functions in its headers that are not inline: this is the only unit that
// includes it.
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cassert>
#include <fstream>
#include <tuple>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/retrieval/hnsw_file_check.hpp"

namespace neurec::infrastructure::retrieval {

namespace {

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
    }

    std::size_t dimension;
    hnswlib::L2Space space;
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
    require_sound(file, dimension(), size());
}

std::size_t HnswIndex::size() const {
    return graph_ ? graph_->graph.cur_element_count : 0;
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
