#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "application/dtos/accounts.hpp"
#include "application/dtos/constraints.hpp"
#include "application/dtos/training_result.hpp"

namespace neurec::application {

/// Which network is trained.
enum class TrainingPreset : std::uint8_t { history, seed };
BOOST_DESCRIBE_ENUM(TrainingPreset, history, seed)

/// A training as somebody asks for it; everything may be left out.
struct TrainingJobSchema {
    TrainingPreset preset = TrainingPreset::history;
    std::optional<int> epochs;
    std::optional<int> batch_size;
    std::optional<double> learning_rate;
    std::optional<int> patience;
    std::int64_t seed = 42;
    bool activate = true;
};
BOOST_DESCRIBE_STRUCT(TrainingJobSchema, (),
                      (preset, epochs, batch_size, learning_rate, patience, seed, activate))

template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::preset> = {
    .description = "history: knows what people rated. seed: knows who they are alone",
    .has_default = true};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::epochs> = {
    .description = "Most passes over the data; by default the preset's",
    .minimum = 1,
    .maximum = 100000};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::batch_size> = {
    .description = "Users (history) or samples (seed) a step", .minimum = 2, .maximum = 1 << 20};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::learning_rate> = {
    .description = "Of the first step", .minimum = 1e-8, .maximum = 1};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::patience> = {
    .description = "Epochs without a better validation metric before training ends",
    .minimum = 1,
    .maximum = 100000};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::seed> = {
    .description = "The same seed and data give the same model",
    .has_default = true,
    .minimum = 0,
    .maximum = kHighestId};
template <>
inline constexpr Constraints kConstraints<&TrainingJobSchema::activate> = {
    .description = "Serve the new model", .has_default = true};

/// The same as an answer shows it.
struct TrainingJobOptions : TrainingJobSchema {};
BOOST_DESCRIBE_STRUCT(TrainingJobOptions, (TrainingJobSchema), ())

enum class JobStatus : std::uint8_t { queued, running, succeeded, failed, cancelled };
BOOST_DESCRIBE_ENUM(JobStatus, queued, running, succeeded, failed, cancelled)

/// How far a training is.
struct TrainingProgress {
    std::string stage;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::optional<double> seconds_left;
    int planned_epochs = 0;
};
BOOST_DESCRIBE_STRUCT(TrainingProgress, (), (stage, done, total, seconds_left, planned_epochs))

template <>
inline constexpr Constraints kConstraints<&TrainingProgress::done> = {
    .description = "Steps of the stage that are behind it"};
template <>
inline constexpr Constraints kConstraints<&TrainingProgress::total> = {
    .description = "Steps of the stage; 0 where that is not known"};
template <>
inline constexpr Constraints kConstraints<&TrainingProgress::seconds_left> = {
    .description = "Of the stage, where that can be told"};
template <>
inline constexpr Constraints kConstraints<&TrainingProgress::planned_epochs> = {
    .description = "The most that there will be; 0 before the first has ended"};

/// A training as answers show it.
struct TrainingJobPublic {
    std::int64_t id = 0;
    JobStatus status = JobStatus::queued;
    TrainingJobOptions options;
    std::string created_at;  ///< RFC 3339, as the others
    std::optional<std::string> started_at;
    std::optional<std::string> finished_at;
    std::optional<TrainingProgress> progress;
    std::vector<TrainedEpoch> epochs;
    std::optional<std::string> model_id;
    std::optional<std::string> problem;
};
BOOST_DESCRIBE_STRUCT(TrainingJobPublic, (),
                      (id, status, options, created_at, started_at, finished_at, progress, epochs,
                       model_id, problem))

template <>
inline constexpr Constraints kConstraints<&TrainingJobPublic::progress> = {
    .description = "While it runs, and where it was when it ended"};
template <>
inline constexpr Constraints kConstraints<&TrainingJobPublic::epochs> = {
    .description = "Those that have ended: the training curve"};
template <>
inline constexpr Constraints kConstraints<&TrainingJobPublic::model_id> = {
    .description = "The new model, where it succeeded"};
template <>
inline constexpr Constraints kConstraints<&TrainingJobPublic::problem> = {.description =
                                                                              "Why it failed"};

struct TrainingJobList {
    std::vector<TrainingJobPublic> jobs;
};
BOOST_DESCRIBE_STRUCT(TrainingJobList, (), (jobs))

template <>
inline constexpr Constraints kConstraints<&TrainingJobList::jobs> = {
    .description = "The newest first; the oldest ended ones are forgotten"};

/// The path of everything below /admin/training-jobs/{job_id}.
struct TrainingJobPath {
    std::int64_t job_id = 0;
};
BOOST_DESCRIBE_STRUCT(TrainingJobPath, (), (job_id))

}  // namespace neurec::application
