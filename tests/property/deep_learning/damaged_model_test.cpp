#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/deep_learning/model_tensors.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"

// A small model's files with every byte flipped and at every length: either the model is refused,
// or what is read is exactly what was written. The checks behind the checksums are tried in the
// same way without them.
namespace neurec::infrastructure::deep_learning {
namespace {

namespace fs = std::filesystem;

std::vector<std::byte> bytes_of(const fs::path& file) {
    return read_whole_file(file, 1U << 24U);
}

/// Calls `check()` with each byte of the file flipped in place, in a bit that differs from byte to
/// byte.
template <class Check>
void for_each_flip_of(const fs::path& file, Check check) {
    const std::vector<std::byte> sound = bytes_of(file);
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    const auto put = [&](std::size_t place, std::byte value) {
        stream.seekp(static_cast<std::streamoff>(place));
        stream.put(static_cast<char>(value)).flush();
    };
    for (std::size_t i = 0; i < sound.size(); ++i) {
        put(i, sound[i] ^ (std::byte{1} << (i % 8)));
        check();
        put(i, sound[i]);
    }
}

/// Calls `check()` with the file at each shorter length, the longest first.
template <class Check>
void for_each_length_of(const fs::path& file, Check check) {
    for (std::size_t length = fs::file_size(file); length > 0; --length) {
        fs::resize_file(file, length - 1);
        check();
    }
}

/// Calls `check(bytes)` with each byte of a copy flipped in the same way.
template <class Check>
void for_each_flip(std::vector<std::byte> bytes, Check check) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::byte sound = bytes[i];
        bytes[i] ^= std::byte{1} << (i % 8);
        check(bytes);
        bytes[i] = sound;
    }
}

class DamagedModelProperty : public testing::Test {
  protected:
    DamagedModelProperty()
        : path_(tests::write_random_model(folder_.path(), "m", tests::made_movies(3),
                                          tests::kSmallParts, tests::kSmallWidths)),
          sound_(read_model(path_)) {}

    /// Whether the folder is refused; a model that is read must be the one that was written.
    bool refused() {
        try {
            const LoadedModel read = read_model(path_);
            EXPECT_TRUE(read.weights == sound_.weights);
            EXPECT_EQ(read.candidates.co_liked, sound_.candidates.co_liked);
            EXPECT_EQ(to_json(read.manifest), to_json(sound_.manifest));
            return false;
        } catch (const domain::Unavailable&) {
            return true;
        }
    }

    tests::TemporaryFolder folder_;
    fs::path path_;
    LoadedModel sound_;
};

class EachFile : public DamagedModelProperty,
                 public testing::WithParamInterface<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(Of, EachFile,
                         testing::Values(kManifestFile, kManifestSumFile, kWeightsFile,
                                         kCandidatesFile, kUserIndexFile, kMovieIndexFile),
                         [](const auto& file) {
                             std::string name(file.param);
                             std::ranges::replace(name, '.', '_');
                             return name;
                         });

TEST_P(EachFile, IsRefusedWithAnyByteFlipped) {
    std::size_t accepted = 0;
    for_each_flip_of(path_ / GetParam(), [&] { accepted += refused() ? 0 : 1; });
    EXPECT_EQ(accepted, 0U);
    EXPECT_FALSE(refused()) << "the file is whole again";
}

TEST_P(EachFile, IsRefusedAtAnyShorterLength) {
    std::size_t accepted = 0;
    for_each_length_of(path_ / GetParam(), [&] { accepted += refused() ? 0 : 1; });
    EXPECT_EQ(accepted, 0U);
}

TEST_F(DamagedModelProperty, TensorsWithoutChecksumsAreRefusedOrReadAsFiniteNumbers) {
    const auto read = [&](const std::vector<std::byte>& bytes) {
        try {
            const ModelWeights weights = weights_from(TensorFile(bytes, "flipped"));
            (void)find_inconsistency(weights, 32, 22);
        } catch (const domain::Unavailable&) {
        }
    };
    const std::vector<std::byte> sound = bytes_of(path_ / kWeightsFile);
    for_each_flip(sound, read);
    for (std::size_t length = 0; length < sound.size(); ++length)
        EXPECT_THROW(
            TensorFile({sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(length)}, "cut"),
            domain::Unavailable);
}

TEST_F(DamagedModelProperty, ManifestsWithoutChecksumsAreRefusedOrReadWithoutACrash) {
    const std::vector<std::byte> sound = bytes_of(path_ / kManifestFile);
    std::size_t refused = 0;
    for_each_flip(sound, [&](const std::vector<std::byte>& bytes) {
        try {
            (void)parse_manifest({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                 "flipped");
        } catch (const domain::Unavailable&) {
            ++refused;
        }
    });
    EXPECT_GT(refused, sound.size() / 4) << "structure, keys and types are checked";
}

TEST_F(DamagedModelProperty, IndexesWithoutChecksumsAreRefusedOrSearchedWithoutACrash) {
    const fs::path file = path_ / kMovieIndexFile;
    const std::vector<float> query(tests::kSmallWidths.tower, 0.1F);
    std::vector<retrieval::Neighbour> found;
    std::size_t refused = 0;
    for_each_flip_of(file, [&] {
        try {
            retrieval::HnswIndex::load(file, tests::kSmallWidths.tower, 3).search(query, 3, found);
            for (const retrieval::Neighbour& neighbour : found)
                EXPECT_LT(neighbour.id, 3U);
        } catch (const domain::Unavailable&) {
            ++refused;
        }
    });
    EXPECT_GT(refused, 96U) << "at least the header and the links are checked";
    for_each_length_of(file, [&] {
        EXPECT_THROW(retrieval::HnswIndex::load(file, tests::kSmallWidths.tower, 3),
                     domain::Unavailable);
    });
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
