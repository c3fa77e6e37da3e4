#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::domain {

/// One user's test in a leave-one-out split: is the movie that was held out ranked above movies the
/// user is taken not to know?
struct LeaveOneOutCase {
    UserIndex user = 0;
    MovieIndex held_out = 0;  ///< a movie that the user rates
    /// Movies that the user does not rate. The published file also names some held-out movies among
    /// their own negatives; such a one stands before itself, since ties count against the method.
    std::vector<MovieIndex> negatives;
    bool operator==(const LeaveOneOutCase&) const = default;
};

struct LeaveOneOutSplit {
    std::string origin;                  ///< where it comes from, for people
    std::vector<LeaveOneOutCase> cases;  ///< by ascending user, each at most once
};

/// A published leave-one-out split.
class LeaveOneOutSource {
  public:
    virtual ~LeaveOneOutSource() = default;
    /// The split for this data set, or nothing where there is none. A split that does not agree
    /// with the data in every case, or whose files are damaged: InvalidInput. Unavailable when
    /// reading fails.
    [[nodiscard]] virtual std::optional<LeaveOneOutSplit> load(const Dataset& data) const = 0;
};

}  // namespace neurec::domain
