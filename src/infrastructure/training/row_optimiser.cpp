#include "infrastructure/training/row_optimiser.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace neurec::infrastructure::training {

namespace {

// AdamW's own defaults in LibTorch, which the other weights are trained with.
constexpr double kMeanKept = 0.9;
constexpr double kVarianceKept = 0.999;
constexpr double kEpsilon = 1e-8;

/// A factor a row, for all of its columns.
torch::Tensor column_of(const torch::Tensor& factors) {
    return factors.to(torch::kFloat).unsqueeze(1);
}

/// What an average that keeps the share a of itself each step takes up of a weight w that shrinks
/// by d a step for g steps, as a multiple of what the weight is then:
/// Σ (1 − a) a^(g−j) d^j w, j = 1 … g, over d^g w.
torch::Tensor share_of_end(const torch::Tensor& log_decay, const torch::Tensor& steps,
                           double kept) {
    const torch::Tensor decay = torch::exp(log_decay / steps.clamp_min(1));
    return (1 - kept) * decay * (1 - torch::pow(kept / decay, steps)) / (decay - kept);
}

}  // namespace

RowOptimiser::RowOptimiser(torch::Tensor table, double weight_decay, double averaging)
    : table_(std::move(table)),
      mean_(torch::zeros_like(table_.detach())),
      variance_(torch::zeros_like(table_.detach())),
      weight_decay_(weight_decay),
      averaging_(averaging),
      touched_at_(
          torch::zeros({table_.size(0)}, torch::dtype(torch::kLong).device(table_.device()))) {}

void RowOptimiser::step(double learning_rate) {
    const torch::NoGradGuard no_grad;
    torch::Tensor gradient = table_.grad();
    torch::Tensor rows;
    if (!gradient.defined()) {
        rows = torch::empty({0}, touched_at_.options());
        gradient = torch::empty({0, table_.size(1)}, table_.options());
    } else if (gradient.is_sparse()) {
        const torch::Tensor summed = gradient.coalesce();
        rows = summed.indices().select(0, 0);
        gradient = summed.values();
    } else {
        rows = torch::arange(table_.size(0), touched_at_.options());
    }
    catch_up(rows);
    ++steps_;
    log_decay_.push_back(log_decay_.back() + std::log1p(-learning_rate * weight_decay_));

    const torch::Tensor mean =
        mean_.index_select(0, rows).mul_(kMeanKept).add_(gradient, 1 - kMeanKept);
    const torch::Tensor variance = variance_.index_select(0, rows)
                                       .mul_(kVarianceKept)
                                       .addcmul_(gradient, gradient, 1 - kVarianceKept);
    const auto steps = static_cast<double>(steps_);
    const double mean_share = 1 - std::pow(kMeanKept, steps);
    const double variance_share = 1 - std::pow(kVarianceKept, steps);
    const torch::Tensor scale = variance.sqrt().div_(std::sqrt(variance_share)).add_(kEpsilon);
    const torch::Tensor weights = table_.index_select(0, rows)
                                      .mul_(1 - learning_rate * weight_decay_)
                                      .addcdiv_(mean, scale, -learning_rate / mean_share);
    mean_.index_copy_(0, rows, mean);
    variance_.index_copy_(0, rows, variance);
    table_.index_copy_(0, rows, weights);
    if (average_.defined())
        average_.index_copy_(0, rows,
                             average_.index_select(0, rows).lerp_(weights, 1 - averaging_));
    touched_at_.index_fill_(0, rows, steps_);
    table_.mutable_grad().reset();
}

/// Until the last step, the rows have been without a gradient since the step that touched them. The
/// average follows them as if their decay had been the same in each of these steps.
void RowOptimiser::catch_up(const torch::Tensor& rows) {
    const torch::Tensor touched = touched_at_.index_select(0, rows);
    const torch::Tensor idle = (steps_ - touched).to(torch::kDouble);
    const torch::Tensor log_decay = torch::tensor(log_decay_, torch::kDouble).to(table_.device());
    const torch::Tensor log_idle_decay = log_decay_.back() - log_decay.index_select(0, touched);
    const torch::Tensor weights =
        table_.index_select(0, rows).mul_(column_of(torch::exp(log_idle_decay)));
    table_.index_copy_(0, rows, weights);
    mean_.index_copy_(0, rows,
                      mean_.index_select(0, rows).mul_(column_of(torch::pow(kMeanKept, idle))));
    variance_.index_copy_(
        0, rows, variance_.index_select(0, rows).mul_(column_of(torch::pow(kVarianceKept, idle))));
    if (average_.defined())
        average_.index_copy_(
            0, rows,
            average_.index_select(0, rows)
                .mul_(column_of(torch::pow(averaging_, idle)))
                .addcmul_(weights, column_of(share_of_end(log_idle_decay, idle, averaging_))));
    touched_at_.index_fill_(0, rows, steps_);
}

void RowOptimiser::average_into(torch::Tensor average) {
    average_ = std::move(average);
}

void RowOptimiser::settle() {
    constexpr std::int64_t kRowsAtOnce = 65'536;  // no second table in memory
    const torch::NoGradGuard no_grad;
    if ((touched_at_ == steps_).all().item<bool>()) return;
    for (std::int64_t from = 0; from < table_.size(0); from += kRowsAtOnce)
        catch_up(torch::arange(from, std::min(from + kRowsAtOnce, table_.size(0)),
                               touched_at_.options()));
}

void RowOptimiser::save(torch::serialize::OutputArchive& archive, const std::string& name) const {
    archive.write(name + ".mean", mean_, true);
    archive.write(name + ".variance", variance_, true);
    archive.write(name + ".touched_at", touched_at_, true);
    archive.write(name + ".log_decay", torch::tensor(log_decay_, torch::kDouble), true);
}

void RowOptimiser::load(torch::serialize::InputArchive& archive, const std::string& name) {
    const torch::Device device = table_.device();
    torch::Tensor log_decay;
    archive.read(name + ".mean", mean_, true);
    archive.read(name + ".variance", variance_, true);
    archive.read(name + ".touched_at", touched_at_, true);
    archive.read(name + ".log_decay", log_decay, true);
    mean_ = mean_.to(device);
    variance_ = variance_.to(device);
    touched_at_ = touched_at_.to(device);
    const auto* const values = log_decay.data_ptr<double>();
    log_decay_.assign(values, values + log_decay.numel());
    steps_ = static_cast<std::int64_t>(log_decay_.size()) - 1;
}

}  // namespace neurec::infrastructure::training
