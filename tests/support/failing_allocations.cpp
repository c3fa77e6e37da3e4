#include "support/failing_allocations.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

// Plain thread-locals: anything that allocates would come back here.
thread_local bool is_armed = false;
thread_local bool has_failed_once = false;
thread_local std::size_t allocations_left = 0;
thread_local std::size_t failures_left = 0;

bool fails() noexcept {
    if (!is_armed || failures_left == 0) return false;
    if (allocations_left > 0) {
        --allocations_left;
        return false;
    }
    --failures_left;
    has_failed_once = true;
    return true;
}

void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
    if (fails()) return nullptr;
    if (alignment <= alignof(std::max_align_t)) return std::malloc(bytes == 0 ? 1 : bytes);
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

void* allocate_or_throw(std::size_t bytes, std::size_t alignment = 1) {
    if (void* memory = allocate(bytes, alignment)) return memory;
    throw std::bad_alloc();
}

}  // namespace

namespace neurec::tests {

FailingAllocations::FailingAllocations(std::size_t nth, std::size_t and_more) {
    allocations_left = nth;
    failures_left = and_more == SIZE_MAX ? SIZE_MAX : and_more + 1;
    has_failed_once = false;
    is_armed = true;
}
FailingAllocations::~FailingAllocations() {
    is_armed = false;
}
bool FailingAllocations::has_failed() const {
    return has_failed_once;
}

}  // namespace neurec::tests

void* operator new(std::size_t bytes) {
    return allocate_or_throw(bytes);
}
void* operator new[](std::size_t bytes) {
    return allocate_or_throw(bytes);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
    return allocate(bytes, 1);
}
void* operator new[](std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
    return allocate(bytes, 1);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*bytes*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/, std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*bytes*/,
                       std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept {
    std::free(memory);
}
