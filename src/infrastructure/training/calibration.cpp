#include "infrastructure/training/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace neurec::infrastructure::training {

namespace {

constexpr std::size_t kMostPairs = 10'000'000;
/// Of all likes, those in a bin and in the bins above it.
constexpr std::array kLikesDownTo = {0.01, 0.03, 0.07, 0.14, 0.28, 0.52, 0.8, 1.0};
constexpr std::size_t kBends = kLikesDownTo.size() - 2;
constexpr double kFewestLikes = 20;  ///< in a bin
/// How many pairs a pair of somebody's ten best counts for: what people see is to be true. At the
/// same score, a movie is liked more often where it leads the list than where a hundred others
/// stand before it, and these are many: where both occur, the ten best decide most of it.
constexpr double kTopTenWeight = 500;
constexpr std::size_t kTopTen = 10;
/// No curve is flatter than this, so that different scores stay different.
constexpr double kLeastSlope = 0.05;
constexpr int kNewtonSteps = 50;

struct Pairs {
    std::vector<float> logits;
    std::vector<std::uint8_t> liked;
    std::vector<std::uint8_t> in_top_ten;
    /// Where the pairs of each number of revealed ratings begin, and the end.
    std::array<std::size_t, kRevealedCounts.size() + 1> begin{};
};

float logit_behind(float score) {
    const double probability = std::clamp(static_cast<double>(score), 1e-30, 1 - 1e-7);
    const double scaled = std::log(probability) - std::log1p(-probability);
    return static_cast<float>((scaled - kUncalibrated.offset) / kUncalibrated.scale);
}

/// Says of the pairs that one case has just added which are its ten best.
void mark_top_ten(Pairs& pairs) {
    const std::size_t first = pairs.in_top_ten.size();
    std::vector<std::size_t> order(pairs.logits.size() - first);
    std::iota(order.begin(), order.end(), first);
    const std::size_t count = std::min(kTopTen, order.size());
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count),
                              std::ranges::greater{},
                              [&](std::size_t pair) { return pairs.logits[pair]; });
    pairs.in_top_ten.resize(pairs.logits.size(), 0);
    for (const std::size_t pair : std::span(order).first(count))
        pairs.in_top_ten[pair] = 1;
}

Pairs collect_pairs(const domain::RankingModel& model, const Validation& validation) {
    Pairs pairs;
    const std::size_t movies = model.movies().size();
    const std::size_t affordable =
        std::max<std::size_t>(1, kMostPairs / std::max<std::size_t>(1, movies));
    const auto& cases = validation.cases();
    const std::size_t stride =
        std::max<std::size_t>(1, (cases.size() + affordable - 1) / affordable);
    std::vector<float> scores(movies);
    for (std::size_t i = 0; i < cases.size(); i += stride) {
        const Validation::Case& each = cases[i];
        model.score_all(model.encode(each.profile), scores);
        for (domain::MovieIndex movie = 0; movie < movies; ++movie) {
            if (!validation.is_ranked(movie) || std::ranges::binary_search(each.revealed, movie))
                continue;
            pairs.logits.push_back(logit_behind(scores[movie]));
            pairs.liked.push_back(std::ranges::binary_search(each.relevant, movie) ? 1 : 0);
        }
        mark_top_ten(pairs);
        std::fill(pairs.begin.begin() + static_cast<std::ptrdiff_t>(each.revealed_index) + 1,
                  pairs.begin.end(), pairs.logits.size());
    }
    return pairs;
}

/// Newton's method on the log loss of sigmoid(scale · x + offset), x standardised for its sake.
class PlattFit {
  public:
    PlattFit(const Pairs& pairs, double prior)
        : pairs_(pairs), offset_(std::log(prior / (1 - prior))) {
        for (const float logit : pairs.logits)
            mean_ += logit;
        mean_ /= static_cast<double>(pairs.logits.size());
        for (const float logit : pairs.logits)
            deviation_ += (logit - mean_) * (logit - mean_);
        deviation_ = std::sqrt(deviation_ / static_cast<double>(pairs.logits.size()));
        if (deviation_ < 1e-6) deviation_ = 1;
        for (int i = 0; i < kNewtonSteps && improve() > 1e-8; ++i) {
        }
    }
    [[nodiscard]] deep_learning::Calibration result() const {
        const double scale = std::max(scale_, 1e-3) / deviation_;  // never turns the order round
        return {static_cast<float>(scale), static_cast<float>(offset_ - scale * mean_)};
    }

  private:
    double improve() {
        double gradient_scale = kRidge * (scale_ - 1);
        double gradient_offset = 0;
        double curve_scale = kRidge;
        double curve_offset = kRidge;
        double curve_both = 0;
        for (std::size_t i = 0; i < pairs_.logits.size(); ++i) {
            const double x = (pairs_.logits[i] - mean_) / deviation_;
            const double p = 1 / (1 + std::exp(-(scale_ * x + offset_)));
            const double error = p - pairs_.liked[i];
            gradient_scale += error * x;
            gradient_offset += error;
            const double curve = p * (1 - p);
            curve_scale += curve * x * x;
            curve_both += curve * x;
            curve_offset += curve;
        }
        const double determinant = curve_scale * curve_offset - curve_both * curve_both;
        const double step_scale =
            (curve_offset * gradient_scale - curve_both * gradient_offset) / determinant;
        const double step_offset =
            (curve_scale * gradient_offset - curve_both * gradient_scale) / determinant;
        const double longest = std::max(std::abs(step_scale), std::abs(step_offset));
        const double damping = longest > 1 ? 1 / longest : 1;
        scale_ -= damping * step_scale;
        offset_ -= damping * step_offset;
        return longest;
    }

    static constexpr double kRidge = 1e-2;
    const Pairs& pairs_;
    double mean_ = 0;
    double deviation_ = 0;
    double scale_ = 1;
    double offset_;
};

double logit_of(double probability) {
    return std::log(probability) - std::log1p(-probability);
}

/// Neighbouring pairs by their first estimate, weighted.
struct Bin {
    double pairs = 0;
    double likes = 0;
    double estimates = 0;  ///< sum of the first estimates, as probabilities
    [[nodiscard]] double share() const { return (likes + 0.5) / (pairs + 1); }
    /// Where on the axis of first estimates the bin stands for.
    [[nodiscard]] double x() const {
        return logit_of(std::clamp(estimates / pairs, 1e-12, 1 - 1e-12));
    }
    void merge(const Bin& other) {
        pairs += other.pairs;
        likes += other.likes;
        estimates += other.estimates;
    }
};

/// The pairs from `begin` to `end` in bins, from the best estimates down.
std::vector<Bin> bins_of(const Pairs& pairs, std::size_t begin, std::size_t end,
                         const deep_learning::Calibration& line) {
    std::vector<std::size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return pairs.logits[a] != pairs.logits[b] ? pairs.logits[a] > pairs.logits[b] : a < b;
    });
    double likes = 0;
    for (const std::size_t pair : order)
        likes += pairs.liked[pair];
    std::vector<Bin> bins;
    Bin bin;
    double seen = 0;
    double seen_before = 0;
    std::size_t level = 0;
    for (const std::size_t pair : order) {
        const double x = double{line.scale} * pairs.logits[pair] + line.offset;
        const double weight = pairs.in_top_ten[pair] != 0 ? kTopTenWeight : 1;
        bin.merge({weight, weight * pairs.liked[pair], weight / (1 + std::exp(-x))});
        seen += pairs.liked[pair];
        if (level + 1 == kLikesDownTo.size() || seen - seen_before < kFewestLikes ||
            seen < kLikesDownTo[level] * likes)
            continue;
        bins.push_back(bin);
        bin = {};
        seen_before = seen;
        while (level + 1 < kLikesDownTo.size() && kLikesDownTo[level] * likes <= seen)
            ++level;
    }
    if (bin.pairs > 0) bins.push_back(bin);
    return bins;
}

/// Whether two neighbouring bins are one: the share liked does not rise with the estimate, or the
/// estimates are as good as equal.
bool are_one(const Bin& lower, const Bin& upper) {
    return lower.share() >= upper.share() || upper.x() - lower.x() < 1e-3;
}

/// Merges bins until the share liked rises with the estimate (pool adjacent violators, Ayer et al.,
/// 1955). From the best down; returned from the worst up.
std::vector<Bin> rising(std::vector<Bin> bins) {
    std::ranges::reverse(bins);
    std::vector<Bin> pooled;
    for (const Bin& bin : bins) {
        pooled.push_back(bin);
        while (pooled.size() > 1 && are_one(*(pooled.end() - 2), pooled.back())) {
            (pooled.end() - 2)->merge(pooled.back());
            pooled.pop_back();
        }
    }
    return pooled;
}

/// Appends the curve through the bins; one that is a single bin only moves the estimate.
void append_curve(const std::vector<Bin>& bins, deep_learning::CalibrationCurves& curves) {
    std::vector<double> x;
    std::vector<double> y;
    for (const Bin& bin : bins) {
        double height = logit_of(bin.share());
        if (!x.empty()) height = std::max(height, y.back() + kLeastSlope * (bin.x() - x.back()));
        x.push_back(bin.x());
        y.push_back(height);
    }
    const auto slope_after = [&](std::size_t i) { return (y[i + 1] - y[i]) / (x[i + 1] - x[i]); };
    double slope = x.size() > 1 ? slope_after(0) : 1;
    curves.slope.push_back(static_cast<float>(slope));
    curves.shift.push_back(static_cast<float>(y.front() - slope * x.front()));
    for (std::size_t k = 0; k < kBends; ++k) {
        const bool bends = k + 2 < x.size();
        curves.bend_at.values.push_back(static_cast<float>(x[std::min(k + 1, x.size() - 1)]));
        curves.bend.values.push_back(bends ? static_cast<float>(slope_after(k + 1) - slope) : 0.0F);
        if (bends) slope = slope_after(k + 1);
    }
}

deep_learning::CalibrationCurves curves_of(const Pairs& pairs,
                                           const deep_learning::Calibration& line) {
    deep_learning::CalibrationCurves curves;
    for (std::size_t k = 0; k < kRevealedCounts.size(); ++k) {
        const std::size_t count = pairs.begin[k + 1] - pairs.begin[k];
        if (count == 0) continue;
        curves.from_ratings.push_back(
            curves.from_ratings.empty() ? 0 : static_cast<std::uint32_t>(kRevealedCounts[k]));
        append_curve(rising(bins_of(pairs, pairs.begin[k], pairs.begin[k + 1], line)), curves);
    }
    curves.bend_at.rows = curves.bend.rows = curves.from_ratings.size();
    curves.bend_at.cols = curves.bend.cols = kBends;
    return curves;
}

}  // namespace

deep_learning::Calibration calibrate(const domain::RankingModel& model, const Validation& cases,
                                     double prior, CurveFit curves) {
    prior = std::clamp(prior, 1e-6, 1 - 1e-6);
    const Pairs pairs = collect_pairs(model, cases);
    const auto liked = static_cast<std::size_t>(std::ranges::count(pairs.liked, std::uint8_t{1}));
    if (liked == 0 || liked == pairs.liked.size())
        return {kUncalibrated.scale, static_cast<float>(std::log(prior / (1 - prior)))};
    deep_learning::Calibration calibration = PlattFit(pairs, prior).result();
    if (curves == CurveFit::by_ratings) calibration.curves = curves_of(pairs, calibration);
    return calibration;
}

}  // namespace neurec::infrastructure::training
