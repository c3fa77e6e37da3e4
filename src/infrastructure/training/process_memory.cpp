#include "infrastructure/training/process_memory.hpp"

#include <limits>  // which says what the C library is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace neurec::infrastructure::training {

void keep_freed_memory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace neurec::infrastructure::training
