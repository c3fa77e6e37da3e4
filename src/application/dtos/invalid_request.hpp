#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/errors.hpp"

namespace neurec::application {

/// One thing in a request that only the use case could find wrong: a movie that does not exist, an
/// unknown genre.
struct FieldFault {
    /// The way to the value, as a client sees it: "body", "ratings", 2, "movie_id".
    std::vector<std::variant<std::string, std::int64_t>> location;
    std::string problem;
    std::variant<std::int64_t, std::string> input;  ///< the value that does not fit
};

/// A request that is well-formed but cannot be met; carries every fault.
class InvalidRequest : public domain::InvalidInput {
  public:
    /// `faults`: at least one; what() is the first one's problem.
    explicit InvalidRequest(std::vector<FieldFault> faults)
        : domain::InvalidInput(faults.front().problem), faults_(std::move(faults)) {}
    [[nodiscard]] const std::vector<FieldFault>& faults() const noexcept { return faults_; }

  private:
    std::vector<FieldFault> faults_;
};

}  // namespace neurec::application
