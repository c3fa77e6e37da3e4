#include "infrastructure/security/argon2_password_hasher.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace neurec::infrastructure::security {
namespace {

TEST(Argon2PasswordHasher, VerifiesThePasswordAndNoOther) {
    Argon2PasswordHasher hasher(kCheapestArgon2);
    const std::string hash = hasher.hash("correct horse");

    EXPECT_TRUE(hasher.verify(hash, "correct horse"));
    EXPECT_FALSE(hasher.verify(hash, "correct horsf"));
    EXPECT_FALSE(hasher.verify(hash, ""));
}

TEST(Argon2PasswordHasher, SaltsEachHash) {
    Argon2PasswordHasher hasher(kCheapestArgon2);
    EXPECT_NE(hasher.hash("same"), hasher.hash("same"));
}

TEST(Argon2PasswordHasher, NeverTruncatesAPassword) {
    Argon2PasswordHasher hasher(kCheapestArgon2);
    const std::string longest(512, 'x');
    const std::string hash = hasher.hash(longest + "a");

    EXPECT_FALSE(hasher.verify(hash, longest + "b"));
    EXPECT_FALSE(hasher.verify(hasher.hash(std::string("a\0b", 3)), std::string("a\0c", 3)));
}

TEST(Argon2PasswordHasher, MeetsOwaspsFloorByDefault) {
    const std::string hash = Argon2PasswordHasher().hash("password");

    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
    EXPECT_GE(Argon2Cost{}.memory_bytes, std::size_t{19} << 20U);
    EXPECT_GE(Argon2Cost{}.passes, 2U);
}

TEST(Argon2PasswordHasher, AsksForARehashWhenItsCostHasRisen) {
    Argon2PasswordHasher cheap(kCheapestArgon2);
    const std::string hash = cheap.hash("password");

    EXPECT_FALSE(cheap.needs_rehash(hash));
    EXPECT_TRUE(Argon2PasswordHasher({2, 16384}).needs_rehash(hash));
}

TEST(Argon2PasswordHasher, TakesNoOtherTextForAHash) {
    Argon2PasswordHasher hasher(kCheapestArgon2);
    for (const char* text : {"", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "password"})
        EXPECT_FALSE(hasher.verify(text, "password")) << text;
    const std::string hash = hasher.hash("password");
    for (std::size_t length = 0; length < hash.size(); ++length)
        EXPECT_FALSE(hasher.verify(hash.substr(0, length), "password")) << length;
    EXPECT_FALSE(hasher.verify(hash + "A", "password"));
    std::string without_passes = hash;
    without_passes.replace(without_passes.find("t=1"), 3, "t=0");
    EXPECT_FALSE(hasher.verify(without_passes, "password"));
}

TEST(Argon2PasswordHasher, ServesMoreCallersThanItHasPlaces) {
    Argon2PasswordHasher hasher(kCheapestArgon2, 1);
    const std::string hash = hasher.hash("password");
    std::vector<int> agreed(8);
    {
        std::vector<std::jthread> callers;
        for (int& each : agreed)
            callers.emplace_back([&] { each = hasher.verify(hash, "password") ? 1 : 0; });
    }
    EXPECT_EQ(agreed, std::vector<int>(8, 1));
}

}  // namespace
}  // namespace neurec::infrastructure::security
