#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"
#include "support/well_formed.hpp"

namespace neurec::tests {

namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// A home with a made data set in its database, shared by the tests, which only read it.
class EvaluateCommand : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        home_ = std::make_unique<TemporaryFolder>();
        const std::string archive = home_->path() / "made.zip";
        ASSERT_EQ(neurec({"generate", "--output", archive, "--users", "400", "--movies", "600",
                          "--ratings-per-user", "40"})
                      .status.code,
                  0);
        ASSERT_EQ(neurec({"import", archive}).status.code, 0);
    }
    static void TearDownTestSuite() { home_.reset(); }

    static Finished neurec(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), program_path("neurec"));
        return run(arguments, {{"NEUREC_HOME", home_->path() / "var"}, {"NEUREC_DATASET", ""}});
    }
    [[nodiscard]] static std::filesystem::path file(const std::string& name) {
        return home_->path() / name;
    }
    static bool has_trainer() { return std::filesystem::exists(program_path("neurec-train")); }

  private:
    static inline std::unique_ptr<TemporaryFolder> home_;
};

}  // namespace

TEST_F(EvaluateCommand, PrintsTablesAndWritesReportsBelowTheHome) {
    const Finished evaluation = neurec({"evaluate", "--no-model", "--k", "0,5"});

    EXPECT_EQ(evaluation.status.code, 0) << evaluation.errors;
    EXPECT_THAT(evaluation.output, HasSubstr("NDCG@10"));
    EXPECT_THAT(evaluation.output, HasSubstr("ease-liked"));
    EXPECT_THAT(evaluation.errors, HasSubstr("Report: "));
    std::size_t pages = 0;
    for (const auto& entry : std::filesystem::directory_iterator(file("var/reports"))) {
        EXPECT_NE(entry.path().extension(), ".partial");
        if (entry.path().extension() != ".html") continue;
        ++pages;
        EXPECT_EQ(xml_fault(content(entry.path())), std::nullopt);
    }
    EXPECT_GE(pages, 1);
}

TEST_F(EvaluateCommand, GivesTheSameFiguresAgain) {
    const auto figures = [](const std::string& seed) {
        const Finished evaluation = neurec({"evaluate", "--no-model", "--k", "3", "--seed", seed,
                                            "--json", "-", "--html", file("again.html")});
        boost::json::value report = boost::json::parse(evaluation.output);
        return boost::json::serialize(report.at("summary"));
    };

    EXPECT_EQ(figures("5"), figures("5"));
    EXPECT_NE(figures("5"), figures("6"));
}

TEST_F(EvaluateCommand, PrintsJsonAloneOnStandardOutputWhereAsked) {
    const Finished evaluation =
        neurec({"evaluate", "--protocol", "ncf", "--methods", "popularity,ease", "--seeds", "2",
                "--json", "-", "--html", file("ncf.html")});

    ASSERT_EQ(evaluation.status.code, 0) << evaluation.errors;
    const boost::json::value report = boost::json::parse(evaluation.output);
    EXPECT_EQ(report.at("protocol"), "ncf");
    EXPECT_EQ(report.at("seeds").as_array().size(), 2);
    EXPECT_EQ(report.at("summary").as_array().size(), 4);
    EXPECT_THAT(std::string(report.at("command").as_string()), HasSubstr("--seeds 2"));
    EXPECT_EQ(xml_fault(content(file("ncf.html"))), std::nullopt);
}

/// A figure on the made data. A random order reaches a tenth of it, but where it is said otherwise.
struct Figure {
    std::string_view method;
    std::string_view setting;
    double ndcg;
};

TEST_F(EvaluateCommand, MeasuresBaselinesOnEveryProtocol) {
    const std::map<std::string, std::vector<Figure>> known = {
        {"new-users",
         {{"popularity", "k = 0", 0.505},
          {"item-knn", "k = 5", 0.370},
          {"ease-liked", "k = 20", 0.173}}},
        // At random: 0.045 among 99 negatives.
        {"ncf", {{"ease", "99 negatives", 0.245}, {"item-knn", "full catalogue", 0.102}}},
        {"new-movies", {{"random", "new movies", 0.147}, {"genre-cosine", "new movies", 0.194}}},
        {"time", {{"popularity", "everybody", 0.454}, {"demographics", "everybody", 0.459}}},
        {"most-shown", {{"ease", "80% shown", 0.243}, {"item-knn", "80% shown", 0.241}}}};
    for (const auto& [protocol, figures] : known) {
        const Finished evaluation = neurec({"evaluate", "--no-model", "--protocol", protocol, "--k",
                                            "0,5,20", "--json", "-", "--html", file("each.html")});
        ASSERT_EQ(evaluation.status.code, 0) << protocol << evaluation.errors;
        const boost::json::value report = boost::json::parse(evaluation.output);
        EXPECT_EQ(report.at("protocol").as_string(), protocol);
        for (const Figure& figure : figures) {
            double measured = -1;
            for (const auto& summary : report.at("summary").as_array())
                if (summary.at("method").as_string() == figure.method &&
                    summary.at("setting").as_string() == figure.setting)
                    measured = summary.at("ndcg_at_10").at("mean").to_number<double>();
            EXPECT_NEAR(measured, figure.ndcg, 0.1 * figure.ndcg)
                << protocol << ", " << figure.method << ", " << figure.setting;
        }
        EXPECT_EQ(xml_fault(content(file("each.html"))), std::nullopt);
    }
}

TEST_F(EvaluateCommand, SaysWhatIsWrongWithARequest) {
    const Finished unknown = neurec({"evaluate", "--methods", "popularty"});
    EXPECT_EQ(unknown.status.code, 2);
    EXPECT_THAT(unknown.errors, AllOf(HasSubstr("has no method \"popularty\""),
                                      HasSubstr("Did you mean popularity?")));
    EXPECT_EQ(unknown.output, "");

    const Finished no_split =
        neurec({"evaluate", "--no-model", "--protocol", "ncf", "--ncf-split", file("nowhere")});
    EXPECT_EQ(no_split.status.code, 3);
    EXPECT_THAT(no_split.errors, HasSubstr("nowhere"));

    const Finished nothing_left = neurec({"evaluate", "--no-model", "--methods", "model"});
    EXPECT_EQ(nothing_left.status.code, 2);
    EXPECT_THAT(nothing_left.errors, HasSubstr("no method is left"));

    const Finished unwritable = neurec({"evaluate", "--no-model", "--methods", "popularity",
                                        "--json", "/proc/nowhere/report.json"});
    EXPECT_EQ(unwritable.status.code, 6);
    EXPECT_THAT(unwritable.errors, HasSubstr("/proc/nowhere/report.json"));
}

TEST_F(EvaluateCommand, TrainsAModelMeasuresItAndRefusesToMeasureOneThatHasSeenEverything) {
    if (!has_trainer()) GTEST_SKIP() << "neurec-train is not built (NEUREC_BUILD_TRAINING)";
    const Finished evaluation =
        neurec({"evaluate", "--methods", "model", "--epochs", "2", "--k", "0,5", "--json", "-",
                "--html", file("model.html"), "--keep-model", file("kept")});
    ASSERT_EQ(evaluation.status.code, 0) << evaluation.errors;
    const boost::json::value report = boost::json::parse(evaluation.output);
    const boost::json::value& at_5 =
        report.at("seeds").at(0).at("methods").at(0).at("settings").at(1);
    EXPECT_GT(at_5.at("ndcg_at_10").at("mean").as_double(), 0.3) << "at random: 0.03";
    EXPECT_FALSE(at_5.at("calibration").is_null());
    EXPECT_FALSE(std::filesystem::exists(file("var/models/current"))) << "nothing was activated";

    std::filesystem::path model;
    for (const auto& entry : std::filesystem::directory_iterator(file("kept")))
        if (std::filesystem::exists(entry.path() / "manifest.json")) model = entry.path();
    const Finished again = neurec({"evaluate", "--methods", "model", "--k", "0,5", "--json", "-",
                                   "--html", file("again.html"), "--model", model});
    ASSERT_EQ(again.status.code, 0) << again.errors;
    EXPECT_EQ(boost::json::parse(again.output).at("summary"), report.at("summary"));

    const Finished other_seed =
        neurec({"evaluate", "--methods", "model", "--seed", "2", "--model", model});
    EXPECT_EQ(other_seed.status.code, 2);
    EXPECT_THAT(other_seed.errors, HasSubstr("was not trained on exactly this split"));
}

}  // namespace neurec::tests
