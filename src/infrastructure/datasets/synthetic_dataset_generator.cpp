#include "infrastructure/datasets/synthetic_dataset_generator.hpp"

#include <zip.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

#include "domain/errors.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::array<const char*, 3> kFiles{"movies.dat", "users.dat", "ratings.dat"};

[[noreturn]] void cannot_write(const std::filesystem::path& path, const std::string& reason) {
    throw domain::Unavailable("Cannot write " + path.string() + ": " + reason +
                              ". Is there room on the disk, and may this user write there?");
}

/// Lines into one file; close() reports what writing late has failed.
class LineWriter {
  public:
    explicit LineWriter(std::filesystem::path path)
        : path_(std::move(path)), out_(path_, std::ios::binary) {
        check();
    }

    void write(const std::string& line) { out_ << line << '\n'; }
    void close() {
        out_.close();
        check();
    }
    void check() const {
        if (!out_) cannot_write(path_, std::strerror(errno));
    }

  private:
    std::filesystem::path path_;
    std::ofstream out_;
};

/// A folder beside the output that disappears unless it became the output.
class PartialFolder {
  public:
    explicit PartialFolder(const std::filesystem::path& output)
        : path_(output.string() + ".partial") {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
        std::filesystem::create_directories(path_, error);
        if (error) cannot_write(path_, error.message());
    }
    ~PartialFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::string joined(const std::vector<std::string>& genres) {
    std::string text;
    for (const std::string& genre : genres)
        text += (text.empty() ? "" : "|") + genre;
    return text;
}

std::string users_line(const domain::User& user) {
    const domain::Demographics& known = user.demographics;
    return std::to_string(user.id.value) + "::" + std::string(domain::letter_of(*known.gender)) +
           "::" + std::to_string(*known.age) + "::" + std::to_string(*known.occupation) + "::00000";
}

std::string ratings_line(const domain::Rating& rating) {
    return std::to_string(rating.user.value) + "::" + std::to_string(rating.movie.value) +
           "::" + std::to_string(static_cast<int>(rating.rating)) +
           "::" + std::to_string(rating.timestamp);
}

/// Packs the files of `folder` into one archive, below a folder of the archive's name.
void pack(const std::filesystem::path& folder, const std::filesystem::path& archive_path) {
    int code = 0;
    zip_t* archive = zip_open(archive_path.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
    if (archive == nullptr) cannot_write(archive_path, "the archive cannot be made");
    const std::string inside = folder.stem().stem().string();
    for (const char* file : kFiles) {
        zip_source_t* source = zip_source_file(archive, (folder / file).c_str(), 0, -1);
        const std::string name = inside + "/" + file;
        if (source == nullptr ||
            zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
            zip_source_free(source);
            const std::string reason = zip_strerror(archive);
            zip_discard(archive);
            cannot_write(archive_path, reason);
        }
    }
    if (zip_close(archive) == 0) return;
    const std::string reason = zip_strerror(archive);
    zip_discard(archive);
    cannot_write(archive_path, reason);
}

void write_rows(const SyntheticWorld& world, const domain::SyntheticDatasetOptions& options,
                const std::filesystem::path& folder, domain::StoreCounts& counts,
                domain::ProgressReporter& progress, const domain::StopToken& stop) {
    LineWriter movies(folder / kFiles[0]);
    for (const domain::Movie& movie : world.movies())
        movies.write(std::to_string(movie.id.value) + "::" + movie.title +
                     "::" + joined(movie.genres));
    movies.close();
    counts.movies = world.movies().size();

    LineWriter users(folder / kFiles[1]);
    LineWriter ratings(folder / kFiles[2]);
    for (std::uint64_t i = 0; i < options.users; ++i) {
        if (stop.stop_requested())
            throw domain::Interrupted("Making the data set was stopped; nothing was written.");
        const SyntheticUser user = world.user(i);
        users.write(users_line(user.user));
        for (const domain::Rating& rating : world.ratings(user)) {
            ratings.write(ratings_line(rating));
            ++counts.ratings;
        }
        ratings.check();
        progress.update(i + 1);
    }
    users.close();
    ratings.close();
    counts.users = options.users;
}

}  // namespace

domain::StoreCounts SyntheticDatasetGenerator::generate(
    const domain::SyntheticDatasetOptions& options, const std::filesystem::path& output,
    domain::ProgressReporter& progress, const domain::StopToken& stop) {
    if (std::filesystem::exists(output))
        throw domain::Conflict(output.string() +
                               " exists already. Delete it, or choose another --output.");
    progress.begin("Making a data set", options.users);
    const SyntheticWorld world(options);
    const PartialFolder folder(output);
    domain::StoreCounts counts;
    write_rows(world, options, folder.path(), counts, progress, stop);

    std::error_code error;
    if (output.extension() == ".zip") {
        const std::filesystem::path archive = folder.path() / "archive.zip";
        pack(folder.path(), archive);
        std::filesystem::rename(archive, output, error);
    } else {
        std::filesystem::rename(folder.path(), output, error);
    }
    if (error) cannot_write(output, error.message());
    progress.finish(std::to_string(counts.ratings) + " ratings of " +
                    std::to_string(counts.movies) + " movies by " + std::to_string(counts.users) +
                    " users, in " + output.string());
    return counts;
}

}  // namespace neurec::infrastructure::datasets
