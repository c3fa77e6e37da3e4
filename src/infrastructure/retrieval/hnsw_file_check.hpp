#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace neurec::infrastructure::retrieval {

/// What is wrong with the bytes of an index in hnswlib 0.6.2's format, or nothing. hnswlib trusts
/// the file: a link or a size out of range would read or write outside its arrays. Checked: the
/// header against the expected vectors and dimension, the file's size, every link list, layers,
/// labels (positions in order), finite values.
std::optional<std::string> find_fault_in_hnsw_file(std::span<const std::byte> bytes,
                                                   std::size_t dimension, std::size_t vectors);

}  // namespace neurec::infrastructure::retrieval
