#include "presentation/cli/settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "domain/errors.hpp"
#include "domain/nearest_name.hpp"
#include "presentation/cli/named_values.hpp"

namespace neurec::presentation::cli {

namespace {

struct Declaration {
    const char* flag;
    const char* environment;
    const char* help;
    bool is_secret = false;
};

constexpr std::array kDeclarations{
    Declaration{"--home", "NEUREC_HOME", "Folder of the database, the models and other state"},
    Declaration{"--database-url", "NEUREC_DATABASE_URL",
                "PostgreSQL database, as postgresql://user:password@host:5432/name; without one, "
                "an SQLite file below --home. Prefer the variable: others on this machine may see "
                "a command line",
                true},
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

constexpr Declaration kConfig{"--config", "NEUREC_CONFIG", "TOML file with any of these settings"};

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

[[nodiscard]] std::string help_of(const Declaration& declaration) {
    return std::string(declaration.help) + " [" + declaration.environment + "]";
}

template <class Value>
CLI::Option* declare(CLI::App& app, const char* flag, Value& value) {
    const auto declaration = std::ranges::find_if(kDeclarations, [&](const Declaration& each) {
        return std::string_view(each.flag) == flag;
    });
    return app.add_option(flag, value, help_of(*declaration))
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
    const bool is_known = url.starts_with("postgresql://") || url.starts_with("postgres://");
    return (is_known ? url.substr(0, url.find("//") + 2) : "") + "…";
}

[[nodiscard]] std::string value_of(const CLI::Option& option) {
    if (option.count() == 0) return option.get_default_str();
    std::string values;
    for (const std::string& each : option.reduced_results())
        values += (values.empty() ? "" : ",") + each;
    return values;
}

/// What does not fit where a setting is given these values, for people; empty where they do.
[[nodiscard]] std::string misfit_of(const Declaration& declaration,
                                    const std::vector<std::string>& values) {
    Settings settings;
    CLI::App app;
    declare_settings(app, settings);
    std::vector<std::string> arguments;
    for (const std::string& value : values)
        arguments.push_back(std::string(declaration.flag) + "=" + value);
    try {
        app.parse(arguments);
    } catch (const CLI::ParseError& error) {
        const std::string given = declaration.is_secret ? "…" : CLI::detail::join(values, ", ");
        return "= " + given + " does not fit (" + error.what() + ")";
    }
    return {};
}

/// --config's file: settings, at its top level. Everything else in it is a mistake.
class SettingsFile : public CLI::ConfigTOML {
  public:
    /// `app` must outlive it.
    explicit SettingsFile(const CLI::App& app) : app_(app) {}

    [[nodiscard]] std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
        std::vector<CLI::ConfigItem> read = CLI::ConfigTOML::from_config(input);
        for (const CLI::ConfigItem& item : read)
            if (const std::string fault = fault_of(item); !fault.empty())
                throw CLI::FileError(app_.get_config_ptr()->as<std::string>() + ": " + fault);
        return read;
    }

  private:
    [[nodiscard]] static std::string fault_of(const CLI::ConfigItem& item) {
        if (!item.parents.empty())
            return "there is no section [" + item.parents.front() +
                   "]. Settings stand at the top level of the file.";
        const auto declaration = std::ranges::find(kDeclarations, item.name, key_of);
        if (declaration == kDeclarations.end()) {
            std::vector<std::string> keys;
            for (const Declaration& each : kDeclarations)
                keys.emplace_back(key_of(each));
            return "there is no setting " + item.name + "." +
                   domain::did_you_mean(item.name, keys) + " 'neurec config' lists all.";
        }
        const std::string misfit = misfit_of(*declaration, item.inputs);
        return misfit.empty() ? "" : item.name + " " + misfit;
    }

    const CLI::App& app_;
};

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
    declare(app, "--port", settings.port)->check(CLI::Range(0, 65535));
    declare(app, "--workers", settings.workers)->check(CLI::Range(0, 1024));
    declare(app, "--log-level", settings.log_level)
        ->transform(one_of({"debug", "info", "warning", "error"}));
    declare(app, "--request-log", settings.request_log)->transform(one_of({"on", "off"}));
    declare_list(app, "--cors-origin", settings.cors_origins);
    declare_list(app, "--trusted-proxy", settings.trusted_proxies);
    declare(app, "--root-path", settings.root_path);
    declare(app, "--tls-certificate", settings.tls_certificate);
    declare(app, "--tls-key", settings.tls_key);
    declare(app, "--auth-enforcement", settings.auth_enforcement)
        ->transform(one_of({"strict", "seed"}));
    declare(app, "--allow-insecure", settings.allow_insecure)->transform(one_of({"on", "off"}));
    declare(app, "--web-folder", settings.web_folder);
    declare(app, "--token-minutes", settings.token_minutes)->check(CLI::Range(1, 525'600));
    app.set_config(kConfig.flag, "", help_of(kConfig), false)->group("Settings");
    app.config_formatter(std::make_shared<SettingsFile>(app));
}

std::vector<std::string> with_environment(std::vector<std::string> arguments) {
    std::vector<std::string> added;
    const auto add = [&](const Declaration& declaration) {
        const char* const value = environment_value(declaration);
        if (value == nullptr || gives(arguments, declaration.flag)) return;
        if (const std::string misfit = misfit_of(declaration, {value}); !misfit.empty())
            throw domain::InvalidInput(std::string(declaration.environment) + " " + misfit);
        added.push_back(std::string(declaration.flag) + "=" + value);
    };
    std::ranges::for_each(kDeclarations, add);
    // Not a trial of this one: it would read the file, which the program does at the right moment.
    if (const char* const file = environment_value(kConfig);
        file != nullptr && !gives(arguments, kConfig.flag))
        added.push_back(std::string(kConfig.flag) + "=" + file);
    arguments.insert(arguments.begin(), added.begin(), added.end());
    return arguments;
}

std::vector<std::string> variables_of_settings() {
    std::vector<std::string> names;
    for (const Declaration& declaration : kDeclarations)
        names.emplace_back(declaration.environment);
    names.emplace_back(kConfig.environment);
    return names;
}

std::vector<SecretArgument> secrets_in(const std::vector<std::string>& arguments) {
    std::vector<SecretArgument> secrets;
    for (std::size_t at = 0; at < arguments.size(); ++at)
        for (const Declaration& declaration : kDeclarations) {
            if (!declaration.is_secret || !names_flag(arguments[at], declaration.flag)) continue;
            const auto first = static_cast<std::ptrdiff_t>(at);
            const std::size_t flag = std::string_view(declaration.flag).size();
            if (arguments[at].size() > flag)
                secrets.push_back({first, first, flag + 1, declaration.environment});
            else if (at + 1 < arguments.size())
                secrets.push_back({first, first + 1, 0, declaration.environment});
        }
    return secrets;
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
        if (declaration.is_secret) value = without_secrets(value);
        result.push_back(
            {std::string(key_of(declaration)), declaration.environment, std::move(value), source});
    }
    return result;
}

}  // namespace neurec::presentation::cli
