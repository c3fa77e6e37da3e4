#include "infrastructure/baselines/positive_definite.hpp"

#include <cassert>
#include <stdexcept>

// Fortran's interface: OpenBLAS has these functions, but its headers do not declare them.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
void spotrf_(const char* triangle, const int* n, float* a, const int* stride, int* info);
void spotri_(const char* triangle, const int* n, float* a, const int* stride, int* info);
void spotrs_(const char* triangle, const int* n, const int* columns, const float* a,
             const int* stride, float* b, const int* stride_b, int* info);
}
// NOLINTEND(readability-identifier-naming)

namespace neurec::infrastructure::baselines {

namespace {

// Fortran reads rows as columns: our lower triangle is its upper one.
constexpr char kOurLower = 'U';

void factorise(std::span<float> a, int n) {
    int info = 0;
    spotrf_(&kOurLower, &n, a.data(), &n, &info);
    if (info != 0) throw std::domain_error("the matrix is not positive definite");
}

}  // namespace

void invert_positive_definite(std::span<float> matrix, std::size_t n) {
    assert(matrix.size() == n * n);
    if (n == 0) return;
    const int size = static_cast<int>(n);
    factorise(matrix, size);
    int info = 0;
    spotri_(&kOurLower, &size, matrix.data(), &size, &info);
    if (info != 0) throw std::domain_error("the matrix is not positive definite");
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < row; ++column)
            matrix[column * n + row] = matrix[row * n + column];
}

void solve_positive_definite(std::span<float> a, std::size_t n, std::span<float> b,
                             std::size_t columns) {
    assert(a.size() == n * n && b.size() == n * columns);
    if (n == 0 || columns == 0) return;
    const int size = static_cast<int>(n);
    const int count = static_cast<int>(columns);
    factorise(a, size);
    int info = 0;
    spotrs_(&kOurLower, &size, &count, a.data(), &size, b.data(), &size, &info);
}

}  // namespace neurec::infrastructure::baselines
