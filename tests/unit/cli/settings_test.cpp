#include "presentation/cli/settings.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace neurec::presentation::cli {
namespace {

/// Sets environment variables for one test and takes them back afterwards.
class SettingsTest : public testing::Test {
  protected:
    void SetUp() override { clear(); }
    void TearDown() override { clear(); }

    static void clear() {
        for (const char* name :
             {"NEUREC_HOME", "NEUREC_DATASET", "NEUREC_HOST", "NEUREC_PORT", "NEUREC_WORKERS",
              "NEUREC_LOG_LEVEL", "NEUREC_CONFIG", "NEUREC_REQUEST_LOG", "NEUREC_CORS_ORIGINS",
              "NEUREC_TRUSTED_PROXIES", "NEUREC_TLS_CERTIFICATE", "NEUREC_TLS_KEY"})
            unsetenv(name);
    }

    /// Parses a command line as the program does.
    Settings parse(const std::vector<std::string>& typed) {
        Settings settings;
        CLI::App app;
        declare_settings(app, settings);
        std::vector<std::string> arguments = with_environment(typed);
        std::ranges::reverse(arguments);
        app.parse(arguments);
        in_force = settings_in_force(app, typed);
        return settings;
    }

    std::string source_of(const std::string& name) const {
        return std::ranges::find(in_force, name, &SettingInForce::name)->source;
    }

    std::string value_of(const std::string& name) const {
        return std::ranges::find(in_force, name, &SettingInForce::name)->value;
    }

    std::vector<SettingInForce> in_force;
};

TEST_F(SettingsTest, HaveDefaults) {
    const Settings settings = parse({});

    EXPECT_EQ(settings.home, "var");
    EXPECT_EQ(settings.host, "127.0.0.1");
    EXPECT_EQ(settings.port, 8000);
    EXPECT_EQ(source_of("port"), "default");
}

using Texts = std::vector<std::string>;

TEST_F(SettingsTest, TakeListsFromFlagsThatAreRepeated) {
    const Settings settings = parse(
        {"--cors-origin", "https://a.example", "--cors-origin=https://b.example,http://c.example"});

    EXPECT_EQ(settings.cors_origins,
              (Texts{"https://a.example", "https://b.example", "http://c.example"}));
    EXPECT_EQ(value_of("cors-origin"), "https://a.example,https://b.example,http://c.example");
    EXPECT_EQ(source_of("cors-origin"), "flag");
    EXPECT_TRUE(settings.trusted_proxies.empty());
    EXPECT_EQ(source_of("trusted-proxy"), "default");
}

TEST_F(SettingsTest, TakeListsFromTheEnvironment) {
    setenv("NEUREC_TRUSTED_PROXIES", "10.0.0.0/8,::1", 1);
    EXPECT_EQ(parse({}).trusted_proxies, (Texts{"10.0.0.0/8", "::1"}));
    EXPECT_EQ(source_of("trusted-proxy"), "environment");
    EXPECT_EQ(parse({"--trusted-proxy", "192.0.2.1"}).trusted_proxies, (Texts{"192.0.2.1"}));
}

TEST_F(SettingsTest, TakeListsFromTheFile) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "neurec.toml";
    std::ofstream(file) << "cors-origin = [\"https://a.example\", \"https://b.example\"]\n";
    EXPECT_EQ(parse({"--config", file.string()}).cors_origins,
              (Texts{"https://a.example", "https://b.example"}));
    EXPECT_EQ(source_of("cors-origin"), "file");
}

TEST_F(SettingsTest, LetASubcommandFollowAList) {
    Settings settings;
    CLI::App app;
    declare_settings(app, settings);
    const CLI::App* serve = app.add_subcommand("serve");
    app.parse(std::vector<std::string>{"serve", "https://a.example", "--cors-origin"});
    EXPECT_TRUE(serve->parsed());
    EXPECT_EQ(settings.cors_origins, (Texts{"https://a.example"}));
}

TEST_F(SettingsTest, ComeFromTheEnvironment) {
    setenv("NEUREC_PORT", "9001", 1);
    setenv("NEUREC_HOME", "/srv/neurec", 1);

    const Settings settings = parse({});

    EXPECT_EQ(settings.port, 9001);
    EXPECT_EQ(settings.database_file(), "/srv/neurec/neurec.sqlite");
    EXPECT_EQ(source_of("port"), "environment");
}

TEST_F(SettingsTest, TakeAnEmptyVariableAsUnset) {
    setenv("NEUREC_HOST", "", 1);

    EXPECT_EQ(parse({}).host, "127.0.0.1");
    EXPECT_EQ(source_of("host"), "default");
}

TEST_F(SettingsTest, RankFlagOverEnvironmentOverFileOverDefault) {
    const tests::TemporaryFolder folder;
    const std::string file =
        folder.write("neurec.toml", "port = 1111\nhost = \"10.0.0.1\"\nworkers = 3\n");
    setenv("NEUREC_PORT", "2222", 1);
    setenv("NEUREC_HOST", "10.0.0.2", 1);

    const Settings settings = parse({"--config", file, "--port", "3333"});

    EXPECT_EQ(settings.port, 3333);
    EXPECT_EQ(settings.host, "10.0.0.2");
    EXPECT_EQ(settings.workers, 3U);
    EXPECT_EQ(source_of("port"), "flag");
    EXPECT_EQ(source_of("host"), "environment");
    EXPECT_EQ(source_of("workers"), "file");
    EXPECT_EQ(source_of("log-level"), "default");
}

TEST_F(SettingsTest, RefuseWhatDoesNotFit) {
    EXPECT_THROW(parse({"--port", "70000"}), CLI::ParseError);
    EXPECT_THROW(parse({"--log-level", "loud"}), CLI::ParseError);
    setenv("NEUREC_PORT", "eight", 1);
    EXPECT_THROW(parse({}), CLI::ParseError);
}

}  // namespace
}  // namespace neurec::presentation::cli
