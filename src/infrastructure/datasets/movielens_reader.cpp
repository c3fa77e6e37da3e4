#include "infrastructure/datasets/movielens_reader.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/datasets/line_reader.hpp"
#include "infrastructure/datasets/rating_times.hpp"
#include "infrastructure/datasets/text_encoding.hpp"

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::size_t kShownOfALine = 200;
constexpr std::uint64_t kLinesBetweenReports = 4096;

bool is_utf8_file(ByteSource& source) {
    LineReader lines(source);
    while (lines.next())
        if (!lines.too_long() && !is_valid_utf8(lines.line())) return false;
    return true;
}

}  // namespace

/// One way through all files: what has been seen, and how far we are.
class MovieLensReader::Pass {
  public:
    Pass(const MovieLensReader& reader, domain::DatasetSink& sink)
        : reader_(reader), sink_(sink), times_(reader.now_) {}

    void run() {
        const MovieLensLayout& layout = reader_.layout_;
        read_file(layout.movies_file, layout.movies_header, is_latin1(layout.movies_file),
                  [&](std::string_view line) { return take(layout.parse_movie(line)); });
        if (!layout.users_file.empty())
            read_file(layout.users_file, "", false,
                      [&](std::string_view line) { return take(layout.parse_user(line)); });
        read_file(layout.ratings_file, layout.ratings_header, false,
                  [&](std::string_view line) { return take(layout.parse_rating(line)); });
    }

    [[nodiscard]] std::vector<std::string> notes() const {
        if (!times_.are_milliseconds()) return {};
        return {reader_.folder_ + std::string(reader_.layout_.ratings_file) +
                " has its times in milliseconds; they were read as such"};
    }

  private:
    bool is_latin1(std::string_view file) const {
        return !is_utf8_file(*reader_.files_->open(reader_.folder_ + std::string(file)));
    }

    /// `take_line` returns what is wrong with a line; an empty text where nothing is.
    template <class TakeLine>
    void read_file(std::string_view file, std::string_view header, bool latin1,
                   TakeLine take_line) {
        const std::string name = reader_.folder_ + std::string(file);
        const std::unique_ptr<ByteSource> source = reader_.files_->open(name);
        LineReader lines(*source);
        bool has_lines = false;
        while (lines.next()) {
            std::string problem;
            if (lines.number() == 1 && !header.empty()) {
                if (lines.line() == header) continue;
                throw domain::InvalidInput(name + " begins with '" +
                                           printable(lines.line(), kShownOfALine) +
                                           "', but a header '" + std::string(header) +
                                           "' was expected. Is it MovieLens' file?");
            }
            if (lines.number() % kLinesBetweenReports == 0)
                sink_.progressed(bytes_before_ + lines.bytes());
            if (lines.line().empty() && !lines.too_long()) continue;
            has_lines = true;
            if (lines.too_long()) {
                problem = "the line is longer than 65536 bytes";
            } else if (latin1) {
                problem = take_line(latin1_to_utf8(lines.line()));
            } else if (!is_valid_utf8(lines.line())) {
                problem = "the line is not valid UTF-8";
            } else {
                problem = take_line(lines.line());
            }
            if (!problem.empty())
                sink_.reject({name, lines.number(), printable(lines.line(), kShownOfALine),
                              std::move(problem)});
        }
        if (!has_lines)
            throw domain::InvalidInput(name + " holds no rows. Is the data set complete?");
        bytes_before_ += lines.bytes();
        sink_.progressed(bytes_before_);
    }

    template <class Row>
    std::string take(Parsed<Row> parsed) {
        if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(problem->text);
        return take(std::get<Row>(parsed));
    }

    std::string take(const domain::Movie& movie) {
        if (!movies_.insert(movie.id.value).second)
            return "movie " + std::to_string(movie.id.value) + " is there twice";
        sink_.take(movie);
        return {};
    }

    std::string take(const domain::User& user) {
        if (!users_.insert(user.id.value).second)
            return "user " + std::to_string(user.id.value) + " is there twice";
        sink_.take(user);
        return {};
    }

    std::string take(domain::Rating rating) {
        auto time = times_.read(rating.timestamp);
        if (auto* problem = std::get_if<Problem>(&time)) return std::move(problem->text);
        rating.timestamp = std::get<std::int64_t>(time);
        if (!movies_.contains(rating.movie.value))
            return "movie " + std::to_string(rating.movie.value) + " is not in " +
                   std::string(reader_.layout_.movies_file);
        if (reader_.layout_.users_file.empty()) {
            if (users_.insert(rating.user.value).second) sink_.take(domain::User{rating.user, {}});
        } else if (!users_.contains(rating.user.value)) {
            return "user " + std::to_string(rating.user.value) + " is not in " +
                   std::string(reader_.layout_.users_file);
        }
        sink_.take(rating);
        return {};
    }

    const MovieLensReader& reader_;
    domain::DatasetSink& sink_;
    RatingTimes times_;
    std::unordered_set<std::int64_t> movies_;
    std::unordered_set<std::int64_t> users_;
    std::uint64_t bytes_before_ = 0;
};

MovieLensReader::MovieLensReader(std::unique_ptr<FileTree> files, const MovieLensLayout& layout,
                                 std::string folder, std::int64_t now)
    : files_(std::move(files)), layout_(layout), folder_(std::move(folder)), now_(now) {
    for (const std::string_view file : {layout.movies_file, layout.users_file, layout.ratings_file})
        if (!file.empty()) total_bytes_ += size_of(file);
}

std::uint64_t MovieLensReader::size_of(std::string_view file) const {
    const auto found =
        std::ranges::find(files_->files(), folder_ + std::string(file), &FileTree::File::name);
    if (found == files_->files().end())
        throw domain::InvalidInput("The data set has " + folder_ +
                                   std::string(layout_.movies_file) + " but no " + folder_ +
                                   std::string(file) + "; the " + std::string(layout_.name) +
                                   " layout needs it. Is the data set complete?");
    return found->bytes;
}

void MovieLensReader::read(domain::DatasetSink& sink) {
    Pass pass(*this, sink);
    pass.run();
    notes_ = pass.notes();
}

}  // namespace neurec::infrastructure::datasets
