#pragma once

namespace neurec::infrastructure::training {

/// Lets LibTorch and its BLAS use this many threads, or one per core where `threads` is 0. For the
/// whole process.
void use_threads(int threads);

}  // namespace neurec::infrastructure::training
