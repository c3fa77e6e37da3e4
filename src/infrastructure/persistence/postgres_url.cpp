#include "infrastructure/persistence/postgres_url.hpp"

#include <libpq-fe.h>

#include <map>
#include <memory>
#include <string_view>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

namespace {

using Parameters = std::map<std::string, std::string>;

/// What a URL may leave out without being asked after at length.
const Parameters& defaults() {
    static const Parameters parameters{
        {"application_name", "neurec"},
        {"client_encoding", "UTF8"},
        {"connect_timeout", "3"},  // seconds; libpq would wait for as long as the network does
    };
    return parameters;
}

struct OptionsDeleter {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsDeleter>;

/// Those that have a value.
[[nodiscard]] Parameters given(const Options& options) {
    Parameters parameters;
    if (options)
        for (const PQconninfoOption* each = options.get(); each->keyword != nullptr; ++each)
            if (each->val != nullptr) parameters[each->keyword] = each->val;
    return parameters;
}

[[nodiscard]] std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

[[nodiscard]] std::string first_of(const Parameters& parameters,
                                   std::initializer_list<const char*> names,
                                   const std::string& otherwise) {
    for (const char* const name : names)
        if (const auto found = parameters.find(name);
            found != parameters.end() && !found->second.empty())
            return found->second;
    return otherwise;
}

/// False for a URL whose password holds an unescaped "@", "/" or "?": parts of it would pass for
/// host, port or database, and be shown.
[[nodiscard]] bool is_plausible(const Parameters& parameters) {
    return first_of(parameters, {"port"}, "").find_first_not_of("0123456789,") ==
               std::string::npos &&
           first_of(parameters, {"host"}, "").find('@') == std::string::npos &&
           first_of(parameters, {"dbname"}, "").find('@') == std::string::npos;
}

}  // namespace

PostgresAddress read_postgres_url(const std::string& url) {
    const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
    // libpq's own message would repeat the part that it stumbles over, a password perhaps.
    const Options options(is_url ? PQconninfoParse(url.c_str(), nullptr) : nullptr);
    Parameters parameters = given(options);
    if (!options || !is_plausible(parameters))
        throw domain::InvalidInput(
            "NEUREC_DATABASE_URL is no database that this program knows. It looks like "
            "postgresql://user:password@host:5432/database, with %40 for an @ in the password; "
            "without it, everything is in an SQLite file below NEUREC_HOME.");
    PostgresAddress address;
    Parameters known = given(Options(PQconndefaults()));
    for (const auto& [name, value] : parameters)
        known[name] = value;
    address.place = first_of(known, {"dbname", "user"}, "") + " at " +
                    first_of(known, {"host", "hostaddr"}, "localhost") + ":" +
                    first_of(known, {"port"}, "5432");

    parameters.insert(defaults().begin(), defaults().end());
    for (const auto& [name, value] : parameters)
        address.connection_string += name + "=" + quoted(value) + " ";
    return address;
}

}  // namespace neurec::infrastructure::persistence
