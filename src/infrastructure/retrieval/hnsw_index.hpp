#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace neurec::infrastructure::retrieval {

/// One vector that a search found.
struct Neighbour {
    std::uint32_t id = 0;  ///< position of the vector in what the index was built from
    float distance = 0;    ///< squared Euclidean distance to the query
    bool operator==(const Neighbour&) const = default;
};

/// Approximate nearest neighbours by Euclidean distance: a hierarchical navigable small world graph
/// (Malkov and Yashunin, 2018; hnswlib). Ids are positions. Immutable and thread-safe once built.
class HnswIndex {
  public:
    struct Options {
        std::size_t links = 16;           ///< M: links of a vector in each layer
        std::size_t build_breadth = 200;  ///< candidates looked at when a vector is linked
        std::size_t search_breadth =
            80;  ///< candidates a search keeps, at the least; more than k finds more
        std::uint64_t seed = 42;
    };

    /// An index of no vectors: every search finds nothing.
    HnswIndex();
    ~HnswIndex();
    HnswIndex(HnswIndex&&) noexcept;
    HnswIndex& operator=(HnswIndex&&) noexcept;

    /// Builds from `vectors` [n × dimension], row-major, in one thread: the same input gives the
    /// same index. O(n log n) distances; about 0.1 ms a vector of 64 dimensions.
    static HnswIndex build(std::span<const float> vectors, std::size_t dimension, Options options);
    static HnswIndex build(std::span<const float> vectors, std::size_t dimension);

    /// Reads what save() wrote. The whole structure is verified first: sizes, links, layers, finite
    /// values; a file that does not hold together, or one of another dimension or vector count, is
    /// Unavailable.
    static HnswIndex load(const std::filesystem::path& file, std::size_t dimension,
                          std::size_t vectors);
    /// Writes hnswlib's format. Not for an empty index. A failing disk is Unavailable.
    void save(const std::filesystem::path& file) const;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t dimension() const;
    /// The vector that was given at this position: [dimension].
    [[nodiscard]] std::span<const float> vector(std::uint32_t id) const;

    /// Replaces `out` by the (at most) k vectors nearest to `query` [dimension], nearest first,
    /// ties by id.
    void search(std::span<const float> query, std::size_t k, std::vector<Neighbour>& out) const;

  private:
    struct Graph;
    explicit HnswIndex(std::unique_ptr<Graph> graph);

    std::unique_ptr<Graph> graph_;
};

}  // namespace neurec::infrastructure::retrieval
