#include "infrastructure/deep_learning/model_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "domain/errors.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::UnorderedElementsAre;
using tests::made_movies;
using tests::RandomNetwork;
using tests::small_encoders;

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename());
    return names;
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

void overwrite(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string refusal_of(const fs::path& folder) {
    try {
        (void)read_model(folder);
    } catch (const domain::Unavailable& error) {
        return error.what();
    }
    return "accepted";
}

struct WrittenModel {
    std::vector<domain::Movie> movies = made_movies(12);
    EncoderConfig encoders = small_encoders();
    ModelWeights weights = RandomNetwork(movies, encoders, 4).weights();
    domain::Dataset data = tests::made_dataset(movies, 9);
    retrieval::CandidateArtefacts candidates = build_candidate_artefacts(weights, encoders, data);

    [[nodiscard]] Manifest manifest(const std::string& id = "a-model") const {
        Manifest manifest;
        manifest.id = id;
        manifest.encoders = encoders;
        manifest.data = {data.fingerprint(), 9, 12, data.rating_count()};
        return manifest;
    }
};

TEST(ModelFolder, GivesBackWhatWasWrittenBitForBit) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;

    const fs::path path =
        write_model(model.weights, model.manifest(), model.candidates, folder.path() / "models");
    const LoadedModel read = read_model(path);

    EXPECT_EQ(path, folder.path() / "models" / "a-model");
    EXPECT_TRUE(read.weights == model.weights);
    EXPECT_EQ(read.manifest.encoders, model.encoders);
    EXPECT_EQ(read.manifest.data.fingerprint, model.data.fingerprint());
    EXPECT_EQ(read.candidates.user_likes, model.candidates.user_likes);
    EXPECT_EQ(read.candidates.co_liked, model.candidates.co_liked);
    ASSERT_EQ(read.candidates.users.size(), 9U);
    for (std::uint32_t user = 0; user < 9; ++user)
        EXPECT_TRUE(std::ranges::equal(read.candidates.users.vector(user),
                                       model.candidates.users.vector(user)));
    ASSERT_EQ(read.candidates.movies.size(), 12U);
    for (std::uint32_t movie = 0; movie < 12; ++movie)
        EXPECT_TRUE(std::ranges::equal(read.candidates.movies.vector(movie),
                                       model.candidates.movies.vector(movie)));
}

TEST(ModelFolder, IsTheSameForTheSameModel) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;
    const WrittenModel again;

    const fs::path first =
        write_model(model.weights, model.manifest(), model.candidates, folder.path() / "1");
    const fs::path second =
        write_model(again.weights, again.manifest(), again.candidates, folder.path() / "2");

    for (const std::string_view name :
         {kWeightsFile, kCandidatesFile, kUserIndexFile, kMovieIndexFile})
        EXPECT_EQ(text_of(first / name), text_of(second / name)) << name;
}

TEST(ModelFolder, HoldsTheFilesThatTheDocumentationLists) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;

    const fs::path path =
        write_model(model.weights, model.manifest(), model.candidates, folder.path());

    EXPECT_THAT(names_in(path),
                UnorderedElementsAre("manifest.json", "manifest.sha256", "model.safetensors",
                                     "candidates.safetensors", "users.hnsw", "movies.hnsw"));
    EXPECT_THAT(names_in(folder.path()), ElementsAre("a-model")) << "nothing is left beside it";
}

TEST(ModelFolder, FillsInIdTimeAndVersion) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;

    const fs::path first =
        write_model(model.weights, model.manifest(""), model.candidates, folder.path());
    const fs::path second =
        write_model(model.weights, model.manifest(""), model.candidates, folder.path());

    const Manifest manifest = read_manifest(first);
    EXPECT_THAT(manifest.id, MatchesRegex("[0-9]{8}-[0-9]{6}-history"));
    EXPECT_EQ(manifest.id, first.filename());
    EXPECT_THAT(manifest.created_at,
                MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
    EXPECT_FALSE(manifest.code_version.empty());
    EXPECT_NE(first, second) << "two of the same second have ids of their own";
}

TEST(ModelFolder, IsNotWrittenOverAnother) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;
    const fs::path path =
        write_model(model.weights, model.manifest(), model.candidates, folder.path());
    const std::string before = text_of(path / kManifestSumFile);

    EXPECT_THROW(write_model(model.weights, model.manifest(), model.candidates, folder.path()),
                 domain::Conflict);

    EXPECT_EQ(text_of(path / kManifestSumFile), before);
    EXPECT_THAT(names_in(folder.path()), ElementsAre("a-model"));
}

TEST(ModelFolder, IsNotWrittenFromWhatDoesNotFitTogether) {
    const tests::TemporaryFolder folder;
    WrittenModel model;
    model.weights.movie_likes.pop_back();
    const WrittenModel other;
    EncoderConfig more_titles = other.encoders;
    more_titles.title_buckets += 1;
    Manifest other_encoders = other.manifest();
    other_encoders.encoders = more_titles;
    const retrieval::CandidateArtefacts nothing;

    EXPECT_THROW(write_model(model.weights, model.manifest(), model.candidates, folder.path()),
                 domain::InvalidInput);
    EXPECT_THROW(write_model(other.weights, other_encoders, other.candidates, folder.path()),
                 domain::InvalidInput);
    EXPECT_THROW(write_model(other.weights, other.manifest(), nothing, folder.path()),
                 domain::InvalidInput);
    EXPECT_THROW(
        write_model(other.weights, other.manifest("../x"), other.candidates, folder.path()),
        domain::InvalidInput);

    EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

TEST(ModelFolder, LeavesNothingBehindWhenTheDiskIsFull) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;
    // A limit on the size of files fails the write as a full disk would; the signal that goes with
    // it is ignored.
    const auto previous = std::signal(SIGXFSZ, SIG_IGN);
    rlimit unlimited{};
    getrlimit(RLIMIT_FSIZE, &unlimited);
    for (const rlim_t most : {rlim_t{100}, rlim_t{20'000}, rlim_t{200'000}}) {
        const rlimit limit{most, unlimited.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        std::string message = "written";
        try {
            write_model(model.weights, model.manifest(), model.candidates, folder.path());
        } catch (const domain::Unavailable& error) {
            message = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &unlimited);

        EXPECT_THAT(message, HasSubstr("Cannot write")) << most;
        EXPECT_THAT(names_in(folder.path()), IsEmpty()) << most;
    }
    std::signal(SIGXFSZ, previous);
}

TEST(ModelFolder, SaysWhichFolderCannotBeMade) {
    const tests::TemporaryFolder folder;
    const WrittenModel model;
    const fs::path file = folder.write("file", "no folder");

    EXPECT_THROW(write_model(model.weights, model.manifest(), model.candidates, file / "models"),
                 domain::Unavailable);
}

TEST(DamagedModel, NamesTheFileTheFaultAndWhatToDo) {
    const tests::TemporaryFolder folder;
    const fs::path path = tests::write_random_model(folder.path(), "m", made_movies(12));
    std::string weights = text_of(path / kWeightsFile);
    weights[weights.size() / 2] = static_cast<char>(weights[weights.size() / 2] ^ 1);
    overwrite(path / kWeightsFile, weights);

    const std::string refusal = refusal_of(path);

    EXPECT_THAT(refusal, HasSubstr((path / kWeightsFile).string() +
                                   " is damaged: its content is not what was written"));
    EXPECT_THAT(
        refusal,
        HasSubstr(
            "Activate another model (neurec model activate ID) or train anew (neurec train)."));
}

TEST(DamagedModel, IsRefusedWhenAFileIsShorterLongerOrMissing) {
    const tests::TemporaryFolder folder;
    const fs::path path = tests::write_random_model(folder.path(), "m", made_movies(12));
    for (const std::string_view name : {kWeightsFile, kCandidatesFile, kUserIndexFile,
                                        kMovieIndexFile, kManifestFile, kManifestSumFile}) {
        const std::string sound = text_of(path / name);
        SCOPED_TRACE(name);

        overwrite(path / name, sound.substr(0, sound.size() - 1));
        EXPECT_NE(refusal_of(path), "accepted");
        overwrite(path / name, sound + "\n");
        EXPECT_NE(refusal_of(path), "accepted");
        fs::remove(path / name);
        EXPECT_THAT(refusal_of(path), HasSubstr(std::string(name)));
        overwrite(path / name, sound);
        EXPECT_EQ(refusal_of(path), "accepted");
    }
}

/// The manifest and its sum as a program that knows the format would write them.
void rewrite_manifest(const fs::path& folder, const std::string& text) {
    overwrite(folder / kManifestFile, text);
    overwrite(folder / kManifestSumFile,
              sha256_of(std::as_bytes(std::span(text))) + "  " + std::string(kManifestFile) + "\n");
}

TEST(DamagedModel, OfANewerFormatSaysSo) {
    const tests::TemporaryFolder folder;
    const fs::path path = tests::write_random_model(folder.path(), "m", made_movies(12));
    std::string manifest = text_of(path / kManifestFile);
    const std::string version = "\"format_version\": 2";
    ASSERT_NE(manifest.find(version), std::string::npos);
    manifest.replace(manifest.find(version), version.size(), "\"format_version\": 7");
    rewrite_manifest(path, manifest);

    EXPECT_THAT(refusal_of(path),
                HasSubstr("is of model format 7; this program reads formats up to 2"));
}

TEST(DamagedModel, WithTrueSumsButTheWeightsOfAnotherIsRefused) {
    const tests::TemporaryFolder folder;
    const fs::path path = tests::write_random_model(folder.path(), "m", made_movies(12));
    const fs::path other = tests::write_random_model(folder.path(), "other", made_movies(13));
    Manifest manifest = read_manifest(path);
    const std::string weights(kWeightsFile);
    manifest.files[weights] = read_manifest(other).files[weights];
    overwrite(path / kWeightsFile, text_of(other / kWeightsFile));
    rewrite_manifest(path, to_json(manifest));

    EXPECT_THAT(
        refusal_of(path),
        HasSubstr("candidates.safetensors is damaged: the lists co_liked are not one a movie"));
}

TEST(DamagedModel, WithTrueSumsButOtherEncodersIsRefused) {
    const tests::TemporaryFolder folder;
    const fs::path path = tests::write_random_model(folder.path(), "m", made_movies(12));
    Manifest manifest = read_manifest(path);
    manifest.encoders.genres.emplace_back("Western");
    rewrite_manifest(path, to_json(manifest));

    EXPECT_THAT(refusal_of(path), HasSubstr("movie_tower.input.weight is ["));
}

TEST(ModelId, IsAFolderNameThatCannotLeaveItsFolder) {
    EXPECT_TRUE(is_model_id("20261123-070512-history"));
    EXPECT_TRUE(is_model_id("a.b_C-9"));
    for (const char* const id : {"", ".", "..", ".hidden", "a/b", "a b", "ä", "current"})
        EXPECT_FALSE(is_model_id(id)) << id;
    EXPECT_FALSE(is_model_id(std::string(101, 'a')));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
