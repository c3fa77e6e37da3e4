#include "infrastructure/training/process_threads.hpp"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>

namespace neurec::infrastructure::training {

void use_threads(int threads) {
    threads = std::max(threads, 1);
    at::set_num_threads(threads);
    // Debian's LibTorch calls OpenBLAS, which has threads of its own; other builds of LibTorch have
    // another BLAS.
    using SetThreads = void (*)(int);
    if (auto* const set =
            reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
        set != nullptr)
        set(threads);
}

}  // namespace neurec::infrastructure::training
