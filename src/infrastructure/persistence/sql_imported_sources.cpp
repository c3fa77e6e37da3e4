#include "infrastructure/persistence/sql_imported_sources.hpp"

#include <soci/soci.h>

#include <map>
#include <utility>

#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

std::map<int, domain::ImportedSource> load_sources(soci::session& session) {
    std::map<int, domain::ImportedSource> sources;
    int id = 0;
    std::string name;
    std::string path;
    soci::indicator has_path = soci::i_null;
    soci::statement query = (session.prepare << "select id, name, path from sources",
                             soci::into(id), soci::into(name), soci::into(path, has_path));
    query.execute();
    while (query.fetch()) {
        domain::ImportedSource& source = sources[id];
        source.name = name;
        if (has_path == soci::i_ok) source.path = path;
    }
    return sources;
}

void add_users(soci::session& session, std::map<int, domain::ImportedSource>& sources) {
    int source = 0;
    long long id = 0;
    std::string external_id;
    soci::statement query = (session.prepare << "select source_id, external_id, id from users "
                                                "where source_id is not null",
                             soci::into(source), soci::into(external_id), soci::into(id));
    query.execute();
    while (query.fetch())
        sources[source].users.emplace(external_id, domain::UserId{id});
}

void add_movies(soci::session& session, std::map<int, domain::ImportedSource>& sources) {
    int source = 0;
    long long id = 0;
    soci::statement query =
        (session.prepare << "select source_id, id from movies where source_id is not null and "
                            "first_rated is not null order by first_rated",
         soci::into(source), soci::into(id));
    query.execute();
    while (query.fetch())
        sources[source].movies_by_first_rating.push_back(domain::MovieId{id});
}

}  // namespace

std::vector<domain::ImportedSource> SqlImportedSources::all() {
    return run_on(database_, [](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        connection.allow_long_work();
        auto sources = load_sources(session);
        add_users(session, sources);
        add_movies(session, sources);
        std::vector<domain::ImportedSource> all;
        for (auto& [id, source] : sources)
            all.push_back(std::move(source));
        return all;
    });
}

std::vector<std::string> SqlImportedSources::paths() {
    return run_on(database_, [](Connection& connection) {
        std::vector<std::string> paths;
        for (const auto& [id, source] : load_sources(connection.session()))
            if (!source.path.empty()) paths.push_back(source.path);
        return paths;
    });
}

}  // namespace neurec::infrastructure::persistence
