#include "application/services/bootstrap.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

#include "domain/random.hpp"

namespace neurec::application {

namespace {

constexpr std::uint64_t kBootstrapStream = 0x626f6f74;

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The value below which `share` of the sorted values lie, between neighbours by straight line.
double quantile(std::span<const double> sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], at - static_cast<double>(below));
}

}  // namespace

Estimate bootstrap_mean(std::span<const double> values, std::size_t resamples, std::uint64_t seed) {
    assert(resamples > 0);
    if (values.empty()) return {};
    domain::Random random(seed, kBootstrapStream);
    std::vector<double> means(resamples);
    for (double& mean : means) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += values[random.below(values.size())];
        mean = sum / static_cast<double>(values.size());
    }
    std::ranges::sort(means);
    return {mean_of(values), quantile(means, 0.025), quantile(means, 0.975)};
}

Spread spread_of(std::span<const double> values) {
    if (values.empty()) return {};
    const double mean = mean_of(values);
    if (values.size() < 2) return {mean, 0};
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / static_cast<double>(values.size() - 1))};
}

}  // namespace neurec::application
