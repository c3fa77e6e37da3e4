#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/models/user_profile.hpp"

namespace neurec::application {

/// Whether two titles may name one movie, the one a correction of the other: at least half of the
/// words of the longer one are in both, and the years are no more than two apart. Case,
/// punctuation, articles wherever they stand ("Toy Story, The") and what else is in parentheses do
/// not count.
[[nodiscard]] bool may_be_one_movie(std::string_view left, std::string_view right);

/// Whether an import would take away or change something that is known of a user.
[[nodiscard]] bool contradicts(const domain::Demographics& stored,
                               const domain::Demographics& imported);

/// Rows that a data set and its source both have, and how many say something else. More than one
/// in ten is beyond a correction.
class SourceAgreement {
  public:
    /// What differs is beyond a correction only from `at_least` rows on, and always from more than
    /// `at_most`.
    SourceAgreement(std::uint64_t at_least, std::uint64_t at_most)
        : at_least_(at_least), at_most_(at_most) {}

    void agree(std::uint64_t rows = 1) { compared_ += rows; }
    void differ(std::uint64_t rows = 1) {
        compared_ += rows;
        differing_ += rows;
    }
    /// The first few are kept for the message.
    void differ(const std::string& example);

    [[nodiscard]] bool is_beyond_correction() const;
    /// "3 of 20".
    [[nodiscard]] std::string shares() const;
    [[nodiscard]] const std::vector<std::string>& examples() const { return examples_; }

  private:
    std::uint64_t at_least_;
    std::uint64_t at_most_;
    std::uint64_t compared_ = 0;
    std::uint64_t differing_ = 0;
    std::vector<std::string> examples_;
};

}  // namespace neurec::application
