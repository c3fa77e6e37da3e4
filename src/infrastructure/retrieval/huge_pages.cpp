#include "infrastructure/retrieval/huge_pages.hpp"

#include <linux/mman.h>  // MADV_COLLAPSE, which the C library does not know yet
#include <sys/mman.h>

#include <cstdint>

namespace neurec::infrastructure::retrieval {

namespace {

constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20;

/// The whole huge pages within the bytes.
void advise(const void* begin, std::size_t bytes, int advice) noexcept {
    const auto first = reinterpret_cast<std::uintptr_t>(begin);
    const std::uintptr_t from = (first + kHugePage - 1) / kHugePage * kHugePage;
    const std::uintptr_t to = (first + bytes) / kHugePage * kHugePage;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the only way to round an address.
    if (from < to) static_cast<void>(madvise(reinterpret_cast<void*>(from), to - from, advice));
}

}  // namespace

void prefer_huge_pages(const void* begin, std::size_t bytes) noexcept {
    advise(begin, bytes, MADV_HUGEPAGE);
}

void move_to_huge_pages(const void* begin, std::size_t bytes) noexcept {
    advise(begin, bytes, MADV_HUGEPAGE);
    advise(begin, bytes, MADV_COLLAPSE);
}

}  // namespace neurec::infrastructure::retrieval
