#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>

namespace neurec::application {

/// A data set that was made.
struct GenerateReport {
    std::string output;
    std::uint64_t seed = 0;
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
};
BOOST_DESCRIBE_STRUCT(GenerateReport, (), (output, seed, users, movies, ratings))

}  // namespace neurec::application
