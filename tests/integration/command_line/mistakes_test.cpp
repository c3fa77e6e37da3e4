#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

/// On a home of its own, which has nothing in it.
class Mistake : public testing::Test {
  protected:
    [[nodiscard]] Words command(Words arguments) const {
        arguments.insert(arguments.begin(), program_path("neurec"));
        return arguments;
    }
    [[nodiscard]] Variables environment(Variables further = {}) const {
        further.insert({{"NEUREC_HOME", folder_.path() / "home"}, {"NEUREC_DATASET", ""}});
        return further;
    }
    /// What a command says that must end with 2 and do nothing.
    [[nodiscard]] std::string refusal_of(const Words& arguments, const Variables& further = {}) {
        const Finished finished = run(command(arguments), environment(further));
        EXPECT_EQ(finished.status.code, 2) << finished.errors;
        EXPECT_EQ(finished.output, "");
        EXPECT_FALSE(std::filesystem::exists(folder_.path() / "home"));
        return finished.errors;
    }

    TemporaryFolder folder_;
};

struct Typo {
    Words typed;
    Words told;
};

TEST_F(Mistake, InAWordOrAFlagIsNamedWithTheNearestRightOne) {
    for (const Typo& typo :
         {Typo{{"serv"}, {"\"serv\"", "Did you mean serve?"}},
          Typo{{"bogus"}, {"\"neurec\" has no command \"bogus\"", "neurec --help"}},
          Typo{{"bogus", "--port", "1"}, {"\"bogus\""}},
          Typo{{"serv", "--help"}, {"\"serv\"", "Did you mean serve?"}},
          Typo{{"eval", "--no-model"}, {"Did you mean evaluate?"}},
          Typo{{"model", "lst"}, {"\"neurec model\" has no command \"lst\"", "mean list?"}},
          Typo{{"user", "create-admn", "--email", "a@b.org"}, {"Did you mean create-admin?"}},
          Typo{{"serve", "train"}, {"\"neurec serve\" does not take the word \"train\""}},
          Typo{{"train", "--epoch", "3"}, {"\"neurec train\" has no option --epoch", "--epochs?"}},
          Typo{{"serve", "--prot", "1"}, {"no option --prot", "Did you mean --port?"}},
          Typo{{"--hoem", "x", "serve"}, {"no option --hoem", "Did you mean --home?"}},
          Typo{{"user", "create-admin", "--emial", "a@b.org"}, {"--emial", "mean --email?"}},
          Typo{{}, {"needs a command", "serve"}},
          Typo{{"model"}, {"\"neurec model\" needs a command: list, activate, show, export"}}}) {
        const std::string refusal = refusal_of(typo.typed);
        for (const std::string& each : typo.told)
            EXPECT_THAT(refusal, HasSubstr(each));
        EXPECT_THAT(refusal, HasSubstr("--help'."));
    }
}

TEST_F(Mistake, InAValueIsNamedWithTheNearestRightOneOrTheRange) {
    for (const Typo& typo :
         {Typo{{"serve", "--port", "70000"}, {"--port", "70000", "65535"}},
          Typo{{"serve", "--port=http"}, {"--port", "http"}},
          Typo{{"serve", "--log-level", "warn"}, {"--log-level", "warn", "mean warning?"}},
          Typo{{"evaluate", "--protocol", "newusers"}, {"--protocol", "mean new-users?"}},
          Typo{{"evaluate", "--preset", "histroy"}, {"--preset", "mean history?"}},
          Typo{{"train", "--preset", "sead"}, {"--preset", "mean seed?"}},
          Typo{{"recommend", "--strategy", "hybird"}, {"--strategy", "mean hybrid?"}}}) {
        const std::string refusal = refusal_of(typo.typed);
        for (const std::string& each : typo.told)
            EXPECT_THAT(refusal, HasSubstr(each));
    }
}

TEST_F(Mistake, InAnEnvironmentVariablesValueIsNamedByTheVariable) {
    EXPECT_THAT(refusal_of({"serve"}, {{"NEUREC_PORT", "70000"}}),
                AllOf(HasSubstr("NEUREC_PORT = 70000"), HasSubstr("65535")));
}

TEST_F(Mistake, InTheTomlFileIsNamedByFileAndKey) {
    const std::string file = folder_.write("neurec.toml", "prot = 9000\n");
    EXPECT_THAT(refusal_of({"serve", "--config", file}),
                AllOf(HasSubstr(file), HasSubstr("prot"), HasSubstr("Did you mean port?")));
    EXPECT_THAT(refusal_of({"serve"}, {{"NEUREC_CONFIG", file}}), HasSubstr(file));
}

TEST_F(Mistake, InAVariablesNameIsNamedAndTheCommandGoesOn) {
    const Finished finished =
        run(command({"config"}), environment({{"NEUREC_WOKERS", "3"}, {"NEUREC_HOST", "::1"}}));
    EXPECT_EQ(finished.status.code, 0);
    EXPECT_EQ(finished.errors,
              "neurec: There is no variable NEUREC_WOKERS; it is ignored. Did you mean "
              "NEUREC_WORKERS?\n");
    EXPECT_THAT(finished.output, HasSubstr("::1"));
}

TEST_F(Mistake, InAVariablesNameIsNamedOnceByTwoPrograms) {
    if (!std::filesystem::exists(program_path("neurec-train")))
        GTEST_SKIP() << "neurec-train is not part of this build";
    const Finished finished = run(command({"train"}), environment({{"NEUREC_WOKERS", "3"}}));
    const std::size_t first = finished.errors.find("NEUREC_WOKERS");
    ASSERT_NE(first, std::string::npos) << finished.errors;
    EXPECT_EQ(finished.errors.find("NEUREC_WOKERS", first + 1), std::string::npos)
        << finished.errors;
    EXPECT_THAT(finished.errors, HasSubstr("neurec import")) << "the database is empty";
}

TEST_F(Mistake, IsNotWhatKubernetesSetsForAServiceOfOurName) {
    const Variables of_a_service = {{"NEUREC_PORT", "tcp://10.0.0.1:80"},
                                    {"NEUREC_PORT_80_TCP", "tcp://10.0.0.1:80"},
                                    {"NEUREC_SERVICE_HOST", "10.0.0.1"},
                                    {"NEUREC_SERVICE_PORT", "80"}};
    const Finished finished = run(command({"config"}), environment(of_a_service));
    EXPECT_EQ(finished.status.code, 0) << finished.errors;
    EXPECT_THAT(finished.output, testing::ContainsRegex("port +8000 +default"));
    EXPECT_THAT(finished.errors, AllOf(HasSubstr("NEUREC_PORT=tcp://10.0.0.1:80"),
                                       HasSubstr("Kubernetes"), Not(HasSubstr("SERVICE_HOST"))));
}

TEST_F(Mistake, InAScriptsFlagIsNamedBeforeItDoesAnything) {
    const char* const source = std::getenv("NEUREC_SOURCE_DIR");
    ASSERT_NE(source, nullptr) << "set NEUREC_SOURCE_DIR, or use ctest";
    for (const char* const script : {"test", "format", "bootstrap", "sbom"}) {
        // Without a PATH it could do nothing else.
        const Finished finished =
            run({"/bin/bash", std::string(source) + "/script/" + script, "--fats"},
                {{"PATH", "/nowhere"}});
        EXPECT_EQ(finished.status.code, 2) << script;
        EXPECT_THAT(finished.errors, HasSubstr("there is no option --fats, only --")) << script;
    }
}

TEST_F(Mistake, InAVariablesNameIsInTheServersLog) {
    ChildProcess server(command({"serve", "--port", "0"}), environment({{"NEUREC_WOKERS", "3"}}));
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    EXPECT_THAT(server.errors(), testing::ContainsRegex(
                                     "\\{[^\n]*\"level\":\"warning\"[^\n]*NEUREC_WOKERS[^\n]*\\}"));
    EXPECT_THAT(server.errors(), Not(HasSubstr("neurec: "))) << "JSON lines alone";
}

}  // namespace
}  // namespace neurec::tests
