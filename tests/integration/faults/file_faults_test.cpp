#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "presentation/reports/report_file.hpp"
#include "support/failing_calls.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"

// What is written survives a disk that fails at any one call: the old state stays whole, or the new
// one is there whole, and who asked is told.
namespace neurec::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Fault = FailingCalls::Fault;

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename());
    return names;
}

/// How one attempt with a failing call went.
struct Attempt {
    bool has_failed = false;  ///< there was a call to fail
    std::string refusal;      ///< empty where it succeeded
};

template <class Deed>
Attempt attempt(std::size_t nth, Fault fault, Deed deed) {
    Attempt result;
    const FailingCalls failing(nth, fault);
    try {
        deed();
    } catch (const domain::Unavailable& error) {
        result.refusal = error.what();
    }
    result.has_failed = failing.has_failed();
    return result;
}

/// Calls `deed` with each of its calls failing in turn, `check` after each, and `deed` whole at
/// last.
template <class Deed, class Check>
void fail_each_call(Fault fault, Deed deed, Check check) {
    std::size_t nth = 0;
    for (;; ++nth) {
        ASSERT_LT(nth, 1000U) << "the deed comes to an end";
        const Attempt result = attempt(nth, fault, deed);
        if (!result.has_failed) break;
        SCOPED_TRACE("call " + std::to_string(nth) + ": " + result.refusal);
        check(result);
        if (testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(nth, 2U) << "there were calls to fail";
}

class EachFault : public testing::TestWithParam<Fault> {};

INSTANTIATE_TEST_SUITE_P(Of, EachFault, testing::Values(Fault::no_space, Fault::io_error),
                         [](const auto& fault) {
                             return fault.param == Fault::no_space ? "NoSpace" : "IoError";
                         });

struct MadeModel {
    std::vector<domain::Movie> movies = made_movies(6);
    deep_learning::EncoderConfig encoders = small_encoders();
    deep_learning::ModelWeights weights =
        RandomNetwork(movies, encoders, 4, kSmallParts, kSmallWidths).weights();
    infrastructure::retrieval::CandidateArtefacts candidates =
        deep_learning::build_candidate_artefacts(weights, encoders, made_dataset(movies, 6));

    void write(const fs::path& models, const std::string& id) const {
        deep_learning::Manifest manifest;
        manifest.id = id;
        manifest.encoders = encoders;
        static_cast<void>(deep_learning::write_model(weights, manifest, candidates, models));
    }
};

TEST_P(EachFault, OfAModelsPublicationLeavesTheOldOneServing) {
    const TemporaryFolder folder;
    const MadeModel model;
    model.write(folder.path(), "old");
    deep_learning::FileModelStore store(folder.path());
    store.activate("old");

    fail_each_call(
        GetParam(), [&] { model.write(folder.path(), "new"); },
        [&](const Attempt& result) {
            const bool is_there = fs::exists(folder.path() / "new");
            // Whoever trains is told; unless nothing is lost, as where only hnswlib's close fails.
            if (!is_there || !result.refusal.empty()) {
                EXPECT_THAT(result.refusal, HasSubstr("Cannot "));
            }
            EXPECT_EQ(store.active(), "old");
            EXPECT_NO_THROW(static_cast<void>(store.load("old", model.movies)));
            if (is_there) {  // then whole

                EXPECT_TRUE(deep_learning::read_model(folder.path() / "new").weights ==
                            model.weights);
                fs::remove_all(folder.path() / "new");
            }
            EXPECT_THAT(names_in(folder.path()), testing::UnorderedElementsAre("old", "current"));
        });
    EXPECT_TRUE(deep_learning::read_model(folder.path() / "new").weights == model.weights);
}

TEST_P(EachFault, OfAnActivationLeavesTheOldModelOrTheNewActive) {
    const TemporaryFolder folder;
    const MadeModel model;
    model.write(folder.path(), "old");
    model.write(folder.path(), "new");
    deep_learning::FileModelStore store(folder.path());
    store.activate("old");

    fail_each_call(
        GetParam(), [&] { store.activate("new"); },
        [&](const Attempt& result) {
            EXPECT_THAT(result.refusal, HasSubstr("Cannot "));
            EXPECT_THAT(store.active(), testing::AnyOf("old", "new"));
            EXPECT_THAT(names_in(folder.path()),
                        testing::UnorderedElementsAre("old", "new", "current"));
            store.activate("old");
        });
    EXPECT_EQ(store.active(), "new");
}

// Checkpoints are written by this very function.
TEST_P(EachFault, OfAReplacedFileLeavesTheOldContentOrTheNew) {
    const TemporaryFolder folder;
    const std::string old_content(40'000, 'o');
    const std::string new_content(70'000, 'n');
    const fs::path file = folder.write("checkpoint", old_content);

    fail_each_call(
        GetParam(), [&] { deep_learning::replace_atomically(file, new_content); },
        [&](const Attempt& result) {
            EXPECT_THAT(result.refusal, HasSubstr("Cannot "));
            const std::string now = text_of(file);
            EXPECT_TRUE(now == old_content || now == new_content);
            EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("checkpoint"));
            static_cast<void>(folder.write("checkpoint", old_content));
        });
    EXPECT_EQ(text_of(file), new_content);
}

TEST_P(EachFault, OfAReportLeavesTheOldReportOrTheNewAndNothingBeside) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "reports" / "report.html";
    static_cast<void>(folder.write("reports/report.html", "old"));

    fail_each_call(
        GetParam(), [&] { presentation::reports::write_report(file, "new"); },
        [&](const Attempt& result) {
            EXPECT_THAT(result.refusal, HasSubstr("Cannot write the report to " + file.string()));
            EXPECT_THAT(text_of(file), testing::AnyOf("old", "new"));
            EXPECT_THAT(names_in(file.parent_path()), testing::ElementsAre("report.html"));
            static_cast<void>(folder.write("reports/report.html", "old"));
        });
    EXPECT_EQ(text_of(file), "new");
}

TEST(ShortWrites, AreGoneOnWithUntilEverythingIsWritten) {
    const TemporaryFolder folder;
    const MadeModel model;
    const std::string content(70'000, 'n');
    std::size_t nth = 0;
    for (bool has_failed = true; has_failed; ++nth) {
        ASSERT_LT(nth, 1000U);
        const Attempt result = attempt(nth, Fault::short_write, [&] {
            model.write(folder.path(), "m");
            deep_learning::replace_atomically(folder.path() / "checkpoint", content);
            presentation::reports::write_report(folder.path() / "report", content);
        });
        has_failed = result.has_failed;
        ASSERT_EQ(result.refusal, "") << "write " << nth;
        ASSERT_TRUE(deep_learning::read_model(folder.path() / "m").weights == model.weights);
        ASSERT_EQ(text_of(folder.path() / "checkpoint"), content);
        ASSERT_EQ(text_of(folder.path() / "report"), content);
        fs::remove_all(folder.path() / "m");
    }
    EXPECT_GT(nth, 5U);
}

}  // namespace
}  // namespace neurec::tests
