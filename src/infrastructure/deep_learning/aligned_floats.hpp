#pragma once

#include <cstddef>
#include <new>
#include <vector>

#include "infrastructure/retrieval/huge_pages.hpp"

namespace neurec::infrastructure::deep_learning {

/// Aligns to cache lines, so that no vector load of a kernel straddles two; tables of several MiB
/// are in huge pages.
template <class T>
struct CacheLineAllocator {
    using value_type = T;
    static constexpr std::align_val_t kAlignment{64};

    CacheLineAllocator() = default;
    template <class U>
    explicit CacheLineAllocator(const CacheLineAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) {
        void* const memory = ::operator new(count * sizeof(T), kAlignment);
        retrieval::prefer_huge_pages(memory, count * sizeof(T));
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t) noexcept { ::operator delete(memory, kAlignment); }
    template <class U>
    bool operator==(const CacheLineAllocator<U>&) const noexcept {
        return true;
    }
};

using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace neurec::infrastructure::deep_learning
