#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::domain {

/// A line of a data set that cannot be taken.
struct BadLine {
    std::string file;          ///< as it is called inside the archive or folder
    std::uint64_t number = 0;  ///< 1-based
    std::string text;          ///< the line, as UTF-8, cut at 200 characters
    std::string problem;       ///< what is wrong and what was expected
};

/// Receives a data set row by row, movies and users before ratings.
class DatasetSink {
  public:
    virtual ~DatasetSink() = default;
    virtual void take(const Movie& movie) = 0;
    virtual void take(const User& user) = 0;
    virtual void take(const Rating& rating) = 0;
    /// A line that was left out. A sink that does not accept bad lines throws InvalidInput here.
    virtual void reject(const BadLine& line) = 0;
    /// `bytes` of the reader's total_bytes() are behind us.
    virtual void progressed(std::uint64_t bytes) = 0;
};

/// A data set somewhere outside: a MovieLens archive or folder.
class DatasetReader {
  public:
    virtual ~DatasetReader() = default;
    /// The layout that was recognised, for people: "ml-1m", "ml-100k", "ml-latest (CSV)".
    [[nodiscard]] virtual std::string_view layout() const = 0;
    /// Size of everything that read() will go through, in bytes.
    [[nodiscard]] virtual std::uint64_t total_bytes() const = 0;
    /// Hands every row to the sink: movies, then users, then ratings. Layouts without users
    /// (ml-latest) give one user without demographics per id that rates. A rating that names an
    /// unknown movie or user is a bad line, as is a second row with the id of an earlier one.
    /// Throws what the sink throws; Unavailable when reading fails.
    virtual void read(DatasetSink& sink) = 0;
    /// What read() took otherwise than as it is written, in sentences without a full stop.
    [[nodiscard]] virtual std::vector<std::string> notes() const { return {}; }
};

}  // namespace neurec::domain
