#include "infrastructure/persistence/migrations.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/name_keys.hpp"

namespace neurec::infrastructure::persistence {

namespace {

std::vector<std::string> statements_of(const std::string& script) {
    std::vector<std::string> statements;
    std::string statement;
    std::size_t begin = 0;
    while (begin < script.size()) {
        const std::size_t end = std::min(script.find('\n', begin), script.size());
        const std::string line = script.substr(begin, end - begin);
        begin = end + 1;
        if (line.starts_with("--")) continue;
        statement += line + '\n';
        if (!line.ends_with(';')) continue;
        statements.push_back(statement.substr(0, statement.rfind(';')));
        statement.clear();
    }
    return statements;
}

/// The schema's number, or 0 where nothing was ever migrated.
int schema_number(soci::session& session) {
    int number = 0;
    session << "select coalesce(max(number), 0) from schema_migrations", soci::into(number);
    return number;
}

/// As schema_number, where the table may not exist yet. How an absent table shows differs between
/// engines; any other failure comes back with the first write.
int schema_number_of_any(soci::session& session) {
    try {
        return schema_number(session);
    } catch (const soci::soci_error&) {
        return 0;
    }
}

/// Of the step whose rows no SQL of both databases can fill.
constexpr int kAccountNames = 6;

void apply(Connection& connection, const Migration& migration) {
    soci::session& session = connection.session();
    for (const std::string& statement :
         statements_of(connection.engine().in_dialect(migration.sql)))
        session << statement;
    if (migration.number == kAccountNames) fill_name_keys(session);
    const std::string name(migration.name);
    session << "insert into schema_migrations (number, name) values (:number, :name)",
        soci::use(migration.number), soci::use(name);
}

}  // namespace

MigrationReport migrate(Connection& connection) {
    soci::session& session = connection.session();
    const int newest = migrations().back().number;
    const int found = schema_number_of_any(session);
    if (found > newest)
        throw domain::Unavailable(connection.engine().name() + " has schema " +
                                  std::to_string(found) + ", but this program knows only " +
                                  std::to_string(newest) +
                                  ". It was made by a newer version: use that one, or another "
                                  "database (NEUREC_HOME, NEUREC_DATABASE_URL).");
    if (found == newest) return {found, newest};

    // Of two programs that start together, the second waits here, and then finds nothing to do.
    Transaction transaction(connection, Transaction::Kind::write);
    connection.allow_long_work();
    connection.engine().lock_schema(session);
    session << "create table if not exists schema_migrations (number integer primary key, name "
               "varchar(200) not null)";
    const int from = schema_number(session);
    for (const Migration& migration : migrations())
        if (migration.number > from) apply(connection, migration);
    transaction.commit();
    return {from, newest};
}

}  // namespace neurec::infrastructure::persistence
