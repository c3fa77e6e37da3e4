#include "application/services/reliability.hpp"

#include <algorithm>
#include <cmath>

namespace neurec::application {

void Reliability::add(float probability, bool relevant) {
    const float p = std::isnan(probability) ? 0.0F : std::clamp(probability, 0.0F, 1.0F);
    const auto bin = std::min(static_cast<std::size_t>(p * kReliabilityBins), kReliabilityBins - 1);
    ++bins_[bin].pairs;
    bins_[bin].relevant += relevant ? 1 : 0;
    bins_[bin].predicted += p;
}

void Reliability::merge(const Reliability& other) {
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        bins_[i].pairs += other.bins_[i].pairs;
        bins_[i].relevant += other.bins_[i].relevant;
        bins_[i].predicted += other.bins_[i].predicted;
    }
}

Calibration Reliability::calibration() const {
    Calibration result;
    double weighted_gaps = 0;
    std::uint64_t pairs = 0;
    for (const Bin& bin : bins_) {
        ReliabilityBin& shown = result.bins.emplace_back();
        if (bin.pairs == 0) continue;
        const auto n = static_cast<double>(bin.pairs);
        shown = {bin.pairs, bin.predicted / n, static_cast<double>(bin.relevant) / n};
        weighted_gaps += n * std::abs(shown.mean_predicted - shown.share_relevant);
        pairs += bin.pairs;
    }
    if (pairs > 0) result.expected_error = weighted_gaps / static_cast<double>(pairs);
    return result;
}

}  // namespace neurec::application
