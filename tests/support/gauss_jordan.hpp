#pragma once

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace neurec::tests {

using Matrix = std::vector<std::vector<double>>;

/// The inverse by elimination with row exchange, in double precision: slow, and unlike anything in
/// the code under test.
inline Matrix inverse(Matrix a) {
    const std::size_t n = a.size();
    Matrix result(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i)
        result[i][i] = 1;
    for (std::size_t column = 0; column < n; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column; row < n; ++row)
            if (std::abs(a[row][column]) > std::abs(a[pivot][column])) pivot = row;
        if (a[pivot][column] == 0) throw std::domain_error("singular");
        std::swap(a[pivot], a[column]);
        std::swap(result[pivot], result[column]);
        const double scale = a[column][column];
        for (std::size_t i = 0; i < n; ++i) {
            a[column][i] /= scale;
            result[column][i] /= scale;
        }
        for (std::size_t row = 0; row < n; ++row) {
            if (row == column) continue;
            const double factor = a[row][column];
            for (std::size_t i = 0; i < n; ++i) {
                a[row][i] -= factor * a[column][i];
                result[row][i] -= factor * result[column][i];
            }
        }
    }
    return result;
}

}  // namespace neurec::tests
