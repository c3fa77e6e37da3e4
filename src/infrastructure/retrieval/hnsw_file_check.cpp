#include "infrastructure/retrieval/hnsw_file_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <vector>

namespace neurec::infrastructure::retrieval {

namespace {

constexpr std::uint64_t kLinkBytes = 4;
constexpr std::uint64_t kLabelBytes = 8;
constexpr std::uint64_t kMostLinks = 1024;
constexpr int kMostLayers = 64;

struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void require(bool holds, const char* problem) {
    if (!holds) throw Fault(problem);
}

/// Reads values one after the other and never past the end.
class Cursor {
  public:
    explicit Cursor(std::span<const std::byte> bytes) : bytes_(bytes) {}
    template <class T>
    T next() {
        T value;
        std::memcpy(&value, skip(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::span<const std::byte> skip(std::uint64_t count) {
        require(count <= bytes_.size(), "it ends too early");
        const auto skipped = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return skipped;
    }
    [[nodiscard]] bool at_end() const { return bytes_.empty(); }

  private:
    std::span<const std::byte> bytes_;
};

struct Header {
    std::uint64_t level0_offset, capacity, count, element_bytes, label_offset, data_offset;
    std::int32_t top_layer;
    std::uint32_t entry;
    std::uint64_t links, links0, m;
    double level_scale;
    std::uint64_t build_breadth;
};

Header read_header(Cursor& cursor) {
    Header header{};
    header.level0_offset = cursor.next<std::uint64_t>();
    header.capacity = cursor.next<std::uint64_t>();
    header.count = cursor.next<std::uint64_t>();
    header.element_bytes = cursor.next<std::uint64_t>();
    header.label_offset = cursor.next<std::uint64_t>();
    header.data_offset = cursor.next<std::uint64_t>();
    header.top_layer = cursor.next<std::int32_t>();
    header.entry = cursor.next<std::uint32_t>();
    header.links = cursor.next<std::uint64_t>();
    header.links0 = cursor.next<std::uint64_t>();
    header.m = cursor.next<std::uint64_t>();
    header.level_scale = cursor.next<double>();
    header.build_breadth = cursor.next<std::uint64_t>();
    return header;
}

void check_header(const Header& header, std::uint64_t dimension, std::uint64_t vectors) {
    require(vectors > 0 && vectors < std::numeric_limits<std::uint32_t>::max(),
            "it cannot hold so many vectors");
    require(dimension > 0 && dimension <= 65536, "vectors cannot have so many dimensions");
    require(header.count == vectors && header.capacity == vectors,
            "it holds another number of vectors");
    require(header.m >= 2 && header.m <= kMostLinks && header.links == header.m &&
                header.links0 == 2 * header.m,
            "its numbers of links are impossible");
    const std::uint64_t data_offset = kLinkBytes * (header.links0 + 1);
    const std::uint64_t label_offset = data_offset + dimension * sizeof(float);
    require(header.level0_offset == 0 && header.data_offset == data_offset &&
                header.label_offset == label_offset &&
                header.element_bytes == label_offset + kLabelBytes,
            "its layout is not that of vectors of this dimension");
    require(header.top_layer >= 0 && header.top_layer <= kMostLayers && header.entry < header.count,
            "its entry point is impossible");
    const double scale = 1.0 / std::log(static_cast<double>(header.m));
    require(std::abs(header.level_scale - scale) < 1e-9 && header.build_breadth <= 1'000'000,
            "its parameters are impossible");
}

/// Calls `visit(neighbour)` for each link of a list that holds at most `most`.
template <class Visit>
void for_each_link(std::span<const std::byte> list, std::uint64_t most, Visit visit) {
    Cursor cursor(list);
    const auto count = cursor.next<std::uint32_t>();
    require(count <= most, "a vector has too many links");
    for (std::uint32_t i = 0; i < count; ++i)
        visit(cursor.next<std::uint32_t>());
}

void check_base_layer(std::span<const std::byte> layer, const Header& header,
                      std::uint64_t dimension) {
    for (std::uint64_t i = 0; i < header.count; ++i) {
        const auto element = layer.subspan(i * header.element_bytes, header.element_bytes);
        for_each_link(element.first(header.data_offset), header.links0,
                      [&](std::uint32_t neighbour) {
                          require(neighbour < header.count, "a link leads nowhere");
                      });
        Cursor rest(element.subspan(header.data_offset));
        for (std::uint64_t d = 0; d < dimension; ++d)
            require(std::isfinite(rest.next<float>()),
                    "a vector has values that are not finite numbers");
        require(rest.next<std::uint64_t>() == i, "its labels are not the vectors' positions");
    }
}

void check_upper_layers(Cursor& cursor, const Header& header) {
    const std::uint64_t list_bytes = kLinkBytes * (header.links + 1);
    std::vector<std::span<const std::byte>> lists(header.count);
    for (auto& list : lists) {
        const auto bytes = cursor.next<std::uint32_t>();
        require(bytes % list_bytes == 0 &&
                    bytes / list_bytes <= static_cast<std::uint64_t>(header.top_layer),
                "a vector is in impossible layers");
        list = cursor.skip(bytes);
    }
    require(cursor.at_end(), "it goes on after its end");
    require(lists[header.entry].size() == list_bytes * static_cast<std::uint64_t>(header.top_layer),
            "its entry point is not in the top layer");
    for (const auto& list : lists)
        for (std::uint64_t below = 0; below < list.size(); below += list_bytes)
            for_each_link(list.subspan(below, list_bytes), header.links,
                          [&](std::uint32_t neighbour) {
                              require(neighbour < header.count && lists[neighbour].size() > below,
                                      "a link leads nowhere");
                          });
}

}  // namespace

std::optional<std::string> find_fault_in_hnsw_file(std::span<const std::byte> bytes,
                                                   std::size_t dimension, std::size_t vectors) {
    try {
        Cursor cursor(bytes);
        const Header header = read_header(cursor);
        check_header(header, dimension, vectors);
        require(bytes.size() / header.element_bytes >= header.count, "it ends too early");
        check_base_layer(cursor.skip(header.count * header.element_bytes), header, dimension);
        check_upper_layers(cursor, header);
    } catch (const Fault& fault) {
        return fault.what();
    }
    return std::nullopt;
}

}  // namespace neurec::infrastructure::retrieval
