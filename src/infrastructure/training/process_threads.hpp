#pragma once

namespace neurec::infrastructure::training {

/// Lets LibTorch and its BLAS use this many threads, or one where `threads` is 0. For the whole
/// process. One is the default since a step's matrices are too small for more: with two, OpenBLAS'
/// and OpenMP's threads wait for each other (docs/training.md has the figures).
void use_threads(int threads);

}  // namespace neurec::infrastructure::training
