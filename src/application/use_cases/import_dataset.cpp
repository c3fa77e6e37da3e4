#include "application/use_cases/import_dataset.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "application/services/rejected_lines.hpp"
#include "application/services/source_agreement.hpp"
#include "domain/errors.hpp"

namespace neurec::application {

namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

void require_name(const std::string& name) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    constexpr std::size_t kLongest = 100;
    if (name.empty() || name.size() > kLongest ||
        name.find_first_not_of(kAllowed) != std::string::npos)
        throw domain::InvalidInput(
            "A source's name has 1 to 100 letters, digits, dots, hyphens and underscores.");
}

/// Hands each row on to the transaction, counts, and sees whether it is the source's data set.
class ImportSink : public domain::DatasetSink {
  public:
    ImportSink(domain::ImportTransaction& transaction, const ImportRequest& request,
               domain::ProgressReporter& progress, const domain::StopToken& stop)
        : transaction_(transaction), request_(request), progress_(progress), stop_(stop) {}

    void take(const domain::Movie& movie) override {
        if (const auto stored = transaction_.stored_title(movie.id)) {
            if (may_be_one_movie(*stored, movie.title))
                titles_.agree();
            else
                titles_.differ("movie " + std::to_string(movie.id.value) + ", there \"" + *stored +
                               "\", here \"" + movie.title + "\"");
        }
        transaction_.upsert(movie);
        ++report_.movies_read;
    }
    void take(const domain::User& user) override {
        if (report_.users_read == 0) require_same(titles_, "titles", "movies with the same id");
        if (report_.ratings_read > 0) users_have_lines_ = false;
        if (const auto stored = transaction_.stored_demographics(user.id)) {
            if (contradicts(*stored, user.demographics))
                demographics_.differ("user " + std::to_string(user.id.value));
            else
                demographics_.agree();
        }
        transaction_.upsert(user);
        ++report_.users_read;
    }
    void take(const domain::Rating& rating) override {
        // Where there is but one user before the first rating, others may come with theirs.
        if (report_.ratings_read == 0 && report_.users_read > 1)
            require_same(demographics_, "age, gender or occupation", "users with the same id");
        transaction_.upsert(rating);
        ++report_.ratings_read;
    }

    void reject(const domain::BadLine& line) override {
        if (!request_.skipped_share)
            throw domain::InvalidInput(
                line.file + ", line " + std::to_string(line.number) + ": " + line.problem +
                ".\n  " + line.text +
                "\nNothing was imported. Correct the line, or leave such lines out with "
                "--skip-bad-lines.");
        rejected_.add(line);
    }

    void progressed(std::uint64_t bytes) override {
        if (stop_.stop_requested())
            throw domain::Interrupted("The import was stopped; the database is as it was before.");
        progress_.update(bytes, std::to_string(report_.ratings_read) + " ratings");
    }

    /// After the last row, before the commit.
    [[nodiscard]] ImportReport finish() {
        const std::uint64_t good_lines = report_.movies_read + report_.ratings_read +
                                         (users_have_lines_ ? report_.users_read : 0);
        rejected_.require_few(good_lines, request_.skipped_share.value_or(0));
        require_same(titles_, "titles", "movies with the same id");
        require_same(demographics_, "age, gender or occupation", "users with the same id");
        const domain::ImportChanges changes = transaction_.finish();
        require_same_ratings(changes);
        report_.source = request_.source.name;
        report_.lines_rejected = rejected_.count();
        report_.first_rejected = rejected_.first();
        report_.movies_added = changes.added.movies;
        report_.movies_changed = changes.changed.movies;
        report_.users_added = changes.added.users;
        report_.users_changed = changes.changed.users;
        report_.ratings_added = changes.added.ratings;
        report_.ratings_changed = changes.changed.ratings;
        report_.movies_with_other_ids = changes.given_other_ids.movies;
        report_.users_with_other_ids = changes.given_other_ids.users;
        report_.movies_stored = changes.stored.movies;
        report_.users_stored = changes.stored.users;
        report_.ratings_stored = changes.stored.ratings;
        return report_;
    }

  private:
    void require_same(const SourceAgreement& agreement, const std::string& what,
                      const std::string& rows) const {
        if (request_.is_update || !agreement.is_beyond_correction()) return;
        std::string message = "The source '" + request_.source.name +
                              "' holds another data set than this one: the " + what + " of " +
                              agreement.shares() + " " + rows + " differ";
        const char* separator = ": ";
        for (const std::string& example : agreement.examples()) {
            message += separator + example;
            separator = "; ";
        }
        throw domain::Conflict(
            message +
            ". Nothing was imported. Keep the two apart with --source NAME; or, if this is a newer "
            "edition of the same data set, take it over with --update.");
    }

    void require_same_ratings(const domain::ImportChanges& changes) const {
        constexpr std::uint64_t kFewRatings = 20;
        SourceAgreement ratings(kFewRatings + 1, kNoLimit);
        ratings.differ(changes.changed.ratings);
        const std::uint64_t written = changes.added.ratings + changes.changed.ratings;
        ratings.agree(report_.ratings_read - std::min(report_.ratings_read, written));
        require_same(ratings, "stars or time", "ratings of the same movie by the same user");
    }

    static constexpr std::uint64_t kMostTitles = 50;

    domain::ImportTransaction& transaction_;
    const ImportRequest& request_;
    domain::ProgressReporter& progress_;
    const domain::StopToken& stop_;
    SourceAgreement titles_{1, kMostTitles};
    SourceAgreement demographics_{1, kNoLimit};
    RejectedLines rejected_;
    bool users_have_lines_ = true;  ///< false: they come with their first rating
    ImportReport report_;
};

}  // namespace

ImportReport ImportDataset::execute(domain::DatasetReader& reader, const ImportRequest& request) {
    require_name(request.source.name);
    progress_.begin("Importing", reader.total_bytes());
    const std::unique_ptr<domain::ImportTransaction> transaction =
        store_.begin_import(request.source);
    ImportSink sink(*transaction, request, progress_, stop_);
    reader.read(sink);
    ImportReport report = sink.finish();
    report.layout = reader.layout();
    report.notes = reader.notes();
    transaction->commit();
    progress_.finish(std::to_string(report.ratings_read) + " ratings of " +
                     std::to_string(report.movies_read) + " movies by " +
                     std::to_string(report.users_read) + " users");
    return report;
}

}  // namespace neurec::application
