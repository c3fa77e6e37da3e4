#pragma once

#include <cstdint>
#include <filesystem>

#include "domain/ports/dataset_store.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::domain {

/// How large a made data set is. The defaults make the demo: large enough to learn from, trained on
/// in seconds.
struct SyntheticDatasetOptions {
    std::uint64_t users = 2000;
    std::uint64_t movies = 800;
    std::uint64_t ratings_per_user =
        80;  ///< on average; each user has between a quarter and four times as many
    std::uint64_t seed = 1;
    bool operator==(const SyntheticDatasetOptions&) const = default;
};

/// Makes data sets with a planted structure: people's tastes follow from who they are, in part, and
/// movies have a quality and a popularity.
class DatasetGenerator {
  public:
    virtual ~DatasetGenerator() = default;
    /// Writes a data set in the ml-1m layout: a folder, or an archive where `output` ends in
    /// ".zip". The same options give the same rows. Conflict where `output` exists; Unavailable
    /// where it cannot be written; Interrupted on a stop request. In each of these nothing is left
    /// behind.
    virtual StoreCounts generate(const SyntheticDatasetOptions& options,
                                 const std::filesystem::path& output, ProgressReporter& progress,
                                 const StopToken& stop) = 0;
};

}  // namespace neurec::domain
