#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/ports/training_program.hpp"

namespace neurec::infrastructure::processes {

/// Reads what `neurec train --progress-lines` writes: one JSON object a line (docs/training.md).
class TrainingLines {
  public:
    /// Takes text as it comes, in pieces of any size. True where there is news. A line that is none
    /// of ours, or longer than kLongestLine, is passed over.
    bool take(std::string_view text);

    [[nodiscard]] const domain::TrainingNews& news() const { return news_; }
    /// The new model, once the program has said that it is there.
    [[nodiscard]] const std::optional<std::string>& model_id() const { return model_id_; }

    static constexpr std::size_t kLongestLine = 64UL * 1024;

  private:
    bool take_line(std::string_view line);

    std::string rest_;  ///< the beginning of a line that is not whole yet
    domain::TrainingNews news_;
    std::optional<std::string> model_id_;
};

}  // namespace neurec::infrastructure::processes
