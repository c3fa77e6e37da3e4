#pragma once

#include <filesystem>
#include <string>

#include "domain/errors.hpp"

namespace neurec::infrastructure::deep_learning {

/// Ends the reading of a model: says which file, what is wrong with it and what to do.
[[noreturn]] inline void refuse_damaged(const std::filesystem::path& file,
                                        const std::string& problem) {
    throw domain::Unavailable(
        file.string() + " is damaged: " + problem +
        ". Activate another model (neurec model activate ID) or train anew (neurec train).");
}

}  // namespace neurec::infrastructure::deep_learning
