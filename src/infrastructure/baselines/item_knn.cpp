#include "infrastructure/baselines/item_knn.hpp"

#include <algorithm>
#include <cmath>

namespace neurec::infrastructure::baselines {

namespace {

/// Counts, for one movie after the other, the users that it shares with every other.
class SharedChoosers {
  public:
    explicit SharedChoosers(const ChoiceMatrix& choices)
        : choices_(choices), shared_(choices.movies()) {}

    /// Movies that share a user with `movie`, ascending, without itself.
    std::span<const domain::MovieIndex> count(domain::MovieIndex movie) {
        for (const domain::MovieIndex other : touched_)
            shared_[other] = 0;
        touched_.clear();
        for (const domain::UserIndex user : choices_.choosers_of(movie))
            for (const domain::MovieIndex other : choices_.chosen_by(user))
                if (other != movie && shared_[other]++ == 0) touched_.push_back(other);
        std::ranges::sort(touched_);
        return touched_;
    }
    [[nodiscard]] std::uint32_t with(domain::MovieIndex other) const { return shared_[other]; }

  private:
    const ChoiceMatrix& choices_;
    std::vector<std::uint32_t> shared_;
    std::vector<domain::MovieIndex> touched_;
};

}  // namespace

ItemKnn::ItemKnn(const domain::Dataset& training, domain::Positives positives, double shrinkage,
                 std::size_t neighbours)
    : profile_choices_(training, positives) {
    const ChoiceMatrix choices(training, positives);
    SharedChoosers shared(choices);
    std::vector<std::vector<Link>> having(choices.movies());
    std::vector<Link> nearest;
    for (domain::MovieIndex movie = 0; movie < choices.movies(); ++movie) {
        nearest.clear();
        const auto own = static_cast<double>(choices.choosers_of(movie).size());
        for (const domain::MovieIndex other : shared.count(movie)) {
            const auto theirs = static_cast<double>(choices.choosers_of(other).size());
            nearest.push_back({other, static_cast<float>(shared.with(other) /
                                                         (std::sqrt(own * theirs) + shrinkage))});
        }
        const auto kept = std::min(neighbours, nearest.size());
        const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(kept);
        std::partial_sort(nearest.begin(), middle, nearest.end(), [](const Link& a, const Link& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity : a.movie < b.movie;
        });
        for (auto link = nearest.begin(); link != middle; ++link)
            having[link->movie].push_back({movie, link->similarity});
    }
    offsets_.push_back(0);
    for (const auto& links : having) {
        links_.insert(links_.end(), links.begin(), links.end());
        offsets_.push_back(links_.size());
    }
}

void ItemKnn::score(const domain::UserProfile& profile, std::span<float> out) const {
    std::ranges::fill(out, 0.0F);
    profile_choices_.for_each(profile, [&](domain::MovieIndex chosen) {
        for (std::size_t i = offsets_[chosen]; i < offsets_[chosen + 1]; ++i)
            out[links_[i].movie] += links_[i].similarity;
    });
}

}  // namespace neurec::infrastructure::baselines
