#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ports/dataset_source.hpp"
#include "infrastructure/datasets/file_tree.hpp"
#include "infrastructure/datasets/movielens_rows.hpp"

namespace neurec::infrastructure::datasets {

/// The files of one MovieLens layout, and how their lines are read.
struct MovieLensLayout {
    std::string_view name;         ///< for people: "ml-1m"
    std::string_view movies_file;  ///< also what the layout is recognised by
    std::string_view users_file;   ///< empty: the layout has none, users are those who rate
    std::string_view ratings_file;
    std::string_view movies_header;  ///< the first line of the file, where there is one
    std::string_view ratings_header;
    Parsed<domain::Movie> (*parse_movie)(std::string_view line);
    Parsed<domain::User> (*parse_user)(std::string_view line);
    Parsed<domain::Rating> (*parse_rating)(std::string_view line);
};

/// A MovieLens data set in any of its layouts. Movies and users are read before ratings; a layout
/// without users gives each user right before their first rating. The movies' file is taken as
/// UTF-8 where all of it is well-formed UTF-8, else as ISO-8859-1, which is what ml-1m and ml-100k
/// come in. Times in milliseconds become seconds (RatingTimes), which notes() tells. A rating of a
/// pair that was there before is given again: the later line wins.
class MovieLensReader : public domain::DatasetReader {
  public:
    /// `folder`: the prefix of the layout's files inside `files`, "" or ending in '/'. InvalidInput
    /// where a file of the layout is missing. `now`: seconds since 1970 UTC; no rating is of later.
    MovieLensReader(std::unique_ptr<FileTree> files, const MovieLensLayout& layout,
                    std::string folder, std::int64_t now);

    [[nodiscard]] std::string_view layout() const override { return layout_.name; }
    [[nodiscard]] std::uint64_t total_bytes() const override { return total_bytes_; }
    void read(domain::DatasetSink& sink) override;
    [[nodiscard]] std::vector<std::string> notes() const override { return notes_; }

  private:
    class Pass;

    [[nodiscard]] std::uint64_t size_of(std::string_view file) const;

    std::unique_ptr<FileTree> files_;
    const MovieLensLayout& layout_;
    std::string folder_;
    std::int64_t now_;
    std::uint64_t total_bytes_ = 0;
    std::vector<std::string> notes_;
};

}  // namespace neurec::infrastructure::datasets
