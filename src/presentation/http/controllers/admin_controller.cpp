#include "presentation/http/controllers/admin_controller.hpp"

namespace neurec::presentation::http {

namespace {

void add_models(Router& router, application::ManageModels& models) {
    router.add(Endpoint<>::route({.path = "/admin/models",
                                  .summary = "The trained models, with metrics and training curves",
                                  .tag = "admin",
                                  .access = Access::admin},
                                 [&models](const Endpoint<>::CallType&) { return models.list(); }));
    using Activate = Endpoint<application::ModelPath>;
    router.add(Activate::route(
        {.method = Method::post,
         .path = "/admin/models/{model_id}/activate",
         .summary = "Serve this model",
         .tag = "admin",
         .access = Access::admin,
         .errors = {404, 409}},
        [&models](const Activate::CallType& call) { return models.activate(call.path.model_id); }));
}

void add_jobs(Router& router, application::TrainingJobs& jobs) {
    using Submit = Endpoint<None, None, application::TrainingJobSchema>;
    router.add(Submit::route(
        {.method = Method::post,
         .path = "/admin/training-jobs",
         .summary = "Train a model in a process beside the server, after those asked for before",
         .tag = "admin",
         .access = Access::admin,
         .status = 201,
         .errors = {409}},
        [&jobs](const Submit::CallType& call) { return jobs.submit(call.body); }));
    router.add(Endpoint<>::route(
        {.path = "/admin/training-jobs",
         .summary = "The training jobs since the server's start, the newest first",
         .tag = "admin",
         .access = Access::admin},
        [&jobs](const Endpoint<>::CallType&) { return jobs.all(); }));
    using One = Endpoint<application::TrainingJobPath>;
    router.add(
        One::route({.path = "/admin/training-jobs/{job_id}",
                    .summary = "How far a training job is",
                    .tag = "admin",
                    .access = Access::admin,
                    .errors = {404}},
                   [&jobs](const One::CallType& call) { return jobs.find(call.path.job_id); }));
    router.add(
        One::route({.method = Method::post,
                    .path = "/admin/training-jobs/{job_id}/cancel",
                    .summary = "End a training job; the active model stays",
                    .tag = "admin",
                    .access = Access::admin,
                    .errors = {404, 409}},
                   [&jobs](const One::CallType& call) { return jobs.cancel(call.path.job_id); }));
}

}  // namespace

void add_admin_routes(Router& router, const application::ReportStatistics& statistics,
                      application::ManageModels& models, application::TrainingJobs& jobs,
                      const EvaluationReports& evaluations) {
    router.add(
        Endpoint<>::route({.path = "/admin/stats",
                           .summary = "What there is, and how this process has answered",
                           .tag = "admin",
                           .access = Access::admin},
                          [&statistics](const Endpoint<>::CallType&) { return statistics(); }));
    router.add(Endpoint<>::route(
        {.path = "/admin/evaluations/latest",
         .summary = "The report that neurec evaluate wrote last",
         .tag = "admin",
         .access = Access::admin,
         .errors = {404, 503}},
        [&evaluations](const Endpoint<>::CallType&) { return evaluations.latest(); }));
    add_models(router, models);
    add_jobs(router, jobs);
}

}  // namespace neurec::presentation::http
