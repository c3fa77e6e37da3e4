#pragma once

#include <cstddef>

namespace neurec::tests {

/// Makes some of the calling thread's allocations by operator new fail. A program has it by
/// compiling failing_allocations.cpp in.
class FailingAllocations {
  public:
    /// The `nth` from now on (0: the first) fails, and `and_more` after it.
    explicit FailingAllocations(std::size_t nth, std::size_t and_more = 0);
    ~FailingAllocations();
    FailingAllocations(const FailingAllocations&) = delete;
    FailingAllocations& operator=(const FailingAllocations&) = delete;

    /// Whether there have been so many allocations that one failed.
    [[nodiscard]] bool has_failed() const;
};

}  // namespace neurec::tests
