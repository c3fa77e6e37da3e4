#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::tests {

/// A report with two methods at k = 0 and k = 5; "model" is better at 5 and gives probabilities,
/// "popularity" is better at 0.
inline application::EvaluationReport sample_report(int seeds = 1) {
    using namespace application;
    const auto result = [](int k, double ndcg) {
        RankingResult r;
        r.setting = "k = " + std::to_string(k);
        r.revealed = k;
        r.users = 100;
        r.ndcg_at_10 = {ndcg, ndcg - 0.01, ndcg + 0.02};
        r.hit_rate_at_10 = {0.8, 0.75, 0.85};
        r.recall_at_20 = Estimate{0.3, 0.25, 0.35};
        r.beyond_accuracy = BeyondAccuracy{0.125, 42, 0.7, 0.25, 17};
        return r;
    };
    MethodResult model{"model", "the network", 72.5, 31, {result(0, 0.41), result(5, 0.5021)}};
    for (RankingResult& r : model.settings) {
        r.calibration = Calibration{0.0123, {{900, 0.02, 0.03}, {100, 0.52, 0.47}}};
        r.calibration_top_10 = Calibration{0.0456, {{0, 0, 0}, {100, 0.52, 0.47}}};
    }
    const MethodResult popularity{
        "popularity", "number of likes", 0.01, 2, {result(0, 0.4321), result(5, 0.37)}};

    EvaluationReport report;
    report.command = "neurec evaluate --k 0,5";
    report.protocol = "new-users";
    report.data_fingerprint = "00000000deadbeef";
    report.users = 500;
    report.movies = 50;
    report.ratings = 5000;
    report.bootstrap_resamples = 1000;
    for (int seed = 1; seed <= seeds; ++seed)
        report.seeds.push_back({static_cast<std::uint64_t>(seed),
                                "100 of 500 users held out by seed " + std::to_string(seed),
                                400,
                                4000,
                                48,
                                {model, popularity}});
    for (const MethodResult& method : {model, popularity})
        for (const RankingResult& r : method.settings)
            report.summary.push_back({method.method,
                                      r.setting,
                                      {r.ndcg_at_10.mean, 0.0042},
                                      {r.hit_rate_at_10.mean, 0.001},
                                      Spread{r.recall_at_20->mean, 0.002}});
    return report;
}

/// As of the protocol ncf: recall and lists for the full catalogue alone, no probabilities.
inline application::EvaluationReport sample_ncf_report() {
    application::EvaluationReport report = sample_report();
    report.protocol = "ncf";
    for (application::MethodResult& method : report.seeds[0].methods) {
        method.settings[0].setting = "99 negatives";
        method.settings[0].recall_at_20 = std::nullopt;
        method.settings[0].beyond_accuracy = std::nullopt;
        method.settings[1].setting = "full catalogue";
        for (application::RankingResult& result : method.settings) {
            result.revealed = std::nullopt;
            result.calibration = std::nullopt;
            result.calibration_top_10 = std::nullopt;
        }
    }
    for (application::SeedSummary& summary : report.summary) {
        const bool is_sampled = summary.setting == "k = 0";
        summary.setting = is_sampled ? "99 negatives" : "full catalogue";
        if (is_sampled) summary.recall_at_20 = std::nullopt;
    }
    return report;
}

}  // namespace neurec::tests
