#pragma once

#include <cstddef>

#include "application/dtos/import_report.hpp"
#include "domain/ports/dataset_source.hpp"
#include "domain/ports/dataset_store.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::application {

/// Reads a data set into the database, all of it or nothing. Rows that are there already are
/// updated.
class ImportDataset {
  public:
    /// The ports must outlive the use case.
    ImportDataset(domain::DatasetStore& store, domain::ProgressReporter& progress,
                  const domain::StopToken& stop)
        : store_(store), progress_(progress), stop_(stop) {}

    /// A line that cannot be taken ends the import with InvalidInput, which names file, line
    /// number, the line and what is wrong; with `skip_bad_lines` it is left out and reported.
    /// Interrupted on a stop request. In every case but success the database is as it was.
    ImportReport execute(domain::DatasetReader& reader, bool skip_bad_lines);

    /// Bad lines of one file that the report quotes; a bad movie often makes bad ratings, and shall
    /// not be hidden behind them.
    static constexpr std::size_t kShownRejections = 5;

  private:
    domain::DatasetStore& store_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
};

}  // namespace neurec::application
