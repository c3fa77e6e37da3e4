#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "domain/errors.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "integration/persistence/sample.hpp"
#include "support/temporary_folder.hpp"

// A database file with a flipped bit or cut short. SQLite's pages have no checksums, so a changed
// letter in a title reads as a title; whatever breaks the structure is refused, and nothing ever
// crashes.
namespace neurec::infrastructure::persistence {
namespace {

using testing::HasSubstr;

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

class DamagedDatabase : public testing::Test {
  protected:
    DamagedDatabase() {
        Database database(file_);
        SqlDatasetStore store(database);
        tests::store_sample(store);
    }

    /// Opens what is left of the file and reads everything; what refuses it, or nothing.
    [[nodiscard]] std::string refusal_of(const std::string& bytes) const {
        for (const char* end : {"-wal", "-shm"})
            std::filesystem::remove(file_.string() + end);
        std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes;
        try {
            Database database(file_);
            const domain::Dataset data = SqlDatasetStore(database).load();
            SqlUserProfileRepository profiles(database);
            for (const domain::User& user : tests::kUsers)
                static_cast<void>(profiles.find(user.id));
            return {};
        } catch (const domain::Unavailable& error) {
            return error.what();
        }
    }

    tests::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "neurec.sqlite";
};

TEST_F(DamagedDatabase, IsReadOrRefusedWithItsNameWhateverBitIsFlipped) {
    std::string bytes = text_of(file_);
    ASSERT_EQ(refusal_of(bytes), "");
    std::size_t refused = 0;
    // All of the header and of the schema's beginning, then a byte in every hundred.
    for (std::size_t i = 0; i < bytes.size(); i += i < 200 ? 1 : 101) {
        const char sound = bytes[i];
        bytes[i] = static_cast<char>(sound ^ (1 << (i % 8)));
        const std::string refusal = refusal_of(bytes);
        bytes[i] = sound;
        if (refusal.empty()) continue;
        EXPECT_THAT(refusal, HasSubstr(file_.string()));
        ++refused;
    }
    EXPECT_GT(refused, 30U) << "at least the header and the pages' structure are checked";
}

TEST_F(DamagedDatabase, IsRefusedAtAnyShorterLength) {
    const std::string bytes = text_of(file_);
    for (std::size_t length = bytes.size() - 1; length > 0;
         length -= std::min(length, bytes.size() / 97)) {
        const std::string refusal = refusal_of(bytes.substr(0, length));
        EXPECT_THAT(refusal, HasSubstr(file_.string())) << length << " of " << bytes.size();
    }
}

}  // namespace
}  // namespace neurec::infrastructure::persistence
