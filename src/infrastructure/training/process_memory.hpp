#pragma once

namespace neurec::infrastructure::training {

/// Keeps the memory that the process frees for what it allocates next, in place of giving it back
/// to the system. For steps whose tensors are larger than 32 MB, each of which the C library would
/// otherwise map, and the system zero, anew: a third of their time. For the whole process.
void keep_freed_memory();

}  // namespace neurec::infrastructure::training
