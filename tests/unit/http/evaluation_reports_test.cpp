#include "presentation/http/evaluation_reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/fsuid.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "domain/errors.hpp"
#include "presentation/json/writer.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::presentation::http {
namespace {

class Reports : public testing::Test {
  protected:
    void write(const std::string& name, const std::string& text, int minutes_ago) const {
        const std::filesystem::path file = folder_.path() / name;
        std::ofstream(file) << text;
        std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() -
                                                   std::chrono::minutes(minutes_ago));
    }
    [[nodiscard]] static std::string report_of(const std::string& command) {
        application::EvaluationReport report;
        report.command = command;
        report.protocol = "new-users";
        return json::to_json(report);
    }

    tests::TemporaryFolder folder_;
    EvaluationReports reports_{folder_.path()};
};

TEST_F(Reports, GiveTheOneThatWasWrittenLast) {
    write("b.json", report_of("second"), 5);
    write("a.json", report_of("third"), 1);
    write("c.json", report_of("first"), 9);
    write("page.html", "<html>", 0);
    EXPECT_EQ(reports_.latest().command, "third");
}

TEST_F(Reports, OfEarlierVersionsAreGivenWithoutTheDatabasesUrl) {
    // As 0.1.0 wrote them: bare, or in quotes that are not escaped within.
    for (const char* const command :
         {"neurec evaluate --database-url postgresql://u:secret@h/d --k 0",
          "neurec evaluate --database-url=postgresql://u:secret@h/d",
          "neurec evaluate '--database-url=postgresql://u:it's secret@h/d' --k 0",
          "neurec evaluate --database-url 'postgresql://h/d?user=u&password=a 'secret' --k 0'"}) {
        write("report.json", report_of(command), 0);
        const std::string shown = reports_.latest().command;
        EXPECT_EQ(shown.find("secret"), std::string::npos) << shown;
        EXPECT_TRUE(shown.starts_with("neurec evaluate ")) << shown;
        EXPECT_TRUE(shown.ends_with("--database-url …")) << shown;
    }
}

TEST_F(Reports, AreNotFoundWhereNoneIsThere) {
    EXPECT_THROW(static_cast<void>(reports_.latest()), domain::NotFound);
    EXPECT_THROW(static_cast<void>(EvaluationReports("/nowhere").latest()), domain::NotFound);
}

TEST_F(Reports, AreRefusedWhereTheyAreNone) {
    write("report.json", R"({"users": "many"})", 0);
    EXPECT_THROW(static_cast<void>(reports_.latest()), domain::Unavailable);
}

TEST_F(Reports, MayVanishWhileTheyAreRead) {
    constexpr int kRounds = 5;
    constexpr int kVanishing = 200;
    write("kept.json", report_of("kept"), 60);
    const auto file = [&](int i) { return folder_.path() / (std::to_string(i) + ".json"); };
    const std::string vanishing = report_of("vanishing");
    for (int round = 0; round < kRounds; ++round) {
        for (int i = 0; i < kVanishing; ++i)
            std::ofstream(file(i)) << vanishing;
        const std::jthread remover([&] {
            for (int i = 0; i < kVanishing; ++i)
                std::filesystem::remove(file(i));
        });
        std::string command;
        do {
            ASSERT_NO_THROW(command = reports_.latest().command);
            ASSERT_THAT(command, testing::AnyOf("kept", "vanishing"));
        } while (command != "kept");
    }
}

TEST_F(Reports, AreRefusedWhereTheyCannotBeRead) {
    write("report.json", report_of("secret"), 0);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms{0755});
    std::filesystem::permissions(folder_.path() / "report.json", std::filesystem::perms::none);
    constexpr uid_t kNobody = 65534;
    const uid_t before = static_cast<uid_t>(setfsuid(kNobody));  // root may read everything
    EXPECT_THROW(static_cast<void>(reports_.latest()), domain::Unavailable);
    setfsuid(before);
}

}  // namespace
}  // namespace neurec::presentation::http
