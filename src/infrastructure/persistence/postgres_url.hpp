#pragma once

#include <string>

namespace neurec::infrastructure::persistence {

/// Where a PostgreSQL database is.
struct PostgresAddress {
    std::string connection_string;  ///< as libpq wants it, with our own defaults; secret
    std::string place;              ///< "neurec at db.example:5432": for messages
};

/// Takes a URL apart by libpq's own rules. InvalidInput, without repeating the URL, where they do
/// not fit.
[[nodiscard]] PostgresAddress read_postgres_url(const std::string& url);

}  // namespace neurec::infrastructure::persistence
