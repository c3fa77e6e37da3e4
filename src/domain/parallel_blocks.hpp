#pragma once

#include <cstddef>
#include <functional>

namespace neurec::domain {

/// Threads to use where `wanted` are asked for: that many, or one a core for 0.
[[nodiscard]] unsigned thread_count(unsigned wanted);

/// Splits 0..count-1 into blocks of `block_size` and calls `work(begin, end)` once for each, on
/// `threads` threads, the calling one among them, in any order; on fewer where the system gives no
/// more. Blocks do not depend on the number of threads, so results that are kept by block and
/// merged in order are the same on every machine.
/// `between(done)` is called on the calling thread alone, with the items finished by anyone; if it
/// throws, or work does, no further block begins and the first exception is thrown here after all
/// threads have ended.
void for_each_block(std::size_t count, std::size_t block_size, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end)>& work,
                    const std::function<void(std::size_t done)>& between);

}  // namespace neurec::domain
