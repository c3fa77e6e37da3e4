#include "infrastructure/training/movie_content.hpp"

#include <vector>

namespace neurec::infrastructure::training {

BagArrays encode_content(std::span<const domain::Movie> movies,
                         const deep_learning::MovieFeatureEncoder& encoder) {
    BagArrays content;
    std::vector<deep_learning::Feature> features;
    for (const domain::Movie& movie : movies) {
        encoder.encode(movie, features);
        for (const deep_learning::Feature feature : features) {
            content.rows.push_back(feature.column);
            content.weights.push_back(feature.value);
        }
        content.offsets.push_back(static_cast<std::int64_t>(content.rows.size()));
    }
    return content;
}

void gather_bags(const BagArrays& bags, std::span<const std::int64_t> movies, BagArrays& out) {
    out.clear();
    for (const std::int64_t movie : movies) {
        const auto begin = bags.offsets[static_cast<std::size_t>(movie)];
        const auto end = bags.offsets[static_cast<std::size_t>(movie) + 1];
        out.rows.insert(out.rows.end(), bags.rows.begin() + begin, bags.rows.begin() + end);
        out.weights.insert(out.weights.end(), bags.weights.begin() + begin,
                           bags.weights.begin() + end);
        out.offsets.push_back(static_cast<std::int64_t>(out.rows.size()));
    }
}

}  // namespace neurec::infrastructure::training
