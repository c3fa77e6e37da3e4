#include "infrastructure/security/signing_keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "domain/errors.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::security {
namespace {

const std::string kKey(32, 'k');
const std::string kOldKey(40, 'o');

TEST(SigningKeys, ComeFromTheSecretAndTheOneBeforeIt) {
    const SigningKeys keys = SigningKeys::load(kKey, kOldKey, "/nowhere/at/all");

    EXPECT_EQ(keys.signing(), kKey);
    EXPECT_EQ(keys.verifying(), (std::vector<std::string>{kKey, kOldKey}));
}

TEST(SigningKeys, AreMadeOnceAndKeptPrivate) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "state" / "jwt.key";

    const SigningKeys first = SigningKeys::load("", "", file);
    const SigningKeys second = SigningKeys::load("", "", file);

    struct stat status{};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_GE(first.signing().size(), SigningKeys::kShortest);
    EXPECT_EQ(first.signing(), second.signing());
    EXPECT_NE(first.signing(), SigningKeys::load("", "", folder.path() / "other.key").signing());
}

TEST(SigningKeys, MayHoldAnyCharacter) {
    const std::string key = "thirty-two bytes, with a comma, ok";
    EXPECT_EQ(SigningKeys::load(key, "", "unused").verifying(), std::vector<std::string>{key});
}

TEST(SigningKeys, OfAFileAreTheNewOneAndThenTheOld) {
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "jwt.key";
    std::ofstream(file) << kKey << "\n" << kOldKey << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    EXPECT_EQ(SigningKeys::load("", "", file).verifying(),
              (std::vector<std::string>{kKey, kOldKey}));
}

TEST(SigningKeys, RefuseAShortOne) {
    EXPECT_THROW(SigningKeys::load("short", "", "unused"), domain::InvalidInput);
    EXPECT_THROW(SigningKeys::load(kKey, "short", "unused"), domain::InvalidInput);
    EXPECT_THROW(SigningKeys({}), domain::InvalidInput);
}

TEST(SigningKeys, NeverShowASecretInTheMessage) {
    try {
        SigningKeys::load("my-short-secret", "", "unused");
        FAIL() << "a short key was taken";
    } catch (const domain::InvalidInput& error) {
        EXPECT_EQ(std::string(error.what()).find("my-short-secret"), std::string::npos);
    }
}

TEST(SigningKeys, RefuseAFileThatOthersMayRead) {
    const tests::TemporaryFolder folder;
    const auto file = folder.write("jwt.key", kKey + "\n");
    ASSERT_EQ(chmod(file.c_str(), 0644), 0);

    EXPECT_THROW(SigningKeys::load("", "", file), domain::Unavailable);
}

TEST(SigningKeys, RefuseAnEmptyFile) {
    const tests::TemporaryFolder folder;
    const auto file = folder.write("jwt.key", "");
    ASSERT_EQ(chmod(file.c_str(), 0600), 0);

    EXPECT_ANY_THROW(SigningKeys::load("", "", file));
}

}  // namespace
}  // namespace neurec::infrastructure::security
