#include "presentation/reports/evaluation_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "presentation/reports/html_text.hpp"
#include "presentation/reports/svg_chart.hpp"

namespace neurec::presentation::reports {

namespace {

using application::BeyondAccuracy;
using application::Calibration;
using application::Estimate;
using application::EvaluationReport;
using application::MethodResult;
using application::RankingResult;
using application::SeedResult;
using application::SeedSummary;
using application::Spread;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1c2126; --dim: #5d6772; --rule: #d8dde2; --page: #ffffff;
  --s0: #b3341f; --s1: #2a6f97; --s2: #4c8c3f; --s3: #8a5aa8; --s4: #b07b12; --s5: #287d7d;
  --s6: #a3487a; --s7: #5a6472; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #9aa5b0; --rule: #38414a;
  --page: #15191d; --s0: #ff8a70; --s1: #74b9e0; --s2: #8fd07f; --s3: #c9a0e4; --s4: #e6b955;
  --s5: #6fcaca; --s6: #ec94c3; --s7: #a9b4c0; } }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: var(--ink); background: var(--page);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
p.note, dd, caption { color: var(--dim); } code { font-size: 0.92em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0.3rem 0; }
th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: right; border-bottom: 1px solid var(--rule);
  white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
td small { color: var(--dim); display: block; font-size: 0.78em; }
td.best { font-weight: 650; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--ink); font-size: 13px; }
svg text.tick { fill: var(--dim); font-size: 12px; }
.grid { stroke: var(--rule); } .axis { stroke: var(--dim); }
.diagonal { stroke: var(--dim); stroke-dasharray: 5 5; }
.line { fill: none; stroke-width: 2; } .band { opacity: 0.15; } .dot { fill-opacity: 0.85; }
)";

std::string series_colours() {
    std::string out;
    for (std::size_t i = 0; i < kSeriesColours; ++i)
        fmt::format_to(std::back_inserter(out),
                       ".line.s{0} {{ stroke: var(--s{0}); }} .band.s{0}, .dot.s{0}, .bar.s{0} "
                       "{{ fill: var(--s{0}); }} svg text.series.s{0} {{ fill: var(--s{0}); }}\n",
                       i);
    return out;
}

/// A metric by name, from a result and from a summary over seeds.
struct Metric {
    std::string_view name;
    std::function<std::optional<Estimate>(const RankingResult&)> of_result;
    std::function<std::optional<Spread>(const SeedSummary&)> of_summary;
};

const std::vector<Metric>& metrics() {
    static const std::vector<Metric> all = {
        {"NDCG@10", [](const RankingResult& r) { return std::optional(r.ndcg_at_10); },
         [](const SeedSummary& s) { return std::optional(s.ndcg_at_10); }},
        {"Recall@20", [](const RankingResult& r) { return r.recall_at_20; },
         [](const SeedSummary& s) { return s.recall_at_20; }},
        {"HR@10", [](const RankingResult& r) { return std::optional(r.hit_rate_at_10); },
         [](const SeedSummary& s) { return std::optional(s.hit_rate_at_10); }},
    };
    return all;
}

/// One cell: a figure, and what it stands on.
struct Cell {
    double value = 0;
    std::string note;
};
/// [methods × settings]; nothing where a method has no such figure.
using Cells = std::vector<std::vector<std::optional<Cell>>>;

Cells cells_of(const EvaluationReport& report, const Metric& metric) {
    const SeedResult& first = report.seeds.front();
    Cells cells;
    std::size_t summary = 0;
    for (const MethodResult& method : first.methods) {
        auto& row = cells.emplace_back();
        for (const RankingResult& result : method.settings) {
            const SeedSummary& over_seeds = report.summary[summary++];
            auto& cell = row.emplace_back();
            if (report.seeds.size() > 1) {
                if (const auto spread = metric.of_summary(over_seeds))
                    cell = {spread->mean, fmt::format("± {:.4f}", spread->deviation)};
            } else if (const auto estimate = metric.of_result(result)) {
                cell = {estimate->mean,
                        fmt::format("{:.3f} – {:.3f}", estimate->low, estimate->high)};
            }
        }
    }
    return cells;
}

std::optional<double> best_of_column(const Cells& cells, std::size_t column) {
    std::optional<double> best;
    for (const auto& row : cells)
        if (row[column] && (!best || row[column]->value > *best)) best = row[column]->value;
    return best;
}

std::string metric_table(const EvaluationReport& report, const Metric& metric) {
    const auto& methods = report.seeds.front().methods;
    const Cells cells = cells_of(report, metric);
    const auto& settings = methods.front().settings;
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < settings.size(); ++i)
        if (best_of_column(cells, i)) columns.push_back(i);

    std::string out = fmt::format(
        "<div class=\"wide\"><table><caption>{} ({})</caption><thead><tr><th>method</th>",
        metric.name,
        report.seeds.size() > 1 ? fmt::format("mean and deviation of {} seeds", report.seeds.size())
                                : "mean over users, 95% bootstrap interval");
    for (const std::size_t column : columns)
        out += "<th>" + escaped(settings[column].setting) + "</th>";
    out += "</tr></thead><tbody>";
    for (std::size_t i = 0; i < methods.size(); ++i) {
        out += "<tr><td>" + escaped(methods[i].method) + "</td>";
        for (const std::size_t column : columns) {
            const auto& cell = cells[i][column];
            const bool is_best = cell && cell->value == best_of_column(cells, column);
            out += is_best ? "<td class=\"best\">" : "<td>";
            if (cell)
                out += fmt::format("{:.4f}<small>{}</small>", cell->value, escaped(cell->note));
            out += "</td>";
        }
        out += "</tr>";
    }
    return out + "</tbody></table></div>\n";
}

bool has_revealed(const SeedResult& seed) {
    return std::ranges::all_of(seed.methods.front().settings, [](const RankingResult& result) {
        return result.revealed.has_value();
    });
}

/// The k are as far apart as their order, not their size: 0, 1 and 3 matter most to new users.
LineChart ndcg_by_revealed(const SeedResult& seed) {
    LineChart chart{"NDCG@10 by number of revealed ratings",
                    "revealed ratings",
                    "NDCG@10",
                    {},
                    {},
                    0,
                    0.1,
                    false};
    const auto& settings = seed.methods.front().settings;
    for (std::size_t i = 0; i < settings.size(); ++i)
        chart.x_ticks.emplace_back(static_cast<double>(i), std::to_string(*settings[i].revealed));
    for (const MethodResult& method : seed.methods) {
        ChartSeries series{method.method, {}, true};
        for (std::size_t i = 0; i < method.settings.size(); ++i) {
            const Estimate& ndcg = method.settings[i].ndcg_at_10;
            series.points.push_back(
                {static_cast<double>(i), ndcg.mean, ndcg.low, ndcg.high, 0,
                 fmt::format("k = {}: {:.4f} ({:.4f} – {:.4f})", *method.settings[i].revealed,
                             ndcg.mean, ndcg.low, ndcg.high)});
            chart.y_to = std::max(chart.y_to, ndcg.high * 1.05);
        }
        chart.series.push_back(std::move(series));
    }
    return chart;
}

BarChart bars_of(const SeedResult& seed, std::size_t setting, std::string title,
                 const std::function<std::optional<double>(const RankingResult&)>& value,
                 std::string_view format) {
    BarChart chart{std::move(title), {}, 1e-9};
    for (const MethodResult& method : seed.methods) {
        const auto shown = value(method.settings[setting]);
        if (!shown) continue;
        chart.bars.push_back({method.method, *shown, fmt::format(fmt::runtime(format), *shown)});
        chart.full = std::max(chart.full, *shown);
    }
    return chart;
}

ChartSeries reliability_series(std::string name, const Calibration& calibration) {
    ChartSeries series{std::move(name), {}, false};
    std::uint64_t pairs = 0;
    for (const auto& bin : calibration.bins)
        pairs += bin.pairs;
    for (const auto& bin : calibration.bins) {
        if (bin.pairs == 0) continue;
        series.points.push_back({bin.mean_predicted, bin.share_relevant, 0, 0,
                                 static_cast<double>(bin.pairs) / static_cast<double>(pairs),
                                 fmt::format("predicted {:.3f}, observed {:.3f}, {} pairs",
                                             bin.mean_predicted, bin.share_relevant, bin.pairs)});
    }
    return series;
}

/// The setting that stands for the others where only one is drawn: five revealed ratings where
/// there are, else the last.
std::size_t typical_setting(const MethodResult& method) {
    const auto five =
        std::ranges::find(method.settings, std::optional(5), &RankingResult::revealed);
    if (five != method.settings.end())
        return static_cast<std::size_t>(five - method.settings.begin());
    return method.settings.size() - 1;
}

std::string calibration_section(const SeedResult& seed) {
    std::string out;
    for (const MethodResult& method : seed.methods) {
        const RankingResult& typical = method.settings[typical_setting(method)];
        if (!typical.calibration || !typical.calibration_top_10) continue;
        LineChart chart{"Reliability of " + method.method + ", " + typical.setting,
                        "predicted probability",
                        "share that was relevant",
                        {},
                        {},
                        0,
                        1,
                        true};
        for (const double tick : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0})
            chart.x_ticks.emplace_back(tick, fmt::format("{:.1f}", tick));
        chart.series.push_back(reliability_series("all ranked pairs", *typical.calibration));
        chart.series.push_back(reliability_series("top 10", *typical.calibration_top_10));
        out += "<h2>Calibration of " + escaped(method.method) + ", " + escaped(typical.setting) +
               "</h2>\n<p class=\"note\">A perfectly calibrated probability lies on the diagonal. "
               "Markers grow with the number of pairs.</p>\n" +
               svg(chart);
        out +=
            "<div class=\"wide\"><table><caption>Expected calibration error</caption><thead><tr>"
            "<th>setting</th><th>all ranked pairs</th><th>top 10</th></tr></thead><tbody>";
        for (const RankingResult& result : method.settings)
            if (result.calibration && result.calibration_top_10)
                out += fmt::format("<tr><td>{}</td><td>{:.4f}</td><td>{:.4f}</td></tr>",
                                   escaped(result.setting), result.calibration->expected_error,
                                   result.calibration_top_10->expected_error);
        out += "</tbody></table></div>\n";
    }
    return out;
}

std::string beyond_accuracy_table(const SeedResult& seed) {
    std::string out =
        "<div class=\"wide\"><table><caption>What the lists of ten are like</caption><thead><tr>"
        "<th>method</th><th>setting</th><th>coverage</th><th>mean popularity rank</th>"
        "<th>diversity</th><th>same top 10</th><th>different top 10s</th></tr></thead><tbody>";
    for (const MethodResult& method : seed.methods)
        for (const RankingResult& result : method.settings) {
            if (!result.beyond_accuracy) continue;
            const BeyondAccuracy& lists = *result.beyond_accuracy;
            out += fmt::format(
                "<tr><td>{}</td><td>{}</td><td>{:.1f}%</td><td>{:.0f}</td><td>{:.3f}</td>"
                "<td>{:.1f}%</td><td>{}</td></tr>",
                escaped(method.method), escaped(result.setting), 100 * lists.coverage,
                lists.mean_popularity_rank, lists.intra_list_diversity,
                100 * lists.same_top_10_share, lists.distinct_top_10);
        }
    return out + "</tbody></table></div>\n";
}

std::string beyond_accuracy_section(const SeedResult& seed) {
    const std::size_t setting = typical_setting(seed.methods.front());
    const std::string& name = seed.methods.front().settings[setting].setting;
    const auto coverage = bars_of(
        seed, setting, "Coverage, " + name,
        [](const RankingResult& result) {
            return result.beyond_accuracy ? std::optional(100 * result.beyond_accuracy->coverage)
                                          : std::nullopt;
        },
        "{:.1f}%");
    const auto rank = bars_of(
        seed, setting, "Mean popularity rank of what is recommended, " + name,
        [](const RankingResult& result) {
            return result.beyond_accuracy
                       ? std::optional(result.beyond_accuracy->mean_popularity_rank)
                       : std::nullopt;
        },
        "rank {:.0f}");
    return "<h2>Coverage, " + escaped(name) +
           "</h2>\n<p class=\"note\">Share of the ranked movies that are in anybody's top "
           "10.</p>\n" +
           svg(coverage) + "<h2>Mean popularity rank of what is recommended, " + escaped(name) +
           "</h2>\n<p class=\"note\">1 is the movie with the most ratings; longer bars reach "
           "further beyond what everybody knows.</p>\n" +
           svg(rank) + "<h2>Beyond accuracy</h2>\n" + beyond_accuracy_table(seed);
}

std::string method_table(const SeedResult& seed) {
    std::string out =
        "<h2>Methods</h2>\n<div class=\"wide\"><table><thead><tr><th>method</th><th>fit</th>"
        "<th>score one user</th><th>what it is</th></tr></thead><tbody>";
    for (const MethodResult& method : seed.methods)
        out += fmt::format("<tr><td>{}</td><td>{:.1f} s</td><td>{:.0f} µs</td><td>{}</td></tr>",
                           escaped(method.method), method.fit_seconds, method.user_microseconds,
                           escaped(method.description));
    return out + "</tbody></table></div>\n";
}

std::string heading(const EvaluationReport& report) {
    std::string out = fmt::format(
        "<h1>Evaluation: {}</h1>\n<p>{} ratings by {} users of {} movies, fingerprint "
        "<code>{}</code>.</p>\n",
        escaped(report.protocol), report.ratings, report.users, report.movies,
        escaped(report.data_fingerprint));
    if (!report.command.empty())
        out += "<p>Made by <code>" + escaped(report.command) + "</code></p>\n";
    out += "<ul>";
    for (const SeedResult& seed : report.seeds)
        out += fmt::format(
            "<li>Seed {}: {}. Trained on {} ratings by {} users; {} movies are ranked.</li>",
            seed.seed, escaped(seed.split), seed.training_ratings, seed.training_users,
            seed.ranked_movies);
    return out +
           "</ul>\n<p class=\"note\">Ties in scores count against every method. "
           "Definitions: docs/evaluation.md.</p>\n";
}

}  // namespace

std::string evaluation_page(const EvaluationReport& report) {
    const SeedResult& first = report.seeds.front();
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<title>neurec evaluation: " +
        escaped(report.protocol) + "</title>\n<style>" + std::string(kStyle) + series_colours() +
        "</style>\n</head>\n<body>\n" + heading(report);
    if (first.methods.empty()) return out + "</body>\n</html>\n";
    if (has_revealed(first))
        out += "<h2>NDCG@10 by number of revealed ratings</h2>\n" + svg(ndcg_by_revealed(first));
    out += "<h2>Accuracy</h2>\n";
    for (const Metric& metric : metrics())
        out += metric_table(report, metric);
    out += beyond_accuracy_section(first) + calibration_section(first) + method_table(first);
    return out + "</body>\n</html>\n";
}

}  // namespace neurec::presentation::reports
