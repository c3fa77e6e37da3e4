#pragma once

#include "application/services/training_jobs.hpp"
#include "application/use_cases/manage_models.hpp"
#include "application/use_cases/report_statistics.hpp"
#include "presentation/http/evaluation_reports.hpp"
#include "presentation/http/router.hpp"

namespace neurec::presentation::http {

/// Everything below /admin, which asks for an admin however accounts are enforced. The use cases
/// must outlive the router.
void add_admin_routes(Router& router, const application::ReportStatistics& statistics,
                      application::ManageModels& models, application::TrainingJobs& jobs,
                      const EvaluationReports& evaluations);

}  // namespace neurec::presentation::http
