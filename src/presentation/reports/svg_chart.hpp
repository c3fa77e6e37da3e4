#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Charts as inline SVG. Colours come from the page's CSS (classes s0, s1, … for series, so that
/// dark and light pages share one drawing); every series also differs by its marker or its label.
namespace neurec::presentation::reports {

struct ChartPoint {
    double x = 0;
    double y = 0;
    double low = 0;     ///< of the confidence band
    double high = 0;    ///< of the confidence band
    double weight = 0;  ///< above 0: the marker's area grows with it
    std::string label;  ///< shown when a pointer rests on the marker
};

struct ChartSeries {
    std::string name;
    std::vector<ChartPoint> points;  ///< by ascending x
    bool has_band = false;
};

struct LineChart {
    std::string title;
    std::string x_axis;
    std::string y_axis;
    std::vector<ChartSeries> series;
    /// Places on the x axis, each with its text. Points lie between the first and the last.
    std::vector<std::pair<double, std::string>> x_ticks;
    double y_from = 0;
    double y_to = 1;              ///< above y_from
    bool draws_diagonal = false;  ///< y = x, for reliability
};

struct Bar {
    std::string name;
    double value = 0;  ///< 0 or more
    std::string text;  ///< the value, for people
};

struct BarChart {
    std::string title;
    std::vector<Bar> bars;
    double full = 1;  ///< the value of a bar that fills the width; above 0
};

/// One `<svg>` element with a title for screen readers; texts are escaped. Points that are not
/// numbers are left out.
[[nodiscard]] std::string svg(const LineChart& chart);
[[nodiscard]] std::string svg(const BarChart& chart);

/// The smallest of 1, 2, 5 times a power of ten that is at least `value` / `steps`: a distance of
/// axis ticks that people can read. `value` above 0.
[[nodiscard]] double readable_step(double value, std::size_t steps);

/// How many series have a colour of their own; further ones share them from the first on.
inline constexpr std::size_t kSeriesColours = 8;

}  // namespace neurec::presentation::reports
