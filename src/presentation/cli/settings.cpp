#include "presentation/cli/settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace neurec::presentation::cli {

namespace {

constexpr const char* kDatabaseUrl = "NEUREC_DATABASE_URL";

struct Declaration {
    const char* flag;
    const char* environment;
    const char* help;
};

constexpr std::array kDeclarations{
    Declaration{"--home", "NEUREC_HOME", "Folder of the database, the models and other state"},
    Declaration{"--database-url", kDatabaseUrl,
                "PostgreSQL database, as postgresql://user:password@host:5432/name; without one, "
                "an SQLite file below --home"},
    Declaration{"--dataset", "NEUREC_DATASET", "MovieLens archive or folder to import"},
    Declaration{"--host", "NEUREC_HOST", "Address that the server listens on"},
    Declaration{"--port", "NEUREC_PORT", "Port that the server listens on; 0 takes any free one"},
    Declaration{"--workers", "NEUREC_WORKERS", "Threads that answer requests; 0 is one per core"},
    Declaration{"--log-level", "NEUREC_LOG_LEVEL",
                "How much is logged: debug, info, warning or error"},
    Declaration{"--request-log", "NEUREC_REQUEST_LOG", "Log one line a request: on or off"},
    Declaration{"--cors-origin", "NEUREC_CORS_ORIGINS",
                "Origin whose pages may read answers, such as https://app.example; * for any; "
                "several with commas"},
    Declaration{"--trusted-proxy", "NEUREC_TRUSTED_PROXIES",
                "Address or network of a proxy whose X-Forwarded-For is believed, such as "
                "10.0.0.0/8; several with commas"},
    Declaration{"--root-path", "NEUREC_ROOT_PATH",
                "Path below which a proxy publishes the server, such as /recs"},
    Declaration{"--tls-certificate", "NEUREC_TLS_CERTIFICATE",
                "PEM file of the certificate, its issuers behind it; serves HTTPS"},
    Declaration{"--tls-key", "NEUREC_TLS_KEY", "PEM file of the certificate's private key"},
    Declaration{
        "--auth-enforcement", "NEUREC_AUTH_ENFORCEMENT",
        "strict: tokens and roles as documented; seed: nearly everything is open to anyone, "
        "for local experiments"},
    Declaration{"--allow-insecure", "NEUREC_ALLOW_INSECURE",
                "on: allow --auth-enforcement seed on addresses that others can reach"},
    Declaration{"--web-folder", "NEUREC_WEB", "Folder of the web application's build"},
    Declaration{"--token-minutes", "NEUREC_TOKEN_MINUTES", "Minutes until a login expires"},
};

std::string_view key_of(const Declaration& declaration) {
    return std::string_view(declaration.flag).substr(2);
}

const char* environment_value(const Declaration& declaration) {
    const char* value = std::getenv(declaration.environment);
    return value == nullptr || *value == '\0' ? nullptr : value;
}

bool names_flag(const std::string& argument, std::string_view flag) {
    return argument == flag || (argument.starts_with(flag) && argument.size() > flag.size() &&
                                argument[flag.size()] == '=');
}

bool gives(const std::vector<std::string>& arguments, std::string_view flag) {
    return std::ranges::any_of(arguments,
                               [&](const std::string& each) { return names_flag(each, flag); });
}

template <class Value>
CLI::Option* declare(CLI::App& app, const char* flag, Value& value) {
    const auto declaration = std::ranges::find_if(kDeclarations, [&](const Declaration& each) {
        return std::string_view(each.flag) == flag;
    });
    return app
        .add_option(flag, value,
                    std::string(declaration->help) + " [" + declaration->environment + "]")
        ->capture_default_str()
        ->group("Settings");
}

/// A setting with several values: the flag again for each, or commas between them.
void declare_list(CLI::App& app, const char* flag, std::vector<std::string>& values) {
    // One value a flag: what follows may be the subcommand.
    declare(app, flag, values)->delimiter(',')->allow_extra_args(false)->default_str("");
}

/// Of a URL only what kind it is: the rest may hold a password, in more than one place.
[[nodiscard]] std::string without_secrets(const std::string& url) {
    if (url.empty()) return url;
    const std::size_t scheme = url.find("://");
    return (scheme == std::string::npos ? "" : url.substr(0, scheme) + "://") + "…";
}

[[nodiscard]] std::string value_of(const CLI::Option& option) {
    if (option.count() == 0) return option.get_default_str();
    std::string values;
    for (const std::string& each : option.reduced_results())
        values += (values.empty() ? "" : ",") + each;
    return values;
}

}  // namespace

std::filesystem::path installed_files() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "share" /
           "neurec";
}

void declare_settings(CLI::App& app, Settings& settings) {
    declare(app, "--home", settings.home);
    declare(app, "--database-url", settings.database_url);
    declare(app, "--dataset", settings.dataset);
    declare(app, "--host", settings.host);
    declare(app, "--port", settings.port);
    declare(app, "--workers", settings.workers)->check(CLI::Range(0, 1024));
    declare(app, "--log-level", settings.log_level)
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    declare(app, "--request-log", settings.request_log)->check(CLI::IsMember({"on", "off"}));
    declare_list(app, "--cors-origin", settings.cors_origins);
    declare_list(app, "--trusted-proxy", settings.trusted_proxies);
    declare(app, "--root-path", settings.root_path);
    declare(app, "--tls-certificate", settings.tls_certificate);
    declare(app, "--tls-key", settings.tls_key);
    declare(app, "--auth-enforcement", settings.auth_enforcement)
        ->check(CLI::IsMember({"strict", "seed"}));
    declare(app, "--allow-insecure", settings.allow_insecure)->check(CLI::IsMember({"on", "off"}));
    declare(app, "--web-folder", settings.web_folder);
    declare(app, "--token-minutes", settings.token_minutes)->check(CLI::Range(1, 525'600));
    app.set_config("--config", "", "TOML file with any of these settings", false)
        ->envname("NEUREC_CONFIG")
        ->group("Settings");
}

std::vector<std::string> with_environment(std::vector<std::string> arguments) {
    std::vector<std::string> added;
    for (const Declaration& declaration : kDeclarations)
        if (const char* value = environment_value(declaration);
            value != nullptr && !gives(arguments, declaration.flag))
            added.push_back(std::string(declaration.flag) + "=" + value);
    arguments.insert(arguments.begin(), added.begin(), added.end());
    return arguments;
}

std::vector<SettingInForce> settings_in_force(const CLI::App& app,
                                              const std::vector<std::string>& arguments) {
    std::vector<SettingInForce> result;
    for (const Declaration& declaration : kDeclarations) {
        const CLI::Option* option = app.get_option(declaration.flag);
        const char* source = "default";
        if (gives(arguments, declaration.flag)) {
            source = "flag";
        } else if (environment_value(declaration) != nullptr) {
            source = "environment";
        } else if (option->count() > 0) {
            source = "file";
        }
        std::string value = value_of(*option);
        if (declaration.environment == kDatabaseUrl) value = without_secrets(value);
        result.push_back(
            {std::string(key_of(declaration)), declaration.environment, std::move(value), source});
    }
    return result;
}

}  // namespace neurec::presentation::cli
