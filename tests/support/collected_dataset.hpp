#pragma once

#include <stdexcept>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/dataset_source.hpp"

namespace neurec::tests {

/// All that a reader gives, as a data set; a bad line throws std::runtime_error.
inline domain::Dataset collected(domain::DatasetReader& reader) {
    class Collector : public domain::DatasetSink {
      public:
        void take(const domain::Movie& movie) override { movies.push_back(movie); }
        void take(const domain::User& user) override { users.push_back(user); }
        void take(const domain::Rating& rating) override { ratings.push_back(rating); }
        void reject(const domain::BadLine& line) override {
            throw std::runtime_error(line.file + ": " + line.problem);
        }
        void progressed(std::uint64_t /*bytes*/) override {}

        std::vector<domain::Movie> movies;
        std::vector<domain::User> users;
        std::vector<domain::Rating> ratings;
    } all;
    reader.read(all);
    return {std::move(all.users), std::move(all.movies), all.ratings};
}

}  // namespace neurec::tests
