#include "infrastructure/training/softmax_sample.hpp"

#include <algorithm>

namespace neurec::infrastructure::training {

std::vector<std::int64_t> draw_by_share(std::span<const float> cumulative, std::size_t columns,
                                        std::size_t draws, domain::Random& random) {
    std::vector<std::int64_t> drawn;
    drawn.reserve(cumulative.size() / columns * draws);
    for (std::size_t begin = 0; begin < cumulative.size(); begin += columns) {
        const std::span<const float> row = cumulative.subspan(begin, columns);
        for (std::size_t stratum = 0; stratum < draws; ++stratum) {
            const double at =
                (static_cast<double>(stratum) + random.uniform()) / static_cast<double>(draws);
            const auto threshold = static_cast<float>(at * static_cast<double>(row.back()));
            const auto found = std::ranges::upper_bound(row, threshold) - row.begin();
            drawn.push_back(std::min(found, static_cast<std::ptrdiff_t>(columns) - 1));
        }
    }
    return drawn;
}

TargetSample draw_targets(const HistoryBatch& batch, const CatalogueSlice& slice,
                          std::size_t at_most, domain::Random& random) {
    TargetSample sample;
    std::vector<std::size_t> of_user;
    for (std::size_t begin = 0; begin < batch.target_user.size();) {
        std::size_t end = begin;
        while (end < batch.target_user.size() && batch.target_user[end] == batch.target_user[begin])
            ++end;
        of_user.clear();
        for (std::size_t i = begin; i < end; ++i)
            of_user.push_back(i);
        const std::size_t taken = std::min(at_most, of_user.size());
        for (std::size_t i = 0; i < taken; ++i) {
            std::swap(of_user[i], of_user[i + random.below(of_user.size() - i)]);
            sample.users.push_back(batch.target_user[of_user[i]]);
            sample.movies.push_back(slice.position_of(batch.target_movie[of_user[i]]));
            sample.weights.push_back(batch.target_weight[of_user[i]] *
                                     static_cast<float>(of_user.size()) /
                                     static_cast<float>(taken));
        }
        begin = end;
    }
    return sample;
}

}  // namespace neurec::infrastructure::training
