#include "infrastructure/deep_learning/safetensors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <limits>

#include "domain/errors.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::deep_learning {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::byte> bytes_of(std::string_view header, std::string_view data) {
    const std::uint64_t length = header.size();
    std::vector<std::byte> bytes(sizeof(length) + header.size() + data.size());
    std::memcpy(bytes.data(), &length, sizeof(length));
    std::memcpy(bytes.data() + sizeof(length), header.data(), header.size());
    std::memcpy(bytes.data() + sizeof(length) + header.size(), data.data(), data.size());
    return bytes;
}

std::string refusal_of(std::vector<std::byte> bytes) {
    try {
        const TensorFile file(std::move(bytes), "some.safetensors");
    } catch (const domain::Unavailable& error) {
        return error.what();
    }
    return "accepted";
}

/// Two floats 1.0 and −2.0, little-endian.
const std::string kTwoFloats("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8);

TEST(Safetensors, ReadAFileThatIsWrittenOutInFull) {
    const TensorFile file(
        bytes_of(R"({"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}   )", kTwoFloats),
        "f");

    EXPECT_THAT(file.floats("a"), ElementsAre(1.0F, -2.0F));
    EXPECT_THAT(file.shape("a"), ElementsAre(1U, 2U));
    EXPECT_FALSE(file.has("b"));
    EXPECT_THROW((void)file.floats("b"), domain::Unavailable);
    EXPECT_THROW((void)file.counts("a"), domain::Unavailable);
    EXPECT_THROW((void)file.number("a"), domain::Unavailable);
}

TEST(Safetensors, ReadWhatTheyWrote) {
    const tests::TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "t.safetensors";
    const std::vector<float> floats = {
        1.5F,  -0.0F,  std::numeric_limits<float>::min(), std::numeric_limits<float>::denorm_min(),
        3e38F, -1e-30F};
    const std::vector<std::int64_t> integers = {std::numeric_limits<std::int64_t>::min(), 0, 7};
    const std::vector<std::uint32_t> counts = {0, 2147483647};
    const float number = 0.1F;
    TensorFileWriter writer;
    writer.add("z.floats", floats, {2, 3});
    writer.add("counts", std::span(counts));
    writer.add("integers", std::span(integers));
    writer.add("number", number);
    writer.add("none", std::span<const float>{}, {0, 5});

    const FileSum sum = writer.write(path);

    const std::vector<std::byte> bytes = read_whole_file(path, 10000);
    EXPECT_EQ(sum.bytes, bytes.size());
    EXPECT_EQ(sum.sha256, sha256_of(bytes));
    const TensorFile file(bytes, path);
    const std::vector<float> read = file.floats("z.floats");
    EXPECT_EQ(std::memcmp(read.data(), floats.data(), sizeof(float) * floats.size()), 0);
    EXPECT_THAT(file.shape("z.floats"), ElementsAre(2U, 3U));
    EXPECT_EQ(file.integers("integers"), integers);
    EXPECT_EQ(file.counts("counts"), counts);
    EXPECT_EQ(file.number("number"), 0.1F);
    EXPECT_THAT(file.floats("none"), ElementsAre());
}

TEST(Safetensors, AlignTheDataAndEachTensor) {
    const tests::TemporaryFolder folder;
    const std::vector<std::int64_t> integers = {1};
    const float number = 1;
    TensorFileWriter writer;
    writer.add("a", number);
    writer.add("b", std::span(integers));

    writer.write(folder.path() / "t");

    const std::vector<std::byte> bytes = read_whole_file(folder.path() / "t", 10000);
    std::uint64_t header = 0;
    std::memcpy(&header, bytes.data(), 8);
    EXPECT_EQ(header % 8, 0U);
    EXPECT_EQ(bytes.size(), 8 + header + 12);
    std::int64_t first = 0;
    std::memcpy(&first, bytes.data() + 8 + header, 8);
    EXPECT_EQ(first, 1) << "the wider type comes first";
}

TEST(Safetensors, RefuseCountsBeyondTheirType) {
    const std::vector<std::uint32_t> counts = {2147483648U};
    TensorFileWriter writer;

    EXPECT_THROW(writer.add("counts", std::span(counts)), domain::InvalidInput);
}

TEST(Safetensors, RefuseNumbersThatAreNotFinite) {
    const std::string nan("\x00\x00\xc0\x7f", 4);
    const TensorFile file(
        bytes_of(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", nan), "f");

    EXPECT_THROW((void)file.floats("a"), domain::Unavailable);
}

TEST(Safetensors, RefuseNegativeCounts) {
    const std::string minus_one("\xff\xff\xff\xff", 4);
    const TensorFile file(
        bytes_of(R"({"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}})", minus_one), "f");

    EXPECT_THROW((void)file.counts("a"), domain::Unavailable);
}

struct HostileHeader {
    const char* name;
    std::string header;
};
class HostileHeaders : public testing::TestWithParam<HostileHeader> {};

TEST_P(HostileHeaders, AreRefused) {
    const std::string refusal = refusal_of(bytes_of(GetParam().header, kTwoFloats));

    EXPECT_THAT(refusal, HasSubstr("some.safetensors is damaged"));
    EXPECT_THAT(refusal, HasSubstr("neurec train"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, HostileHeaders,
    testing::Values(
        HostileHeader{"Nothing", ""}, HostileHeader{"NotJson", "{"}, HostileHeader{"AList", "[]"},
        HostileHeader{"TrailingText",
                      R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x)"},
        HostileHeader{"DeepNesting", std::string(100'000, '[')},
        HostileHeader{"DeepObject",
                      R"({"a":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}})"},
        HostileHeader{"BytesOfNoTensor",
                      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})"},
        HostileHeader{"AHole", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"},
        HostileHeader{"Overlap", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                 R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"},
        HostileHeader{"TwoOfOneName", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                      R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})"},
        HostileHeader{"TwoOfOneKey",
                      R"({"a":{"dtype":"I32","dtype":"F32","shape":[2],"data_offsets":[0,8]}})"},
        HostileHeader{"BeyondTheFile",
                      R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})"},
        HostileHeader{"Backwards", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})"},
        HostileHeader{"Negative", R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})"},
        HostileHeader{
            "HugeShape",
            R"({"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,8]}})"},
        HostileHeader{
            "ShapeThatWrapsRound",
            R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}})"},
        HostileHeader{
            "BeyondSixtyFourBits",
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551624]}})"},
        HostileHeader{"Fraction", R"({"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})"},
        HostileHeader{"OtherType", R"({"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}})"},
        HostileHeader{"NoType", R"({"a":{"shape":[2],"data_offsets":[0,8]}})"},
        HostileHeader{"OneOffset", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}})"},
        HostileHeader{"NoDescription", R"({"a":8})"}),
    [](const auto& header) { return header.param.name; });

TEST(Safetensors, RefuseAHeaderLongerThanTheFile) {
    std::vector<std::byte> bytes = bytes_of("{}", "");
    for (const std::uint64_t length :
         {std::uint64_t{3}, std::uint64_t{1} << 40U, ~std::uint64_t{0}}) {
        std::memcpy(bytes.data(), &length, sizeof(length));
        EXPECT_THAT(refusal_of(bytes), HasSubstr("header is longer"));
    }
    EXPECT_THAT(refusal_of({std::byte{1}}), HasSubstr("too short"));
}

}  // namespace
}  // namespace neurec::infrastructure::deep_learning
