#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace neurec::application {

/// A line that an import left out.
struct RejectedLine {
    std::string file;
    std::uint64_t line = 0;  ///< 1-based
    std::string text;
    std::string problem;
};
BOOST_DESCRIBE_STRUCT(RejectedLine, (), (file, line, text, problem))

/// What an import read, what it did to the database, and what that holds since.
struct ImportReport {
    std::string layout;
    std::string source;
    std::uint64_t movies_read = 0;
    std::uint64_t users_read = 0;
    std::uint64_t ratings_read = 0;
    std::uint64_t lines_rejected = 0;
    std::vector<RejectedLine> first_rejected;  ///< the first few of each file
    std::vector<std::string> notes;            ///< what was read otherwise than as it is written
    std::uint64_t movies_added = 0;
    std::uint64_t movies_changed = 0;
    std::uint64_t users_added = 0;
    std::uint64_t users_changed = 0;
    std::uint64_t ratings_added = 0;
    std::uint64_t ratings_changed = 0;
    std::uint64_t movies_with_other_ids = 0;  ///< of the source: than in the data set
    std::uint64_t users_with_other_ids = 0;
    std::uint64_t movies_stored = 0;  ///< in the database, after the import, whoever's
    std::uint64_t users_stored = 0;
    std::uint64_t ratings_stored = 0;
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (layout, source, movies_read, users_read, ratings_read, lines_rejected,
                       first_rejected, notes, movies_added, movies_changed, users_added,
                       users_changed, ratings_added, ratings_changed, movies_with_other_ids,
                       users_with_other_ids, movies_stored, users_stored, ratings_stored))

}  // namespace neurec::application
