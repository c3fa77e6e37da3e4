#pragma once

#include "domain/ports/dataset_generator.hpp"

namespace neurec::infrastructure::datasets {

/// Writes a SyntheticWorld in the ml-1m layout: movies.dat, users.dat, ratings.dat, in UTF-8.
class SyntheticDatasetGenerator : public domain::DatasetGenerator {
  public:
    domain::StoreCounts generate(const domain::SyntheticDatasetOptions& options,
                                 const std::filesystem::path& output,
                                 domain::ProgressReporter& progress,
                                 const domain::StopToken& stop) override;
};

}  // namespace neurec::infrastructure::datasets
