#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/ports/dataset_source.hpp"

namespace neurec::tests {

/// Keeps all that a reader gives, bad lines included.
class RecordingSink : public domain::DatasetSink {
  public:
    void take(const domain::Movie& movie) override { movies.push_back(movie); }
    void take(const domain::User& user) override { users.push_back(user); }
    void take(const domain::Rating& rating) override { ratings.push_back(rating); }
    void reject(const domain::BadLine& line) override { bad_lines.push_back(line); }
    void progressed(std::uint64_t bytes) override { progress.push_back(bytes); }

    std::vector<domain::Movie> movies;
    std::vector<domain::User> users;
    std::vector<domain::Rating> ratings;
    std::vector<domain::BadLine> bad_lines;
    std::vector<std::uint64_t> progress;
};

/// A rating in the form of a row.
inline domain::Rating rating(std::int64_t user, std::int64_t movie, float stars,
                             std::int64_t timestamp) {
    return {domain::UserId{user}, domain::MovieId{movie}, stars, timestamp};
}

}  // namespace neurec::tests
