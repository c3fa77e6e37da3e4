#include "application/use_cases/import_dataset.hpp"

#include <memory>
#include <string>
#include <utility>

#include "domain/errors.hpp"

namespace neurec::application {

namespace {

/// Hands each row on to the transaction, and counts.
class ImportSink : public domain::DatasetSink {
  public:
    ImportSink(domain::ImportTransaction& transaction, domain::ProgressReporter& progress,
               const domain::StopToken& stop, bool skip_bad_lines)
        : transaction_(transaction),
          progress_(progress),
          stop_(stop),
          skip_bad_lines_(skip_bad_lines) {}

    void take(const domain::Movie& movie) override {
        transaction_.upsert(movie);
        ++report_.movies_read;
    }
    void take(const domain::User& user) override {
        transaction_.upsert(user);
        ++report_.users_read;
    }
    void take(const domain::Rating& rating) override {
        transaction_.upsert(rating);
        ++report_.ratings_read;
    }

    void reject(const domain::BadLine& line) override {
        if (!skip_bad_lines_)
            throw domain::InvalidInput(
                line.file + ", line " + std::to_string(line.number) + ": " + line.problem +
                ".\n  " + line.text +
                "\nNothing was imported. Correct the line, or leave such lines out with "
                "--skip-bad-lines.");
        ++report_.lines_rejected;
        rejected_of_file_ = line.file == rejected_file_ ? rejected_of_file_ + 1 : 1;
        rejected_file_ = line.file;
        if (rejected_of_file_ <= ImportDataset::kShownRejections)
            report_.first_rejected.push_back({line.file, line.number, line.text, line.problem});
    }

    void progressed(std::uint64_t bytes) override {
        if (stop_.stop_requested())
            throw domain::Interrupted("The import was stopped; the database is as it was before.");
        progress_.update(bytes, std::to_string(report_.ratings_read) + " ratings");
    }

    [[nodiscard]] ImportReport& report() { return report_; }

  private:
    domain::ImportTransaction& transaction_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
    bool skip_bad_lines_;
    std::string rejected_file_;
    std::size_t rejected_of_file_ = 0;
    ImportReport report_;
};

}  // namespace

ImportReport ImportDataset::execute(domain::DatasetReader& reader, bool skip_bad_lines) {
    progress_.begin("Importing", reader.total_bytes());
    const std::unique_ptr<domain::ImportTransaction> transaction = store_.begin_import();
    ImportSink sink(*transaction, progress_, stop_, skip_bad_lines);
    reader.read(sink);
    transaction->commit();

    ImportReport report = std::move(sink.report());
    report.layout = reader.layout();
    const domain::StoreCounts stored = store_.counts();
    report.movies_stored = stored.movies;
    report.users_stored = stored.users;
    report.ratings_stored = stored.ratings;
    progress_.finish(std::to_string(report.ratings_read) + " ratings of " +
                     std::to_string(report.movies_read) + " movies by " +
                     std::to_string(report.users_read) + " users");
    return report;
}

}  // namespace neurec::application
