#include "infrastructure/training/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace neurec::infrastructure::training {

namespace {

constexpr std::size_t kMostPairs = 4'000'000;
constexpr int kNewtonSteps = 50;

struct Pairs {
    std::vector<float> logits;
    std::vector<std::uint8_t> liked;
};

float logit_behind(float score) {
    const double probability = std::clamp(static_cast<double>(score), 1e-30, 1 - 1e-7);
    const double scaled = std::log(probability) - std::log1p(-probability);
    return static_cast<float>((scaled - kUncalibrated.offset) / kUncalibrated.scale);
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

}  // namespace

deep_learning::Calibration calibrate(const domain::RankingModel& model, const Validation& cases,
                                     double prior) {
    prior = std::clamp(prior, 1e-6, 1 - 1e-6);
    const Pairs pairs = collect_pairs(model, cases);
    const auto liked = static_cast<std::size_t>(std::ranges::count(pairs.liked, std::uint8_t{1}));
    if (liked == 0 || liked == pairs.liked.size())
        return {kUncalibrated.scale, static_cast<float>(std::log(prior / (1 - prior)))};
    return PlattFit(pairs, prior).result();
}

}  // namespace neurec::infrastructure::training
