#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What an evaluation found, as the table, the JSON file and the HTML page show it.
/// docs/evaluation.md defines every figure.
namespace neurec::application {

/// A mean over users with its 95% bootstrap interval.
struct Estimate {
    double mean = 0;
    double low = 0;
    double high = 0;
    bool operator==(const Estimate&) const = default;
};
BOOST_DESCRIBE_STRUCT(Estimate, (), (mean, low, high))

/// A mean over seeds with its standard deviation.
struct Spread {
    double mean = 0;
    double deviation = 0;
    bool operator==(const Spread&) const = default;
};
BOOST_DESCRIBE_STRUCT(Spread, (), (mean, deviation))

/// What the lists of ten are like, whether or not they please.
struct BeyondAccuracy {
    double coverage = 0;              ///< share of the ranked movies that are in anybody's top 10
    double mean_popularity_rank = 0;  ///< 1: the movie with the most training ratings
    double intra_list_diversity = 0;  ///< mean genre distance (1 − Jaccard) of pairs in a list
    double same_top_10_share = 0;  ///< share of users who get the most frequent top 10 (as a set)
    std::uint64_t distinct_top_10 = 0;  ///< different top 10s (as sets)
    bool operator==(const BeyondAccuracy&) const = default;
};
BOOST_DESCRIBE_STRUCT(BeyondAccuracy, (),
                      (coverage, mean_popularity_rank, intra_list_diversity, same_top_10_share,
                       distinct_top_10))

/// Predictions that fall into one tenth (or twentieth) of 0..1.
struct ReliabilityBin {
    std::uint64_t pairs = 0;
    double mean_predicted = 0;  ///< mean probability that was given
    double share_relevant = 0;  ///< share of those pairs that were relevant
    bool operator==(const ReliabilityBin&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReliabilityBin, (), (pairs, mean_predicted, share_relevant))

/// Whether a probability of 0.3 comes true three times in ten.
struct Calibration {
    double expected_error = 0;         ///< mean |predicted − observed| over bins, weighted by pairs
    std::vector<ReliabilityBin> bins;  ///< of equal width over 0..1
    bool operator==(const Calibration&) const = default;
};
BOOST_DESCRIBE_STRUCT(Calibration, (), (expected_error, bins))

/// One method in one setting: a number of revealed ratings, or a way of ranking a split.
struct RankingResult {
    std::string setting;          ///< "k = 5", "99 negatives", "full catalogue"
    std::optional<int> revealed;  ///< k, where the setting is one
    std::uint64_t users = 0;
    Estimate ndcg_at_10;
    Estimate hit_rate_at_10;
    std::optional<Estimate> recall_at_20;
    std::optional<BeyondAccuracy> beyond_accuracy;
    std::optional<Calibration> calibration;         ///< over all ranked pairs
    std::optional<Calibration> calibration_top_10;  ///< over the pairs in top 10s
};
BOOST_DESCRIBE_STRUCT(RankingResult, (),
                      (setting, revealed, users, ndcg_at_10, hit_rate_at_10, recall_at_20,
                       beyond_accuracy, calibration, calibration_top_10))

struct MethodResult {
    std::string method;            ///< as `--methods` names it
    std::string description;       ///< for people, with its parameters
    double fit_seconds = 0;        ///< training or fitting
    double user_microseconds = 0;  ///< to score all movies once for one user, on one core
    std::vector<RankingResult> settings;
};
BOOST_DESCRIBE_STRUCT(MethodResult, (),
                      (method, description, fit_seconds, user_microseconds, settings))

/// Everything that one seed gave.
struct SeedResult {
    std::uint64_t seed = 0;
    std::string split;  ///< what was held out, for people
    std::uint64_t training_users = 0;
    std::uint64_t training_ratings = 0;
    std::uint64_t ranked_movies = 0;
    std::vector<MethodResult> methods;
};
BOOST_DESCRIBE_STRUCT(SeedResult, (),
                      (seed, split, training_users, training_ratings, ranked_movies, methods))

/// One method in one setting over all seeds.
struct SeedSummary {
    std::string method;
    std::string setting;
    Spread ndcg_at_10;
    Spread hit_rate_at_10;
    std::optional<Spread> recall_at_20;
};
BOOST_DESCRIBE_STRUCT(SeedSummary, (), (method, setting, ndcg_at_10, hit_rate_at_10, recall_at_20))

struct EvaluationReport {
    std::string command;           ///< the command line that gives this report, where one was typed
    std::string protocol;          ///< as `--protocol` names it
    std::string data_fingerprint;  ///< hexadecimal, domain::Dataset::fingerprint()
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    std::uint64_t bootstrap_resamples = 0;
    std::vector<SeedResult> seeds;
    std::vector<SeedSummary> summary;  ///< in the order of the first seed's methods and settings
};
BOOST_DESCRIBE_STRUCT(EvaluationReport, (),
                      (command, protocol, data_fingerprint, users, movies, ratings,
                       bootstrap_resamples, seeds, summary))

}  // namespace neurec::application
