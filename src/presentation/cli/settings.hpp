#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace neurec::presentation::cli {

/// share/neurec of the place where this program is installed or built: what it brings besides
/// itself.
[[nodiscard]] std::filesystem::path installed_files();

/// What every command shares. Each is declared once, in settings.cpp, with its flag, its
/// environment variable, its key in the TOML file, its default and its help. A flag wins over the
/// environment, that over the file, that over the default; an empty environment variable is an
/// unset one.
struct Settings {
    std::filesystem::path home = "var";        ///< database, models and state
    std::string database_url;                  ///< PostgreSQL's, secret; empty: database_file()
    std::filesystem::path dataset;             ///< MovieLens archive or folder; empty: none named
    std::string host = "127.0.0.1";            ///< address that the server listens on
    std::uint16_t port = 8000;                 ///< 0: any free port
    std::string log_level = "info";            ///< debug, info, warning or error
    unsigned workers = 0;                      ///< threads that answer requests; 0: one per core
    std::string request_log = "on";            ///< on or off: one line a request
    std::vector<std::string> cors_origins;     ///< whose pages may read answers; "*": all
    std::vector<std::string> trusted_proxies;  ///< networks whose X-Forwarded-For is believed
    std::string root_path;                     ///< below which a proxy publishes the server
    std::filesystem::path tls_certificate;     ///< PEM file; empty: plain HTTP
    std::filesystem::path tls_key;             ///< PEM file; given with the certificate

    std::string auth_enforcement = "strict";  ///< strict or seed (docs/api.md)
    std::string allow_insecure = "off";       ///< on: seed beyond this machine, too
    unsigned token_minutes = 30;              ///< life of an access token
    std::filesystem::path web_folder = installed_files() / "web";  ///< pages; none where not there

    /// Keys that sign tokens, where NEUREC_JWT_SECRET gives none.
    [[nodiscard]] std::filesystem::path signing_key_file() const { return home / "jwt.key"; }
    [[nodiscard]] std::filesystem::path database_file() const { return home / "neurec.sqlite"; }
    [[nodiscard]] std::filesystem::path models_folder() const { return home / "models"; }
};

/// One setting as `neurec config` prints it.
struct SettingInForce {
    std::string name;         ///< its key in the TOML file
    std::string environment;  ///< its environment variable
    std::string value;        ///< without secrets
    std::string source;       ///< "flag", "environment", "file" or "default"
};

/// Declares the settings' flags, and the TOML file that --config names, on the program; parsing
/// then fills `settings`, which must outlive it, as `app` must. What the file has beside settings,
/// and a value that does not fit, is a CLI::FileError that names the file and the key.
void declare_settings(CLI::App& app, Settings& settings);

/// The command line with a flag added for each setting that the environment gives and the command
/// line does not: this puts the environment above the TOML file, which CLI11 would rank the other
/// way. InvalidInput with the variable's name where a value does not fit.
std::vector<std::string> with_environment(std::vector<std::string> arguments);

/// The names of the environment's variables that give settings.
[[nodiscard]] std::vector<std::string> variables_of_settings();

/// A setting on the command line that others may not see: arguments `first` to `last`, with the
/// value in `last` from character `begin` on.
struct SecretArgument {
    std::ptrdiff_t first;
    std::ptrdiff_t last;
    std::size_t begin;
    const char* environment;  ///< the variable that gives the same setting
};

/// In the order of the command line.
[[nodiscard]] std::vector<SecretArgument> secrets_in(const std::vector<std::string>& arguments);

/// After parsing: each setting's value and where it came from.
std::vector<SettingInForce> settings_in_force(const CLI::App& app,
                                              const std::vector<std::string>& arguments);

}  // namespace neurec::presentation::cli
