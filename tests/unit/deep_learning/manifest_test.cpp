#include "infrastructure/deep_learning/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "domain/errors.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

using testing::HasSubstr;

Manifest full_manifest() {
    Manifest manifest;
    manifest.id = "20261123-070512-history";
    manifest.created_at = "2026-11-23T07:05:12Z";
    manifest.code_version = "0.1.0";
    manifest.encoders = {.history_statistics = true,
                         .genres = {"Children's", "Film-Noir", "\"quoted\""},
                         .year_bins = {1920, 1930},
                         .unknown_year_column = true,
                         .title_buckets = 256};
    manifest.data = {0xFEDCBA9876543210U, 6040, 3883, 1000209};
    manifest.metrics = {{"validation_ndcg@10", 0.47125}, {"one", 1.0}, {"small", 1e-20}};
    manifest.options.preset = domain::ModelPreset::seed;
    manifest.options.seed = 18446744073709551615U;
    manifest.options.epochs = 40;
    manifest.options.learning_rate = 0.002;
    manifest.options.parts = {{"dot_path", false}, {"content", true}};
    manifest.report.epochs = {{1, 6.5, 0.41, 1e5, 1.25}, {2, 6.25, 0.43, 1.1e5, 1.5}};
    manifest.report.best_epoch = 2;
    manifest.report.best_metric = 0.43;
    manifest.report.seconds = 2.75;
    manifest.report.samples = 9663;
    manifest.files = {{"model.safetensors", {12345, std::string(64, 'a')}}};
    return manifest;
}

std::string refusal_of(const std::string& text) {
    try {
        (void)parse_manifest(text, "m/manifest.json");
    } catch (const domain::Unavailable& error) {
        return error.what();
    }
    return "accepted";
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const std::size_t place = text.find(what);
    EXPECT_NE(place, std::string::npos) << what;
    return text.replace(place, what.size(), with);
}

TEST(Manifest, ReadsWhatItWrote) {
    const Manifest written = full_manifest();

    const Manifest read = parse_manifest(to_json(written), "manifest.json");

    EXPECT_EQ(read.id, written.id);
    EXPECT_EQ(read.created_at, written.created_at);
    EXPECT_EQ(read.code_version, written.code_version);
    EXPECT_EQ(read.encoders, written.encoders);
    EXPECT_EQ(read.data, written.data);
    EXPECT_EQ(read.metrics, written.metrics);
    EXPECT_EQ(read.files, written.files);
    EXPECT_EQ(read.options.preset, domain::ModelPreset::seed);
    EXPECT_EQ(read.options.seed, written.options.seed);
    EXPECT_EQ(read.options.epochs, 40);
    EXPECT_EQ(read.options.batch_size, std::nullopt);
    EXPECT_EQ(read.options.learning_rate, 0.002);
    EXPECT_EQ(read.options.parts, written.options.parts);
    EXPECT_EQ(read.report.best_epoch, 2);
    EXPECT_EQ(read.report.samples, 9663U);
    ASSERT_EQ(read.report.epochs.size(), 2U);
    EXPECT_EQ(read.report.epochs[1].loss, 6.25);
    EXPECT_EQ(read.report.epochs[1].samples_per_second, 1.1e5);
    EXPECT_EQ(to_json(read), to_json(written));
}

TEST(Manifest, WritesNumbersAsPeopleDo) {
    const std::string text = to_json(full_manifest());

    EXPECT_THAT(text, HasSubstr("\"validation_ndcg@10\": 0.47125"));
    EXPECT_THAT(text, HasSubstr("\"fingerprint\": \"fedcba9876543210\""));
    EXPECT_THAT(text, HasSubstr("\"year_bins\": [1920, 1930]"));
    EXPECT_THAT(text, HasSubstr("\"preset\": \"seed\""));
}

TEST(Manifest, RefusesToWriteWhatIsNotANumber) {
    Manifest manifest = full_manifest();
    manifest.metrics["broken"] = std::numeric_limits<double>::quiet_NaN();

    EXPECT_THROW((void)to_json(manifest), domain::InvalidInput);
}

TEST(Manifest, OfANewerFormatIsRefusedWithAnAdvice) {
    const std::string refusal = refusal_of(R"({"format_version": 3, "all": "else is different"})");

    EXPECT_THAT(
        refusal,
        HasSubstr("m/manifest.json is of model format 3; this program reads formats up to 2"));
    EXPECT_THAT(refusal, HasSubstr("Update neurec"));
}

TEST(Manifest, ThatIsNoneIsRefused) {
    EXPECT_THAT(refusal_of(""), HasSubstr("not a JSON object"));
    EXPECT_THAT(refusal_of("[1]"), HasSubstr("not a JSON object"));
    EXPECT_THAT(refusal_of("{}"), HasSubstr("lacks \"format_version\""));
    EXPECT_THAT(refusal_of(std::string(100'000, '{')), HasSubstr("not a JSON object"));
}

TEST(Manifest, WithAFaultIsRefusedWithItsPlace) {
    const std::string sound = to_json(full_manifest());

    EXPECT_THAT(refusal_of(replaced(sound, "\"best_epoch\": 2", "\"best_epoch\": \"2\"")),
                HasSubstr("report.best_epoch is not a whole number"));
    EXPECT_THAT(refusal_of(replaced(sound, "\"epoch\": 2", "\"epoch\": 99999999999")),
                HasSubstr("report.epochs[1].epoch is not a whole number in range"));
    EXPECT_THAT(refusal_of(replaced(sound, "[1920, 1930]", "[1930, 1920]")),
                HasSubstr("encoders.year_bins[1]"));
    EXPECT_THAT(
        refusal_of(replaced(sound, "\"title_buckets\": 256", "\"title_buckets\": 4000000000")),
        HasSubstr("encoders.title_buckets is too large"));
    EXPECT_THAT(refusal_of(replaced(sound, "\"preset\": \"seed\"", "\"preset\": \"tree\"")),
                HasSubstr("options.preset is not a preset"));
    EXPECT_THAT(refusal_of(replaced(sound, "\"seconds\": 2.75", "\"second\": 2.75")),
                HasSubstr("lacks \"seconds\""));
    EXPECT_THAT(refusal_of(replaced(sound, "\"one\": 1.0", "\"one\": 1e999")),
                HasSubstr("damaged"));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
