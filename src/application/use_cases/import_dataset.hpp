#pragma once

#include <optional>

#include "application/dtos/import_report.hpp"
#include "domain/ports/dataset_source.hpp"
#include "domain/ports/dataset_store.hpp"
#include "domain/ports/progress.hpp"

namespace neurec::application {

struct ImportRequest {
    domain::ImportSource source;
    /// A newer edition of what the source holds: what contradicts is taken over.
    bool is_update = false;
    /// Share of the lines that may be left out because they cannot be taken; without it the first
    /// such line ends the import.
    std::optional<double> skipped_share;
};

/// Reads a data set into the database, all of it or nothing. Rows of the same source that are there
/// already are updated; nobody else's row is touched.
class ImportDataset {
  public:
    /// The ports must outlive the use case.
    ImportDataset(domain::DatasetStore& store, domain::ProgressReporter& progress,
                  const domain::StopToken& stop)
        : store_(store), progress_(progress), stop_(stop) {}

    /// InvalidInput for a line that cannot be taken, which the message quotes, or for more of them
    /// than may be left out. Conflict where the source holds another data set than this
    /// (SourceAgreement): more than one in ten of its titles, or more than 50 of them, of its
    /// users' demographics, or of its ratings, if they are more than 20. Interrupted on a stop
    /// request. In every case but success the database is as it was.
    ImportReport execute(domain::DatasetReader& reader, const ImportRequest& request);

  private:
    domain::DatasetStore& store_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
};

}  // namespace neurec::application
