#include "infrastructure/training/row_optimiser.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <sstream>
#include <vector>

namespace neurec::infrastructure::training {
namespace {

constexpr double kWeightDecay = 0.3;
constexpr double kAveraging = 0.9;
constexpr double kLearningRate = 0.01;
constexpr std::int64_t kRows = 6;
constexpr std::int64_t kColumns = 3;

torch::Tensor first_weights() {
    return torch::linspace(-1, 1, kRows * kColumns).view({kRows, kColumns}).clone();
}

torch::Tensor gradient_at(std::int64_t step) {
    return torch::sin(torch::arange(kRows * kColumns) * (0.7 + 0.1 * static_cast<double>(step)))
        .view({kRows, kColumns});
}

/// The gradient of these rows alone, each in two parts, as a bag that names a row twice leaves it.
torch::Tensor sparse(const torch::Tensor& gradient, const std::vector<std::int64_t>& rows) {
    const torch::Tensor index = torch::tensor(rows, torch::kLong).repeat({2}).unsqueeze(0);
    const torch::Tensor half = gradient.index_select(0, torch::tensor(rows, torch::kLong)) / 2;
    return torch::sparse_coo_tensor(index, torch::cat({half, half}, 0), gradient.sizes());
}

/// A table, its optimiser and its average.
struct Trained {
    Trained() : optimiser(table, kWeightDecay, kAveraging) {}
    void step(const torch::Tensor& gradient) {
        table.mutable_grad() = gradient;
        optimiser.step(kLearningRate);
    }
    torch::Tensor table = first_weights().requires_grad_();
    torch::Tensor average = first_weights();
    RowOptimiser optimiser;
};

/// One weight's way by the formulas, in double: AdamW where there is a gradient; where there is
/// none, decay and moments alone.
struct ReferenceWeight {
    double weight;
    double average = weight;
    double mean = 0;
    double variance = 0;
    int steps = 0;

    void step(std::optional<double> gradient) {
        ++steps;
        weight *= 1 - kLearningRate * kWeightDecay;
        mean = 0.9 * mean + 0.1 * gradient.value_or(0);
        variance = 0.999 * variance + 0.001 * gradient.value_or(0) * gradient.value_or(0);
        if (gradient)
            weight -= kLearningRate * mean / (1 - std::pow(0.9, steps)) /
                      (std::sqrt(variance / (1 - std::pow(0.999, steps))) + 1e-8);
        average = kAveraging * average + (1 - kAveraging) * weight;
    }
};

TEST(RowOptimiser, IsLibTorchsAdamWForATableReadWhole) {
    torch::Tensor expected = first_weights().requires_grad_();
    torch::optim::AdamW adamw({expected},
                              torch::optim::AdamWOptions(kLearningRate).weight_decay(kWeightDecay));
    Trained sparse_one;
    Trained dense_one;
    for (std::int64_t step = 0; step < 20; ++step) {
        expected.mutable_grad() = gradient_at(step);
        adamw.step();
        sparse_one.step(sparse(gradient_at(step), {5, 4, 3, 2, 1, 0}));
        dense_one.step(gradient_at(step));
    }
    EXPECT_TRUE(torch::allclose(sparse_one.table, expected, 1e-5, 1e-6));
    EXPECT_TRUE(torch::allclose(dense_one.table, expected, 1e-5, 1e-6));
}

TEST(RowOptimiser, BringsRowsThatWereNotReadUpToDateByTheFormulas) {
    Trained trained;
    trained.optimiser.average_into(trained.average);
    std::vector<std::vector<ReferenceWeight>> reference(kRows);
    for (std::int64_t row = 0; row < kRows; ++row)
        for (std::int64_t column = 0; column < kColumns; ++column)
            reference[row].push_back({first_weights()[row][column].item<double>()});
    for (std::int64_t step = 0; step < 30; ++step) {
        std::vector<std::int64_t> rows;
        for (std::int64_t row = 0; row < kRows; ++row)
            if (row > 0 && step % row == 0) rows.push_back(row);
        const torch::Tensor gradient = gradient_at(step);
        trained.step(sparse(gradient, rows));
        for (std::int64_t row = 0; row < kRows; ++row)
            for (std::int64_t column = 0; column < kColumns; ++column)
                reference[row][column].step(
                    row > 0 && step % row == 0 ? std::optional(gradient[row][column].item<double>())
                                               : std::nullopt);
    }
    trained.optimiser.settle();
    for (std::int64_t row = 0; row < kRows; ++row)
        for (std::int64_t column = 0; column < kColumns; ++column) {
            EXPECT_NEAR(trained.table[row][column].item<double>(), reference[row][column].weight,
                        1e-5);
            EXPECT_NEAR(trained.average[row][column].item<double>(), reference[row][column].average,
                        1e-5);
        }
}

TEST(RowOptimiser, ReadsNothingButTheRowsOfTheGradient) {
    Trained trained;
    const torch::Tensor before = trained.table.detach().clone();
    trained.step(sparse(gradient_at(1), {2}));
    for (std::int64_t row = 0; row < kRows; ++row)
        EXPECT_EQ(torch::equal(trained.table[row], before[row]), row != 2) << row;
    EXPECT_FALSE(trained.table.grad().defined());
}

TEST(RowOptimiser, GoesOnFromWhatItSavedAsIfItHadNotStopped) {
    Trained whole;
    Trained stopped;
    whole.optimiser.average_into(whole.average);
    stopped.optimiser.average_into(stopped.average);
    const auto train = [](Trained& trained, std::int64_t from, std::int64_t to) {
        for (std::int64_t step = from; step < to; ++step)
            trained.step(sparse(gradient_at(step), {step % kRows}));
    };
    train(whole, 0, 20);
    train(stopped, 0, 9);

    std::stringstream file;
    torch::serialize::OutputArchive saved;
    stopped.optimiser.save(saved, "rows");
    saved.save_to(file);
    torch::serialize::InputArchive loaded;
    loaded.load_from(file);
    Trained resumed;
    resumed.table.detach().copy_(stopped.table.detach());
    resumed.average.copy_(stopped.average);
    resumed.optimiser.load(loaded, "rows");
    resumed.optimiser.average_into(resumed.average);
    train(resumed, 9, 20);

    whole.optimiser.settle();
    resumed.optimiser.settle();
    EXPECT_TRUE(torch::equal(resumed.table, whole.table));
    EXPECT_TRUE(torch::equal(resumed.average, whole.average));
}

}  // namespace
}  // namespace neurec::infrastructure::training
