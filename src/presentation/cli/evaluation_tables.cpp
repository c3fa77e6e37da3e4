#include "presentation/cli/evaluation_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "presentation/cli/table.hpp"

namespace neurec::presentation::cli {

namespace {

using application::Estimate;
using application::EvaluationReport;
using application::MethodResult;
using application::RankingResult;
using application::SeedResult;
using application::SeedSummary;
using application::Spread;

/// A metric's places in a result and in a summary over seeds.
struct Metric {
    std::string_view name;
    std::optional<Estimate> (*of_result)(const RankingResult&);
    std::optional<Spread> (*of_summary)(const SeedSummary&);
};

constexpr Metric kMetrics[] = {
    {"NDCG@10", [](const RankingResult& r) { return std::optional(r.ndcg_at_10); },
     [](const SeedSummary& s) { return std::optional(s.ndcg_at_10); }},
    {"Recall@20", [](const RankingResult& r) { return r.recall_at_20; },
     [](const SeedSummary& s) { return s.recall_at_20; }},
    {"HR@10", [](const RankingResult& r) { return std::optional(r.hit_rate_at_10); },
     [](const SeedSummary& s) { return std::optional(s.hit_rate_at_10); }},
};

/// The figures of a metric: [methods × settings].
std::vector<std::vector<std::optional<Spread>>> figures_of(const EvaluationReport& report,
                                                           const Metric& metric) {
    std::vector<std::vector<std::optional<Spread>>> figures;
    std::size_t summary = 0;
    for (const MethodResult& method : report.seeds.front().methods) {
        auto& row = figures.emplace_back();
        for (std::size_t i = 0; i < method.settings.size(); ++i)
            row.push_back(metric.of_summary(report.summary[summary++]));
    }
    return figures;
}

double widest_interval(const SeedResult& seed, const Metric& metric) {
    double widest = 0;
    for (const MethodResult& method : seed.methods)
        for (const RankingResult& result : method.settings)
            if (const auto estimate = metric.of_result(result))
                widest = std::max(widest, (estimate->high - estimate->low) / 2);
    return widest;
}

std::string accuracy_table(const EvaluationReport& report, const Metric& metric) {
    const SeedResult& first = report.seeds.front();
    const auto figures = figures_of(report, metric);
    const auto& settings = first.methods.front().settings;
    std::vector<std::optional<double>> best(settings.size());
    for (const auto& row : figures)
        for (std::size_t i = 0; i < row.size(); ++i)
            if (row[i]) best[i] = std::max(best[i].value_or(0), row[i]->mean);

    std::vector<Table::Column> columns = {{std::string(metric.name), false}};
    for (std::size_t i = 0; i < settings.size(); ++i)
        if (best[i]) columns.push_back({settings[i].setting + ' ', true});
    Table table(columns);
    for (std::size_t method = 0; method < figures.size(); ++method) {
        std::vector<std::string> cells = {first.methods[method].method};
        for (std::size_t i = 0; i < settings.size(); ++i) {
            const auto& figure = figures[method][i];
            if (!best[i]) continue;
            std::string cell;
            if (figure && report.seeds.size() > 1)
                cell = fmt::format("{:.4f}±{:.4f}", figure->mean, figure->deviation);
            else if (figure)
                cell = fmt::format("{:.4f}", figure->mean);
            cells.push_back(cell + (figure && figure->mean == *best[i] ? '*' : ' '));
        }
        table.add_row(cells);
    }
    if (report.seeds.size() > 1) return table.text() + '\n';
    return table.text() +
           fmt::format("95% intervals: ±{:.4f} at the widest\n\n", widest_interval(first, metric));
}

std::string beyond_accuracy_table(const SeedResult& seed) {
    Table table({{"lists of ten", false},
                 {"setting", false},
                 {"coverage", true},
                 {"popularity rank", true},
                 {"diversity", true},
                 {"same top 10", true},
                 {"different", true}});
    for (const MethodResult& method : seed.methods)
        for (const RankingResult& result : method.settings) {
            if (!result.beyond_accuracy) continue;
            if (result.revealed && *result.revealed != 0 && *result.revealed != 5) continue;
            const auto& lists = *result.beyond_accuracy;
            table.add_row({method.method, result.setting,
                           fmt::format("{:.1f}%", 100 * lists.coverage),
                           fmt::format("{:.0f}", lists.mean_popularity_rank),
                           fmt::format("{:.3f}", lists.intra_list_diversity),
                           fmt::format("{:.1f}%", 100 * lists.same_top_10_share),
                           fmt::format("{}", lists.distinct_top_10)});
        }
    return table.text() + '\n';
}

std::string calibration_table(const SeedResult& seed) {
    Table table({{"expected calibration error", false},
                 {"setting", false},
                 {"all ranked pairs", true},
                 {"top 10", true}});
    bool any = false;
    for (const MethodResult& method : seed.methods)
        for (const RankingResult& result : method.settings) {
            if (!result.calibration || !result.calibration_top_10) continue;
            any = true;
            table.add_row({method.method, result.setting,
                           fmt::format("{:.4f}", result.calibration->expected_error),
                           fmt::format("{:.4f}", result.calibration_top_10->expected_error)});
        }
    return any ? table.text() + '\n' : std::string();
}

std::string cost_table(const SeedResult& seed) {
    Table table({{"method", false}, {"fit", true}, {"one user", true}, {"what it is", false}});
    for (const MethodResult& method : seed.methods)
        table.add_row({method.method, fmt::format("{:.1f} s", method.fit_seconds),
                       fmt::format("{:.0f} µs", method.user_microseconds), method.description});
    return table.text();
}

}  // namespace

std::string evaluation_tables(const EvaluationReport& report) {
    const SeedResult& first = report.seeds.front();
    std::string out;
    for (const SeedResult& seed : report.seeds)
        out += fmt::format("{}, seed {}: {}\n", report.protocol, seed.seed, seed.split);
    out +=
        fmt::format("{} training ratings by {} users; {} movies are ranked. * marks the best.\n\n",
                    first.training_ratings, first.training_users, first.ranked_movies);
    for (const Metric& metric : kMetrics)
        out += accuracy_table(report, metric);
    return out + beyond_accuracy_table(first) + calibration_table(first) + cost_table(first);
}

}  // namespace neurec::presentation::cli
