#pragma once

#include <string>

#include "application/dtos/evaluation_report.hpp"

namespace neurec::presentation::reports {

/// The report as one HTML page that needs nothing else: no scripts, no fonts, no images from
/// anywhere; it follows the reader's choice of a dark or light screen, and is well-formed XML. It
/// shows tables of every metric with 95% intervals, NDCG@10 by revealed ratings with confidence
/// bands, how calibrated the model's probabilities are, and what the lists are like beyond
/// accuracy. With several seeds, tables show mean and deviation over them, and charts the first.
/// Every text in the report is escaped. `report` has at least one seed.
[[nodiscard]] std::string evaluation_page(const application::EvaluationReport& report);

}  // namespace neurec::presentation::reports
