#pragma once

#include <cstddef>

namespace neurec::infrastructure::retrieval {

/// Asks Linux to keep these bytes in pages of 2 MiB, as far as they fill such pages: in a large
/// table that is read at random places, finding a page's address costs as much as reading it. To be
/// called before they are first written; a hint, which a system without huge pages ignores.
void prefer_huge_pages(const void* begin, std::size_t bytes) noexcept;

/// The same for bytes that are written already, by someone else's code: they are copied to such
/// pages at once.
void move_to_huge_pages(const void* begin, std::size_t bytes) noexcept;

}  // namespace neurec::infrastructure::retrieval
