#include "infrastructure/telemetry/prometheus_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace neurec::infrastructure::telemetry {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

/// What the text says of this series; NaN where it is not in it.
double value_of(const std::string& text, const std::string& series) {
    const std::size_t at = ("\n" + text).find("\n" + series + " ");
    if (at == std::string::npos) return std::numeric_limits<double>::quiet_NaN();
    return std::stod(text.substr(at + series.size() + 1));
}

TEST(PrometheusMetrics, WritesAFamilyOnceAndEachOfItsSeries) {
    PrometheusMetrics metrics;
    metrics.counter("jobs_total", "Jobs done.", {{"kind", "a"}}).add(2);
    metrics.counter("jobs_total", "Jobs done.", {{"kind", "b"}}).add();

    EXPECT_THAT(metrics.exposition({}), HasSubstr("# HELP jobs_total Jobs done.\n"
                                                  "# TYPE jobs_total counter\n"
                                                  "jobs_total{kind=\"a\"} 2\n"
                                                  "jobs_total{kind=\"b\"} 1\n"));
}

TEST(PrometheusMetrics, GivesTheSameSeriesToWhoeverAsksAgain) {
    PrometheusMetrics metrics;
    EXPECT_EQ(&metrics.gauge("g", "", {{"a", "1"}}), &metrics.gauge("g", "", {{"a", "1"}}));
    EXPECT_NE(&metrics.gauge("g", "", {{"a", "1"}}), &metrics.gauge("g", "", {{"a", "2"}}));
}

TEST(PrometheusMetrics, LetsAGaugeRiseAndFall) {
    PrometheusMetrics metrics;
    domain::Gauge& gauge = metrics.gauge("open", "Open.", {});
    gauge.set(5);
    gauge.add(-7);
    EXPECT_THAT(metrics.exposition({}), HasSubstr("# TYPE open gauge\nopen -2\n"));
}

TEST(PrometheusMetrics, CountsADurationInEveryBucketThatItFits) {
    PrometheusMetrics metrics;
    domain::Durations& durations = metrics.durations("t_seconds", "Time.", {{"route", "/"}});
    durations.observe(microseconds(50));
    durations.observe(microseconds(51));
    durations.observe(milliseconds(1500));
    durations.observe(seconds(31));

    const std::string text = metrics.exposition({});
    EXPECT_THAT(text, HasSubstr("# TYPE t_seconds histogram\n"));
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="5e-05"})"), 1);
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="0.0001"})"), 2);
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="1"})"), 2);
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="2.5"})"), 3);
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="30"})"), 3);
    EXPECT_EQ(value_of(text, R"(t_seconds_bucket{route="/",le="+Inf"})"), 4);
    EXPECT_EQ(value_of(text, R"(t_seconds_count{route="/"})"), 4);
    EXPECT_NEAR(value_of(text, R"(t_seconds_sum{route="/"})"), 32.500101, 1e-9);
}

TEST(PrometheusMetrics, NamesItsBoundsAsTheyAre) {
    for (const Bucket& each : kBuckets)
        EXPECT_DOUBLE_EQ(std::stod(each.seconds),
                         std::chrono::duration<double>(each.upper).count());
}

TEST(PrometheusMetrics, LosesNothingThatManyThreadsAdd) {
    PrometheusMetrics metrics;
    domain::Counter& counter = metrics.counter("c_total", "", {});
    domain::Durations& durations = metrics.durations("d_seconds", "", {});
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 10'000; ++j) {
                counter.add();
                durations.observe(milliseconds(1));
            }
        });
    for (std::thread& each : threads)
        each.join();

    const std::string text = metrics.exposition({});
    EXPECT_EQ(value_of(text, "c_total"), 160'000);
    EXPECT_EQ(value_of(text, "d_seconds_count"), 160'000);
    EXPECT_NEAR(value_of(text, "d_seconds_sum"), 160, 1e-6);
}

TEST(PrometheusMetrics, EscapesWhatWouldForgeALine) {
    PrometheusMetrics metrics;
    metrics.counter("c_total", "a\\b\nc", {{"l", "x\"y\\z\nw"}}).add();
    const std::string text = metrics.exposition({});
    EXPECT_THAT(text, HasSubstr("# HELP c_total a\\\\b\\nc\n"));
    EXPECT_THAT(text, HasSubstr(R"(c_total{l="x\"y\\z\nw"} 1)"));
}

TEST(PrometheusMetrics, WritesWhatIsMeasuredWhenAsked) {
    const PrometheusMetrics metrics;
    const std::vector<domain::Measurement> now{{"age_seconds", "Age.", {{"model", "m"}}, 1.5},
                                               {"age_seconds", "Age.", {{"model", "n"}}, 2}};
    EXPECT_THAT(metrics.exposition(now), HasSubstr("# HELP age_seconds Age.\n"
                                                   "# TYPE age_seconds gauge\n"
                                                   "age_seconds{model=\"m\"} 1.5\n"
                                                   "age_seconds{model=\"n\"} 2\n"));
}

TEST(PrometheusMetrics, TellsOfTheProcess) {
    const PrometheusMetrics metrics;
    const std::string text = metrics.exposition({});
    EXPECT_GT(value_of(text, "process_resident_memory_bytes"), 1e6);
    EXPECT_GE(value_of(text, "process_threads"), 1);
    EXPECT_GT(value_of(text, "process_start_time_seconds"), 1.6e9);
    EXPECT_THAT(text, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));
}

TEST(PrometheusMetrics, RefusesNamesThatPrometheusWould) {
    PrometheusMetrics metrics;
    for (const char* name : {"", "1st", "with-dash", "with space", "umlaut_ä"})
        EXPECT_THROW(static_cast<void>(metrics.counter(name, "", {})), std::logic_error) << name;
    EXPECT_THROW(static_cast<void>(metrics.counter("c", "", {{"a:b", ""}})), std::logic_error);
}

TEST(PrometheusMetrics, RefusesTwoKindsByOneName) {
    PrometheusMetrics metrics;
    static_cast<void>(metrics.counter("c", "", {}));
    EXPECT_THROW(static_cast<void>(metrics.gauge("c", "", {})), std::logic_error);
}

}  // namespace
}  // namespace neurec::infrastructure::telemetry
