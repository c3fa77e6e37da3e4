#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "domain/ports/dataset_source.hpp"

namespace neurec::infrastructure::datasets {

/// Opens a MovieLens archive (zip) or folder and recognises its layout by the files it holds: ml-1m
/// (`movies.dat`), ml-100k (`u.item`), or ml-latest, ml-25m, ml-32m (`movies.csv`), at the top or
/// one folder down. NotFound where the path leads nowhere; InvalidInput for a damaged archive, or
/// where no layout fits. `now`, in seconds since 1970 UTC, is what ratings may not lie beyond; by
/// default the system's clock.
std::unique_ptr<domain::DatasetReader> open_dataset(const std::filesystem::path& path,
                                                    std::optional<std::int64_t> now = {});

}  // namespace neurec::infrastructure::datasets
