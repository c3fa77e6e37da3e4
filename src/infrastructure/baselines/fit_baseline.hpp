#pragma once

#include <memory>

#include "domain/ports/baseline_fitter.hpp"

namespace neurec::infrastructure::baselines {

/// Popularity, demographic ridge regression, item kNN, EASE, genre cosine and random order.
/// Stateless, thread-safe.
class FitBaseline : public domain::BaselineFitter {
  public:
    /// Fits on `threads` threads; 0: one per core.
    explicit FitBaseline(unsigned threads = 0) : threads_(threads) {}
    [[nodiscard]] std::unique_ptr<domain::Scorer> fit(
        const domain::BaselineSpec& spec, const domain::Dataset& training) const override;

  private:
    unsigned threads_;
};

}  // namespace neurec::infrastructure::baselines
