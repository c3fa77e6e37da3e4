#include "presentation/reports/svg_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "presentation/reports/html_text.hpp"

namespace neurec::presentation::reports {

namespace {

constexpr double kWidth = 720;
constexpr double kHeight = 380;
constexpr double kLeft = 56;
constexpr double kRight = 150;
constexpr double kTop = 16;
constexpr double kBottom = 48;

/// Where values of a line chart are on the page.
class Plane {
  public:
    explicit Plane(const LineChart& chart)
        : x_from_(chart.x_ticks.front().first),
          x_to_(std::max(chart.x_ticks.back().first, x_from_ + 1e-9)),
          y_from_(chart.y_from),
          y_to_(chart.y_to) {}

    [[nodiscard]] double x(double value) const {
        return kLeft + (value - x_from_) / (x_to_ - x_from_) * (kWidth - kLeft - kRight);
    }
    [[nodiscard]] double y(double value) const {
        const double shown = std::clamp(value, y_from_, y_to_);
        return kHeight - kBottom -
               (shown - y_from_) / (y_to_ - y_from_) * (kHeight - kTop - kBottom);
    }

  private:
    double x_from_;
    double x_to_;
    double y_from_;
    double y_to_;
};

bool is_drawable(const ChartPoint& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

template <class... Values>
void append(std::string& out, fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Values>(values)...);
}

void draw_axes(std::string& out, const LineChart& chart, const Plane& plane) {
    const double right = kWidth - kRight;
    const double bottom = kHeight - kBottom;
    const double step = readable_step(chart.y_to - chart.y_from, 6);
    const auto first = static_cast<int>(std::ceil(chart.y_from / step - 1e-9));
    const auto last = static_cast<int>(std::floor(chart.y_to / step + 1e-9));
    for (int tick = first; tick <= last; ++tick) {
        const double value = tick * step;
        const double y = plane.y(value);
        append(out, R"(<line class="grid" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>)",
               kLeft, right, y, y);
        append(out, R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="end">{:.4g}</text>)",
               kLeft - 8, y + 4, value);
    }
    for (const auto& [x, text] : chart.x_ticks)
        append(out, R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>)",
               plane.x(x), bottom + 18, escaped(text));
    append(out, R"(<line class="axis" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>)", kLeft,
           right, bottom, bottom);
    append(out, R"(<text class="name" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>)",
           (kLeft + right) / 2, kHeight - 8, escaped(chart.x_axis));
    append(
        out,
        R"svg(<text class="name" transform="translate(14 {:.1f}) rotate(-90)" text-anchor="middle">)svg"
        "{}</text>",
        (kTop + bottom) / 2, escaped(chart.y_axis));
}

void draw_band(std::string& out, const ChartSeries& series, std::size_t colour,
               const Plane& plane) {
    append(out, R"(<polygon class="band s{}" points=")", colour);
    for (const ChartPoint& point : series.points)
        if (is_drawable(point))
            append(out, "{:.1f},{:.1f} ", plane.x(point.x), plane.y(point.high));
    for (auto point = series.points.rbegin(); point != series.points.rend(); ++point)
        if (is_drawable(*point))
            append(out, "{:.1f},{:.1f} ", plane.x(point->x), plane.y(point->low));
    out += "\"/>";
}

void draw_line(std::string& out, const ChartSeries& series, std::size_t colour,
               const Plane& plane) {
    append(out, R"(<polyline class="line s{}" points=")", colour);
    for (const ChartPoint& point : series.points)
        if (is_drawable(point)) append(out, "{:.1f},{:.1f} ", plane.x(point.x), plane.y(point.y));
    out += "\"/>";
    for (const ChartPoint& point : series.points) {
        if (!is_drawable(point)) continue;
        const double radius = point.weight > 0 ? std::max(2.5, 14 * std::sqrt(point.weight)) : 3.5;
        append(out, R"(<circle class="dot s{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}">)", colour,
               plane.x(point.x), plane.y(point.y), radius);
        append(out, "<title>{}: {}</title></circle>", escaped(series.name), escaped(point.label));
    }
}

/// Names at the lines' right ends, moved apart where they would cover each other.
void draw_names(std::string& out, const LineChart& chart, const Plane& plane) {
    constexpr double kLineHeight = 16;
    struct Name {
        std::size_t series;
        double y;
    };
    std::vector<Name> names;
    for (std::size_t i = 0; i < chart.series.size(); ++i)
        if (!chart.series[i].points.empty())
            names.push_back({i, plane.y(chart.series[i].points.back().y)});
    std::ranges::stable_sort(names, {}, &Name::y);
    double lowest = kTop;
    for (Name& name : names) {
        name.y = std::max(name.y, lowest);
        lowest = name.y + kLineHeight;
    }
    double highest = kHeight - kBottom + kLineHeight;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        name->y = std::min(name->y, highest);
        highest = name->y - kLineHeight;
    }
    for (const Name& name : names)
        append(out, R"(<text class="series s{}" x="{:.1f}" y="{:.1f}">{}</text>)",
               name.series % kSeriesColours, kWidth - kRight + 12, name.y + 4,
               escaped(chart.series[name.series].name));
}

}  // namespace

double readable_step(double value, std::size_t steps) {
    const double least = value / static_cast<double>(steps);
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= least * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

std::string svg(const LineChart& chart) {
    const Plane plane(chart);
    std::string out = fmt::format(R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}">)", kWidth,
                                  kHeight, escaped(chart.title));
    append(out, "<title>{}</title>", escaped(chart.title));
    draw_axes(out, chart, plane);
    if (chart.draws_diagonal)
        append(out, R"(<line class="diagonal" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)",
               plane.x(chart.y_from), plane.y(chart.y_from), plane.x(chart.y_to),
               plane.y(chart.y_to));
    for (std::size_t i = 0; i < chart.series.size(); ++i)
        if (chart.series[i].has_band) draw_band(out, chart.series[i], i % kSeriesColours, plane);
    for (std::size_t i = 0; i < chart.series.size(); ++i)
        draw_line(out, chart.series[i], i % kSeriesColours, plane);
    draw_names(out, chart, plane);
    return out + "</svg>";
}

std::string svg(const BarChart& chart) {
    constexpr double kRow = 30;
    constexpr double kNameWidth = 130;
    constexpr double kValueWidth = 150;
    const double height = kRow * static_cast<double>(chart.bars.size()) + 8;
    std::string out = fmt::format(R"(<svg viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">)",
                                  kWidth, height, escaped(chart.title));
    append(out, "<title>{}</title>", escaped(chart.title));
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
        const Bar& bar = chart.bars[i];
        const double top = kRow * static_cast<double>(i) + 6;
        const double share =
            std::isfinite(bar.value) ? std::clamp(bar.value / chart.full, 0.0, 1.0) : 0;
        const double length = share * (kWidth - kNameWidth - kValueWidth);
        append(out, R"(<text class="series s{}" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>)",
               i % kSeriesColours, kNameWidth - 10, top + 15, escaped(bar.name));
        append(out, R"(<rect class="bar s{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="20"/>)",
               i % kSeriesColours, kNameWidth, top, std::max(length, 1.0));
        append(out, R"(<text class="tick" x="{:.1f}" y="{:.1f}">{}</text>)",
               kNameWidth + length + 8, top + 15, escaped(bar.text));
    }
    return out + "</svg>";
}

}  // namespace neurec::presentation::reports
