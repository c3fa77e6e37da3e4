#include "infrastructure/datasets/ncf_split.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/datasets/file_tree.hpp"
#include "infrastructure/datasets/line_reader.hpp"
#include "infrastructure/datasets/open_dataset.hpp"

namespace neurec::infrastructure::datasets {

namespace {

/// A row of ml-1m.test.rating.
struct TestRating {
    std::uint32_t user = 0;
    std::uint32_t item = 0;
    float stars = 0;
    std::int64_t timestamp = 0;
};

/// A row of ml-1m.test.negative.
struct TestNegatives {
    std::uint32_t user = 0;
    std::uint32_t item = 0;
    std::vector<std::uint32_t> negatives;
};

using ItemNumbers = std::vector<domain::MovieId>;  ///< movie of each item number
/// Users by their MovieLens id.
using UserNames = std::unordered_map<std::string, domain::UserId>;

/// What the numbers of the split's files stand for.
struct Numbering {
    ItemNumbers items;
    /// Null where users have their MovieLens ids.
    const UserNames* users = nullptr;

    [[nodiscard]] std::optional<domain::UserIndex> user(std::uint32_t number,
                                                        const domain::Dataset& data) const {
        const std::int64_t id = std::int64_t{number} + 1;
        if (users == nullptr) return data.index_of(domain::UserId{id});
        const auto found = users->find(std::to_string(id));
        return found == users->end() ? std::nullopt : data.index_of(found->second);
    }
    /// The movie of an item number, where the data has it.
    [[nodiscard]] std::optional<domain::MovieIndex> movie(std::uint32_t item,
                                                          const domain::Dataset& data) const {
        if (item >= items.size()) return std::nullopt;
        return data.index_of(items[item]);
    }
};

/// A file, plain or compressed by gzip: zlib reads both.
class GzipSource : public ByteSource {
  public:
    explicit GzipSource(std::filesystem::path path)
        : path_(std::move(path)), file_(gzopen(path_.c_str(), "rb")) {
        if (!file_)
            throw domain::Unavailable("Cannot open " + path_.string() +
                                      ". Check that it may be read.");
    }

    [[nodiscard]] std::size_t read(std::span<char> buffer) override {
        const int bytes = gzread(file_.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
        int code = Z_OK;
        const std::string problem = gzerror(file_.get(), &code);
        if (code == Z_ERRNO)
            throw domain::Unavailable("Reading " + path_.string() + " failed: " + problem + ".");
        if (code == Z_MEM_ERROR) throw std::bad_alloc();
        if (bytes < 0 || (bytes == 0 && code != Z_OK && code != Z_STREAM_END))
            throw domain::InvalidInput(path_.string() + " is damaged (" + problem +
                                       "). Fetch it anew.");
        return static_cast<std::size_t>(bytes);
    }

  private:
    struct Close {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };
    std::filesystem::path path_;
    std::unique_ptr<gzFile_s, Close> file_;
};

/// A text file's lines, with a way to say what is wrong with one.
class TextLines {
  public:
    explicit TextLines(std::filesystem::path path)
        : path_(std::move(path)), source_(path_), reader_(source_) {}

    /// The next line that is not empty, or nothing after the last.
    [[nodiscard]] std::optional<std::string_view> next() {
        while (reader_.next()) {
            if (reader_.too_long()) fail("the line is too long");
            if (!reader_.line().empty()) return reader_.line();
        }
        return std::nullopt;
    }
    [[noreturn]] void fail(const std::string& problem) const {
        throw domain::InvalidInput(path_.string() + ", line " + std::to_string(reader_.number()) +
                                   ": " + problem + ".");
    }

  private:
    std::filesystem::path path_;
    GzipSource source_;
    LineReader reader_;
};

/// The fields of a line, one after the other.
class Fields {
  public:
    Fields(const TextLines& lines, std::string_view line) : lines_(lines), rest_(line) {}

    [[nodiscard]] bool empty() const { return rest_.empty(); }
    template <class Number>
    [[nodiscard]] Number number() {
        Number value{};
        const auto [stop, error] =
            std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) lines_.fail("a number is expected at \"" + shown() + "\"");
        rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
        return value;
    }
    void expect(char character) {
        if (!rest_.starts_with(character))
            lines_.fail(std::string("'") + character + "' is expected at \"" + shown() + "\"");
        rest_.remove_prefix(1);
    }

  private:
    [[nodiscard]] std::string shown() const { return std::string(rest_.substr(0, 40)); }

    const TextLines& lines_;
    std::string_view rest_;
};

std::vector<TestRating> read_ratings(const std::filesystem::path& path) {
    TextLines lines(path);
    std::vector<TestRating> rows;
    while (const auto line = lines.next()) {
        Fields fields(lines, *line);
        TestRating row;
        row.user = fields.number<std::uint32_t>();
        fields.expect('\t');
        row.item = fields.number<std::uint32_t>();
        fields.expect('\t');
        row.stars = fields.number<float>();
        fields.expect('\t');
        row.timestamp = fields.number<std::int64_t>();
        rows.push_back(row);
    }
    return rows;
}

std::vector<TestNegatives> read_negatives(const std::filesystem::path& path) {
    TextLines lines(path);
    std::vector<TestNegatives> rows;
    while (const auto line = lines.next()) {
        Fields fields(lines, *line);
        TestNegatives row;
        fields.expect('(');
        row.user = fields.number<std::uint32_t>();
        fields.expect(',');
        row.item = fields.number<std::uint32_t>();
        fields.expect(')');
        while (!fields.empty()) {
            fields.expect('\t');
            row.negatives.push_back(fields.number<std::uint32_t>());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Numbers movies in the order in which they are given, each once.
class ItemNumbering {
  public:
    void see(domain::MovieId movie) {
        if (seen_.insert(movie).second) order_.push_back(movie);
    }
    [[nodiscard]] ItemNumbers take() { return std::move(order_); }

  private:
    std::unordered_set<domain::MovieId> seen_;
    ItemNumbers order_;
};

ItemNumbers numbers_from(const domain::Dataset& data) {
    ItemNumbering numbering;
    for (const domain::MovieIndex movie : data.all_ratings().movies)
        numbering.see(data.movies()[movie].id);
    return numbering.take();
}

ItemNumbers numbers_from(domain::DatasetReader& reader) {
    class FirstRatings : public domain::DatasetSink {
      public:
        void take(const domain::Movie& /*movie*/) override {}
        void take(const domain::User& /*user*/) override {}
        void take(const domain::Rating& rating) override { numbering.see(rating.movie); }
        void reject(const domain::BadLine& /*line*/) override {}
        void progressed(std::uint64_t /*bytes*/) override {}
        ItemNumbering numbering;
    } first_ratings;
    reader.read(first_ratings);
    return first_ratings.numbering.take();
}

/// What a test rating says, in positions of the data set, where the data has exactly that rating.
std::optional<domain::LeaveOneOutCase> agreed(const TestRating& row, const Numbering& numbers,
                                              const domain::Dataset& data) {
    const auto user = numbers.user(row.user, data);
    const auto movie = numbers.movie(row.item, data);
    if (!user || !movie) return std::nullopt;
    const domain::RatingsView ratings = data.ratings_of(*user);
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (ratings.movies[i] == *movie && ratings.values[i] == row.stars &&
            ratings.timestamps[i] == row.timestamp)
            return domain::LeaveOneOutCase{*user, *movie, {}};
    return std::nullopt;
}

/// The cases, still without negatives, that agree with the data.
std::vector<domain::LeaveOneOutCase> agreed(const std::vector<TestRating>& rows,
                                            const Numbering& numbers, const domain::Dataset& data) {
    std::vector<domain::LeaveOneOutCase> cases;
    for (const TestRating& row : rows)
        if (auto found = agreed(row, numbers, data)) cases.push_back(std::move(*found));
    return cases;
}

bool rates(const domain::Dataset& data, domain::UserIndex user, domain::MovieIndex movie) {
    const auto movies = data.ratings_of(user).movies;
    return std::ranges::find(movies, movie) != movies.end();
}

void add_negatives(std::vector<domain::LeaveOneOutCase>& cases,
                   const std::vector<TestRating>& ratings, const std::vector<TestNegatives>& rows,
                   const Numbering& numbers, const domain::Dataset& data,
                   const std::filesystem::path& file) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string where = file.string() + ", row " + std::to_string(i + 1);
        if (rows[i].user != ratings[i].user || rows[i].item != ratings[i].item)
            throw domain::InvalidInput(where +
                                       " is about another user or item than that row of "
                                       "the test ratings. Fetch both files anew.");
        if (rows[i].negatives.empty())
            throw domain::InvalidInput(where + " has no negative items. Fetch the file anew.");
        for (const std::uint32_t item : rows[i].negatives) {
            const auto movie = numbers.movie(item, data);
            if (!movie)
                throw domain::InvalidInput(where + ": item " + std::to_string(item) +
                                           " is not in the data. Fetch the file anew.");
            // The published file names 156 held-out movies among their own negatives.
            if (*movie != cases[i].held_out && rates(data, cases[i].user, *movie))
                throw domain::InvalidInput(where + ": item " + std::to_string(item) +
                                           " is a movie that the user rates. The split belongs to "
                                           "other data, or is damaged: fetch it anew.");
            cases[i].negatives.push_back(*movie);
        }
    }
}

std::filesystem::path negatives_file(const std::filesystem::path& folder) {
    std::filesystem::path plain = folder / "ml-1m.test.negative";
    std::filesystem::path compressed = folder / "ml-1m.test.negative.gz";
    if (std::filesystem::exists(compressed)) return compressed;
    if (std::filesystem::exists(plain)) return plain;
    throw domain::InvalidInput(folder.string() +
                               " has the split's test ratings, but not its negatives "
                               "(ml-1m.test.negative.gz). Fetch them, too.");
}

/// Ascending users, each once.
void sort_by_user(std::vector<domain::LeaveOneOutCase>& cases,
                  const std::filesystem::path& folder) {
    std::ranges::sort(cases, {}, &domain::LeaveOneOutCase::user);
    if (std::ranges::adjacent_find(cases, {}, &domain::LeaveOneOutCase::user) != cases.end())
        throw domain::InvalidInput("The split in " + folder.string() +
                                   " tests a user twice. Fetch it anew.");
}

}  // namespace

NcfSplit::NcfSplit(std::filesystem::path folder, std::optional<std::filesystem::path> dataset,
                   domain::ImportedSources* sources)
    : folder_(std::move(folder)), dataset_(std::move(dataset)), sources_(sources) {}

std::optional<domain::LeaveOneOutSplit> NcfSplit::load(const domain::Dataset& data) const {
    const std::filesystem::path ratings_file = folder_ / "ml-1m.test.rating";
    if (!std::filesystem::exists(ratings_file)) return std::nullopt;
    const std::vector<TestRating> ratings = read_ratings(ratings_file);
    const std::filesystem::path file = negatives_file(folder_);
    const std::vector<TestNegatives> negatives = read_negatives(file);
    if (ratings.size() != negatives.size())
        throw domain::InvalidInput("The split in " + folder_.string() + " has " +
                                   std::to_string(ratings.size()) +
                                   " test ratings but negatives "
                                   "for " +
                                   std::to_string(negatives.size()) + ". Fetch both files anew.");

    const std::vector<domain::ImportedSource> sources =
        sources_ == nullptr ? std::vector<domain::ImportedSource>{} : sources_->all();
    Numbering numbers;
    std::vector<domain::LeaveOneOutCase> cases;
    const auto try_numbering = [&](Numbering tried) {
        if (!cases.empty() && cases.size() == ratings.size()) return;
        numbers = std::move(tried);
        cases = agreed(ratings, numbers, data);
    };
    for (const domain::ImportedSource& source : sources)
        try_numbering({source.movies_by_first_rating, &source.users});
    try_numbering({numbers_from(data)});
    if (cases.size() != ratings.size() && dataset_)
        try_numbering({numbers_from(*open_dataset(*dataset_))});
    if (cases.size() != ratings.size())
        throw domain::InvalidInput(
            "The split in " + folder_.string() + " does not belong to this data: only " +
            std::to_string(cases.size()) + " of its " + std::to_string(ratings.size()) +
            " test ratings are there with the same stars and time. Its items are numbered as "
            "ratings.dat of MovieLens 1M names them first, which a database knows of what it has "
            "imported since it has schema 5: import that data set (again), or name it with "
            "--dataset, or name a folder without a split (--ncf-split) to have one drawn.");
    add_negatives(cases, ratings, negatives, numbers, data, file);
    sort_by_user(cases, folder_);
    return domain::LeaveOneOutSplit{"the published NCF split (" + folder_.string() + "), " +
                                        std::to_string(cases.size()) + " users",
                                    std::move(cases)};
}

}  // namespace neurec::infrastructure::datasets
