#include "infrastructure/logging/json_logger.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>
#include <sstream>

namespace neurec::infrastructure::logging {
namespace {

using domain::LogLevel;

boost::json::object only_line(const std::ostringstream& out) {
    const std::string text = out.str();
    EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
    return boost::json::parse(text).as_object();
}

TEST(JsonLogger, WritesOneObjectALine) {
    std::ostringstream out;
    JsonLogger logger(LogLevel::info, out);

    logger.write(LogLevel::warning, "model refused",
                 {{"model", "m1"}, {"bytes", std::int64_t{7}}, {"old", true}});

    const boost::json::object line = only_line(out);
    EXPECT_EQ(line.at("level"), "warning");
    EXPECT_EQ(line.at("message"), "model refused");
    EXPECT_EQ(line.at("model"), "m1");
    EXPECT_EQ(line.at("bytes"), 7);
    EXPECT_EQ(line.at("old"), true);
    EXPECT_TRUE(line.at("time").as_string().ends_with("Z"));
}

TEST(JsonLogger, EscapesWhatWouldForgeALine) {
    std::ostringstream out;
    JsonLogger logger(LogLevel::info, out);

    logger.write(LogLevel::info, "a\"}\n{\"level\":\"error",
                 {{"pa\th", std::string_view("\x01\x7f{}%v")}});

    const boost::json::object line = only_line(out);
    EXPECT_EQ(line.at("message"), "a\"}\n{\"level\":\"error");
    EXPECT_EQ(line.at("pa\th"), "\x01\x7f{}%v");
}

TEST(JsonLogger, WritesNumbersThatJsonHas) {
    std::ostringstream out;
    JsonLogger logger(LogLevel::info, out);

    logger.write(LogLevel::info, "m",
                 {{"ms", 0.25}, {"nan", std::numeric_limits<double>::quiet_NaN()}});

    const boost::json::object line = only_line(out);
    EXPECT_EQ(line.at("ms"), 0.25);
    EXPECT_TRUE(line.at("nan").is_null());
}

TEST(JsonLogger, LeavesOutWhatIsBelowItsLevel) {
    std::ostringstream out;
    JsonLogger logger(LogLevel::warning, out);

    logger.write(LogLevel::info, "quiet", {});

    EXPECT_TRUE(out.str().empty());
}

}  // namespace
}  // namespace neurec::infrastructure::logging
