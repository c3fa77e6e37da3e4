#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/ports/metrics.hpp"
#include "infrastructure/telemetry/sharded.hpp"

/// Prometheus' text format 0.0.4, a line at a time.
namespace neurec::infrastructure::telemetry {

/// Whether it is a metric's name: letters, digits, underscores and colons, no digit first.
[[nodiscard]] bool is_metric_name(std::string_view name);
/// `method="GET",route="/movies/"`, values escaped; empty where there are none. std::logic_error
/// for what is no label's name.
[[nodiscard]] std::string label_text(const domain::MetricLabels& labels);

/// The HELP and TYPE lines that begin a family.
void append_family(std::string& out, std::string_view name, std::string_view help,
                   std::string_view type);
/// `name{labels} value`.
void append_sample(std::string& out, std::string_view name, std::string_view labels, double value);
void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   std::uint64_t value);
/// A histogram's buckets, sum and count.
void append_histogram(std::string& out, std::string_view name, std::string_view labels,
                      const ShardedDurations::Snapshot& snapshot);

}  // namespace neurec::infrastructure::telemetry
