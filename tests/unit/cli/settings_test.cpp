#include "presentation/cli/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace neurec::presentation::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Sets environment variables for one test and takes them back afterwards.
class SettingsTest : public testing::Test {
  protected:
    void SetUp() override { clear(); }
    void TearDown() override { clear(); }

    static void clear() {
        for (const std::string& name : variables_of_settings())
            unsetenv(name.c_str());
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

/// What parsing says, by whichever error.
template <class Parse>
std::string refusal_of(const Parse& parse) {
    try {
        static_cast<void>(parse());
    } catch (const std::exception& error) {
        return error.what();
    }
    return "it was taken";
}

TEST_F(SettingsTest, RefuseAFlagThatDoesNotFit) {
    EXPECT_THAT(refusal_of([&] { return parse({"--port", "70000"}); }),
                AllOf(HasSubstr("--port"), HasSubstr("70000"), HasSubstr("65535")));
    EXPECT_THAT(refusal_of([&] { return parse({"--log-level", "inof"}); }),
                AllOf(HasSubstr("--log-level"), HasSubstr("inof is none of debug, info, warning"),
                      HasSubstr("Did you mean info?")));
}

TEST_F(SettingsTest, NameTheVariableWhoseValueDoesNotFit) {
    setenv("NEUREC_PORT", "eight", 1);
    EXPECT_THAT(refusal_of([&] { return parse({}); }), HasSubstr("NEUREC_PORT = eight"));
    EXPECT_EQ(parse({"--port", "8080"}).port, 8080) << "the flag is above it";
    unsetenv("NEUREC_PORT");
    setenv("NEUREC_LOG_LEVEL", "warn", 1);
    EXPECT_THAT(refusal_of([&] { return parse({}); }),
                AllOf(HasSubstr("NEUREC_LOG_LEVEL = warn"), HasSubstr("Did you mean warning?")));
}

TEST_F(SettingsTest, TakeNamedValuesInAnyCase) {
    EXPECT_EQ(parse({"--log-level", "WARNING"}).log_level, "warning");
}

TEST_F(SettingsTest, TakeTheFileThatTheEnvironmentNames) {
    const tests::TemporaryFolder folder;
    setenv("NEUREC_CONFIG", folder.write("neurec.toml", "port = 1111\n").c_str(), 1);
    EXPECT_EQ(parse({}).port, 1111);
    EXPECT_EQ(parse({"--config", folder.write("other.toml", "port = 2222\n")}).port, 2222);
}

struct Mistake {
    const char* toml;
    std::vector<std::string> told;
};

TEST_F(SettingsTest, NameTheFileAndWhatIsWrongInIt) {
    const tests::TemporaryFolder folder;
    for (const Mistake& mistake :
         {Mistake{"prot = 9000\n", {"there is no setting prot", "Did you mean port?"}},
          Mistake{"log_level = \"info\"\n", {"no setting log_level", "Did you mean log-level?"}},
          Mistake{"nonsense = 1\n", {"there is no setting nonsense", "neurec config"}},
          Mistake{"just words\n", {"there is no setting just words"}},
          Mistake{"[server]\nport = 9000\n", {"there is no section [server]", "top level"}},
          Mistake{"server.port = 9000\n", {"there is no section [server]"}},
          Mistake{"port = 70000\n", {"port = 70000", "65535"}},
          Mistake{"log-level = \"inof\"\n", {"log-level = inof", "Did you mean info?"}},
          Mistake{"port = [1, 2]\n", {"port = 1, 2"}}}) {
        const std::string file = folder.write("neurec.toml", mistake.toml);
        const std::string refusal = refusal_of([&] { return parse({"--config", file}); });
        EXPECT_THAT(refusal, HasSubstr(file)) << mistake.toml;
        for (const std::string& each : mistake.told)
            EXPECT_THAT(refusal, HasSubstr(each)) << mistake.toml;
    }
    // Though a flag is above it.
    const std::string file = folder.write("neurec.toml", "port = 70000\n");
    EXPECT_THAT(refusal_of([&] { return parse({"--config", file, "--port", "1"}); }),
                HasSubstr("port = 70000"));
}

TEST_F(SettingsTest, NameAFileThatIsNotThere) {
    EXPECT_THAT(refusal_of([&] { return parse({"--config", "/no/such.toml"}); }),
                HasSubstr("/no/such.toml"));
}

TEST_F(SettingsTest, ShowNothingOfTheDatabasesUrlButItsKind) {
    const auto shown = [&](const std::string& url) {
        static_cast<void>(parse({"--database-url", url}));
        return value_of("database-url");
    };
    EXPECT_EQ(shown("postgresql://u:secret@h/d"), "postgresql://…");
    EXPECT_EQ(shown("password=secret://x host=h"), "…");
    EXPECT_EQ(shown("secret"), "…");
    EXPECT_EQ(shown(""), "");
}

TEST(SecretsIn, AreWhatFollowsTheFlagInEitherForm) {
    const std::vector<SecretArgument> secrets =
        secrets_in({"--home", "x", "--database-url", "one", "serve", "--database-url=two",
                    "--database-urls", "--database-url"});
    ASSERT_EQ(secrets.size(), 2U);
    EXPECT_EQ(secrets[0].first, 2);
    EXPECT_EQ(secrets[0].last, 3);
    EXPECT_EQ(secrets[0].begin, 0U);
    EXPECT_EQ(secrets[1].first, 5);
    EXPECT_EQ(secrets[1].last, 5);
    EXPECT_EQ(secrets[1].begin, std::string("--database-url=").size());
    EXPECT_STREQ(secrets[1].environment, "NEUREC_DATABASE_URL");
}

}  // namespace
}  // namespace neurec::presentation::cli
