#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "infrastructure/datasets/file_tree.hpp"

namespace neurec::infrastructure::datasets {

/// A file's lines without their ends (LF or CR LF) and without a UTF-8 byte order mark. The last
/// line needs no end.
class LineReader {
  public:
    /// Lines beyond this many bytes are given cut to it, with too_long() set.
    static constexpr std::size_t kLongestLine = std::size_t{1} << 16U;

    /// `source` must outlive the reader.
    explicit LineReader(ByteSource& source);

    /// Moves to the next line; false at the end. Errors are those of the source.
    [[nodiscard]] bool next();
    /// The current line; valid until the next call of next().
    [[nodiscard]] std::string_view line() const { return line_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }  ///< 1-based
    [[nodiscard]] bool too_long() const { return too_long_; }
    /// Bytes of the file behind us.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    [[nodiscard]] bool refill();
    void skip_rest_of_line();

    ByteSource& source_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool at_end_ = false;
    std::string_view line_;
    std::string kept_;  ///< beginning of a line that is longer than the buffer
    std::uint64_t number_ = 0;
    std::uint64_t bytes_ = 0;
    bool too_long_ = false;
};

}  // namespace neurec::infrastructure::datasets
