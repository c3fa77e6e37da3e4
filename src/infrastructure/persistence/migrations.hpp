#pragma once

#include <string_view>
#include <vector>

namespace neurec::infrastructure::persistence {

class Connection;

/// One step of the schema. Steps only go forward; a step that has been released is never changed.
struct Migration {
    int number = 0;         ///< 1, 2, …, without gaps
    std::string_view name;  ///< its file's name, without the ending
    std::string_view sql;   ///< statements, each ended by ';' at the end of a line
};

/// All steps in their order; made from migrations/*.sql at build time.
const std::vector<Migration>& migrations();

/// What a migration run did.
struct MigrationReport {
    int from = 0;  ///< schema number before; 0: an empty database
    int to = 0;
};

/// Takes the database to the newest schema, in one transaction. A database that has it already is
/// only read, so that a program can start while another one writes. Unavailable for a schema that
/// is newer than this program.
MigrationReport migrate(Connection& connection);

}  // namespace neurec::infrastructure::persistence
