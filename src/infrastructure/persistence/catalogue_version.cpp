#include "infrastructure/persistence/catalogue_version.hpp"

#include <soci/soci.h>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// Servers ask twice a second.
struct VersionQuery {
    long long version = 0;
    soci::statement statement;

    explicit VersionQuery(Connection& connection)
        : statement(
              (connection.session().prepare << "select version from catalogue_version where id = 1",
               soci::into(version))) {}
};

}  // namespace

void count_catalogue_change(Connection& connection) {
    connection.session() << "update catalogue_version set version = version + 1 where id = 1";
}

std::uint64_t catalogue_version(Connection& connection) {
    auto& query = connection.query<VersionQuery>();
    query.statement.execute(true);
    return static_cast<std::uint64_t>(query.version);
}

}  // namespace neurec::infrastructure::persistence
