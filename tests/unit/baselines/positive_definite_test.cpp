#include "infrastructure/baselines/positive_definite.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "domain/random.hpp"
#include "support/gauss_jordan.hpp"

namespace neurec::infrastructure::baselines {

namespace {

/// AᵀA + I for a random A: [n × n].
tests::Matrix random_positive_definite(std::size_t n, std::uint64_t seed) {
    domain::Random random(seed);
    tests::Matrix a(n, std::vector<double>(n));
    for (auto& row : a)
        for (double& value : row)
            value = random.normal();
    tests::Matrix result(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t k = 0; k < n; ++k)
                result[i][j] += a[k][i] * a[k][j];
            result[i][j] += i == j ? 1 : 0;
        }
    return result;
}

std::vector<float> flat(const tests::Matrix& matrix) {
    std::vector<float> values;
    for (const auto& row : matrix)
        values.insert(values.end(), row.begin(), row.end());
    return values;
}

}  // namespace

TEST(InvertPositiveDefinite, AgreesWithEliminationInDoublePrecision) {
    const tests::Matrix matrix = random_positive_definite(40, 3);
    const tests::Matrix expected = tests::inverse(matrix);
    std::vector<float> values = flat(matrix);

    invert_positive_definite(values, 40);

    for (std::size_t i = 0; i < 40; ++i)
        for (std::size_t j = 0; j < 40; ++j)
            EXPECT_NEAR(values[i * 40 + j], expected[i][j], 1e-4);
}

TEST(InvertPositiveDefinite, RefusesAMatrixThatIsNotPositiveDefinite) {
    std::vector<float> values = {1, 2, 2, 1};
    EXPECT_THROW(invert_positive_definite(values, 2), std::domain_error);
}

TEST(SolvePositiveDefinite, SolvesEachRightHandSide) {
    // [[4, 1], [1, 3]] · (1, 2) = (6, 7) and · (−1, 0) = (−4, −1).
    std::vector<float> a = {4, 1, 1, 3};
    std::vector<float> b = {6, 7, -4, -1};

    solve_positive_definite(a, 2, b, 2);

    EXPECT_NEAR(b[0], 1, 1e-6);
    EXPECT_NEAR(b[1], 2, 1e-6);
    EXPECT_NEAR(b[2], -1, 1e-6);
    EXPECT_NEAR(b[3], 0, 1e-6);
}

}  // namespace neurec::infrastructure::baselines
