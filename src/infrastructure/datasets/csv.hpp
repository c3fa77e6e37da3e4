#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace neurec::infrastructure::datasets {

/// Splits one line of comma-separated values into `fields` (RFC 4180: a field in quotes may hold
/// commas, and quotes doubled). False where a quote is not closed, or something stands behind a
/// closing quote; a field cannot go over the end of a line.
bool split_csv(std::string_view line, std::vector<std::string>& fields);

}  // namespace neurec::infrastructure::datasets
