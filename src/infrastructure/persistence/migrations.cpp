#include "infrastructure/persistence/migrations.hpp"

#include <soci/soci.h>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

namespace {

constexpr std::string_view kClustered = "${clustered}";

std::string for_sqlite(std::string_view sql) {
    std::string text(sql);
    for (std::size_t at = text.find(kClustered); at != std::string::npos;
         at = text.find(kClustered, at))
        text.replace(at, kClustered.size(), "without rowid");
    return text;
}

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

int schema_number(soci::session& session) {
    int number = 0;
    session << "create table if not exists schema_migrations (number integer primary key, name "
               "varchar(200) not null)";
    session << "select coalesce(max(number), 0) from schema_migrations", soci::into(number);
    return number;
}

void apply(soci::session& session, const Migration& migration) {
    for (const std::string& statement : statements_of(for_sqlite(migration.sql)))
        session << statement;
    const std::string name(migration.name);
    session << "insert into schema_migrations (number, name) values (:number, :name)",
        soci::use(migration.number), soci::use(name);
}

}  // namespace

MigrationReport migrate(soci::session& session) {
    const int newest = migrations().back().number;
    // Taken for the whole run: of two programs that start together, the second then finds nothing
    // left to do.
    session << "begin immediate";
    try {
        const int from = schema_number(session);
        if (from > newest)
            throw domain::Unavailable(
                "The database has schema " + std::to_string(from) +
                ", but this program knows only " + std::to_string(newest) +
                ". It was made by a newer version: use that one, or another NEUREC_HOME.");
        for (const Migration& migration : migrations())
            if (migration.number > from) apply(session, migration);
        session << "commit";
        return {from, newest};
    } catch (...) {
        session << "rollback";
        throw;
    }
}

}  // namespace neurec::infrastructure::persistence
