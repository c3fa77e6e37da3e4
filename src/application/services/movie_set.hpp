#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "domain/models/dataset.hpp"

namespace neurec::application {

/// A set of catalogue positions that is emptied in constant time: each member carries the number of
/// the clearing it was added after. Meant to be kept from request to request, one a thread.
class MovieSet {
  public:
    /// Empties the set and makes room for positions below `movies`. O(1), but for growth and once
    /// in 2³² times.
    void clear(std::size_t movies) {
        if (stamps_.size() < movies) stamps_.resize(movies, 0);
        if (generation_ == std::numeric_limits<std::uint32_t>::max()) {
            stamps_.assign(stamps_.size(), 0);
            generation_ = 0;
        }
        ++generation_;
    }
    /// Adds the movie; false where it was in already.
    bool insert(domain::MovieIndex movie) {
        if (stamps_[movie] == generation_) return false;
        stamps_[movie] = generation_;
        return true;
    }
    [[nodiscard]] bool contains(domain::MovieIndex movie) const {
        return stamps_[movie] == generation_;
    }

  private:
    std::vector<std::uint32_t> stamps_;
    std::uint32_t generation_ = 0;
};

}  // namespace neurec::application
