#include "presentation/reports/svg_chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/well_formed.hpp"

namespace neurec::presentation::reports {

namespace {

using testing::HasSubstr;
using testing::Not;

LineChart two_lines() {
    LineChart chart{"A < B & \"C\"", "x axis", "y axis", {}, {{0, "0"}, {1, "5"}}, 0, 1, true};
    chart.series.push_back(
        {"<model>", {{0, 0.4, 0.3, 0.5, 0, "first"}, {1, 0.5, 0.4, 0.6, 0, "second"}}, true});
    chart.series.push_back(
        {"other", {{0, 0.41, 0, 0, 0.5, "bin"}, {1, 0.5, 0, 0, 0.1, "bin"}}, false});
    return chart;
}

}  // namespace

TEST(LineChartSvg, IsWellFormedWithEveryTextEscaped) {
    const std::string drawing = svg(two_lines());

    EXPECT_EQ(tests::xml_fault(drawing), std::nullopt);
    EXPECT_THAT(drawing, HasSubstr("&lt;model&gt;"));
    EXPECT_THAT(drawing, HasSubstr("A &lt; B &amp; &quot;C&quot;"));
}

TEST(LineChartSvg, DrawsABandAndADiagonalOnlyWhereAsked) {
    LineChart chart = two_lines();
    EXPECT_THAT(svg(chart), HasSubstr("class=\"band s0\""));
    EXPECT_THAT(svg(chart), Not(HasSubstr("class=\"band s1\"")));
    EXPECT_THAT(svg(chart), HasSubstr("class=\"diagonal\""));

    chart.draws_diagonal = false;
    EXPECT_THAT(svg(chart), Not(HasSubstr("class=\"diagonal\"")));
}

TEST(LineChartSvg, PlacesPointsOnTheirScales) {
    LineChart chart{"t", "x", "y", {}, {{0, "0"}, {10, "10"}}, 0, 2, false};
    chart.series.push_back({"s", {{0, 0, 0, 0, 0, ""}, {10, 2, 0, 0, 0, ""}}, false});

    // The plane spans x 56..570 and y 332..16.
    EXPECT_THAT(svg(chart), HasSubstr("points=\"56.0,332.0 570.0,16.0 \""));
}

TEST(LineChartSvg, LeavesOutPointsThatAreNotNumbers) {
    LineChart chart = two_lines();
    chart.series[0].points[0].y = std::numeric_limits<double>::quiet_NaN();

    const std::string drawing = svg(chart);

    EXPECT_THAT(drawing, Not(HasSubstr("nan")));
    EXPECT_EQ(tests::xml_fault(drawing), std::nullopt);
}

TEST(LineChartSvg, DrawsASingleTickWithoutDividingByNothing) {
    LineChart chart{"t", "x", "y", {}, {{0, "0"}}, 0, 1, false};
    chart.series.push_back({"s", {{0, 0.5, 0.4, 0.6, 0, ""}}, true});

    EXPECT_THAT(svg(chart), Not(HasSubstr("nan")));
    EXPECT_THAT(svg(chart), Not(HasSubstr("inf")));
}

TEST(BarChartSvg, DrawsBarsInProportion) {
    const std::string drawing = svg(BarChart{"bars", {{"a & b", 10, "10%"}, {"c", 5, "5%"}}, 10});

    EXPECT_EQ(tests::xml_fault(drawing), std::nullopt);
    EXPECT_THAT(drawing, HasSubstr("width=\"440.0\""));
    EXPECT_THAT(drawing, HasSubstr("width=\"220.0\""));
    EXPECT_THAT(drawing, HasSubstr("a &amp; b"));
}

TEST(ReadableStep, IsOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_DOUBLE_EQ(readable_step(1, 5), 0.2);
    EXPECT_DOUBLE_EQ(readable_step(0.55, 6), 0.1);
    EXPECT_DOUBLE_EQ(readable_step(30, 10), 5);
    EXPECT_DOUBLE_EQ(readable_step(600, 6), 100);
    EXPECT_DOUBLE_EQ(readable_step(700, 10), 100);
}

}  // namespace neurec::presentation::reports
