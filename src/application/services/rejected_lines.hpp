#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "application/dtos/import_report.hpp"
#include "domain/ports/dataset_source.hpp"

namespace neurec::application {

/// The lines that an import leaves out, and what is wrong with most of them.
class RejectedLines {
  public:
    /// Bad lines of one file that are kept in full; a bad movie often makes bad ratings, and shall
    /// not be hidden behind them.
    static constexpr std::size_t kShownOfAFile = 5;
    /// Of a small data set so many may be bad, if they are no more than half of it.
    static constexpr std::uint64_t kAlwaysAllowed = 3;

    void add(const domain::BadLine& line);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// The first kShownOfAFile of each file.
    [[nodiscard]] const std::vector<RejectedLine>& first() const { return first_; }
    /// InvalidInput, with the fault that most of them share, where they are more than `share` of
    /// all lines and more than kAlwaysAllowed.
    void require_few(std::uint64_t good_lines, double share) const;

  private:
    struct Fault {
        RejectedLine first;
        std::uint64_t count = 0;
    };

    std::uint64_t count_ = 0;
    std::string file_;
    std::size_t of_file_ = 0;
    std::vector<RejectedLine> first_;
    std::map<std::string, Fault> faults_;  ///< by what is wrong, without the line's own values
};

}  // namespace neurec::application
