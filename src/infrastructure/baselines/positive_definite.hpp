#pragma once

#include <cstddef>
#include <span>

namespace neurec::infrastructure::baselines {

/// What follows here runs on so many threads, at least 1, in the whole process. std::bad_alloc
/// where their buffers cannot be had.
void solve_on_threads(unsigned threads);

/// Replaces a symmetric positive definite matrix by its inverse. `matrix`: [n × n], row-major; its
/// lower triangle is read, both are written. A matrix that is not positive definite:
/// std::domain_error. Cholesky factorisation (LAPACK spotrf, spotri); O(n³) on OpenBLAS' threads,
/// one unless solve_on_threads() has asked for more. Unavailable where OpenBLAS is not installed.
void invert_positive_definite(std::span<float> matrix, std::size_t n);

/// Solves A · X = B for a symmetric positive definite A. `a`: [n × n], its lower triangle is read
/// and overwritten; `b`: [columns × n], one right-hand side a row, replaced by its solution. A
/// matrix that is not positive definite: std::domain_error. LAPACK spotrf, spotrs.
void solve_positive_definite(std::span<float> a, std::size_t n, std::span<float> b,
                             std::size_t columns);

}  // namespace neurec::infrastructure::baselines
