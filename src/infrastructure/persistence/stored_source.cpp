#include "infrastructure/persistence/stored_source.hpp"

#include <soci/soci.h>

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "infrastructure/persistence/movie_rows.hpp"
#include "infrastructure/persistence/user_rows.hpp"

namespace neurec::infrastructure::persistence {

namespace {

int find_or_make(soci::session& session, const domain::ImportSource& source) {
    int id = 0;
    session << "select coalesce(max(id), 0) from sources where name = :name",
        soci::use(source.name), soci::into(id);
    if (id == 0) {
        session << "select coalesce(max(id), 0) + 1 from sources", soci::into(id);
        session << "insert into sources (id, name) values (:id, :name)", soci::use(id),
            soci::use(source.name);
    }
    if (!source.path.empty())
        session << "update sources set path = :path where id = :id", soci::use(source.path),
            soci::use(id);
    return id;
}

/// Our ids with those of the data set; what is no number is left out, since readers give numbers.
std::unordered_map<std::int64_t, std::int64_t> external_ids(soci::session& session,
                                                            const char* table, int source) {
    std::unordered_map<std::int64_t, std::int64_t> ids;
    long long id = 0;
    std::string text;
    soci::statement query =
        (session.prepare << "select id, external_id from " << table << " where source_id = :source",
         soci::into(id), soci::into(text), soci::use(source));
    query.execute();
    while (query.fetch()) {
        std::int64_t external = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), external);
        if (error == std::errc{} && end == text.data() + text.size()) ids.emplace(id, external);
    }
    return ids;
}

/// Of all `rows` those that `ids` has, under the data set's ids.
template <class Row>
std::unordered_map<std::int64_t, Row> by_external_id(
    std::vector<Row> rows, const std::unordered_map<std::int64_t, std::int64_t>& ids) {
    std::unordered_map<std::int64_t, Row> found;
    found.reserve(ids.size());
    for (Row& row : rows)
        if (const auto external = ids.find(row.id.value); external != ids.end())
            found.emplace(external->second, std::move(row));
    return found;
}

}  // namespace

StoredSource open_source(soci::session& session, const domain::ImportSource& source) {
    StoredSource stored{.id = find_or_make(session, source), .movies = {}, .users = {}};
    if (const auto ids = external_ids(session, "movies", stored.id); !ids.empty())
        stored.movies = by_external_id(load_movies(session), ids);
    if (const auto ids = external_ids(session, "users", stored.id); !ids.empty())
        stored.users = by_external_id(load_users(session), ids);
    return stored;
}

}  // namespace neurec::infrastructure::persistence
