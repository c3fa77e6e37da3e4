#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "application/dtos/constraints.hpp"
#include "application/dtos/training_result.hpp"

namespace neurec::application {

/// What a model was trained on.
struct ModelData {
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
};
BOOST_DESCRIBE_STRUCT(ModelData, (), (users, movies, ratings))

/// A trained model as admins see it.
struct ModelPublic {
    std::string id;
    bool active = false;
    bool served = false;
    std::optional<std::string> problem;
    std::optional<std::string> created_at;
    std::optional<std::string> preset;
    std::optional<ModelData> data;
    std::map<std::string, double> metrics;
    std::optional<int> best_epoch;
    std::optional<double> training_seconds;
    std::vector<TrainedEpoch> epochs;
};
BOOST_DESCRIBE_STRUCT(ModelPublic, (),
                      (id, active, served, problem, created_at, preset, data, metrics, best_epoch,
                       training_seconds, epochs))

template <>
inline constexpr Constraints kConstraints<&ModelPublic::active> = {.description =
                                                                       "Servers are to serve it"};
template <>
inline constexpr Constraints kConstraints<&ModelPublic::served> = {.description =
                                                                       "This server serves it"};
template <>
inline constexpr Constraints kConstraints<&ModelPublic::problem> = {
    .description = "Why it cannot be read; what follows is empty then"};
template <>
inline constexpr Constraints kConstraints<&ModelPublic::created_at> = {.description =
                                                                           "RFC 3339, UTC"};
template <>
inline constexpr Constraints kConstraints<&ModelPublic::metrics> = {
    .description = "As measured after training, by name: validation_ndcg@10"};
template <>
inline constexpr Constraints kConstraints<&ModelPublic::epochs> = {.description =
                                                                       "The training curve"};

struct ModelList {
    std::vector<ModelPublic> models;
};
BOOST_DESCRIBE_STRUCT(ModelList, (), (models))

template <>
inline constexpr Constraints kConstraints<&ModelList::models> = {.description = "The newest last"};

/// The path of everything below /admin/models/{model_id}.
struct ModelPath {
    std::string model_id;
};
BOOST_DESCRIBE_STRUCT(ModelPath, (), (model_id))

template <>
inline constexpr Constraints kConstraints<&ModelPath::model_id> = {.max_length = 200};

}  // namespace neurec::application
