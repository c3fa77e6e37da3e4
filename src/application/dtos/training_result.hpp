#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace neurec::application {

/// One pass over the training data.
struct TrainedEpoch {
    int epoch = 0;  ///< 1-based
    double loss = 0;
    double validation_ndcg = 0;  ///< NDCG@10; 0 where nobody validates
    double samples_per_second = 0;
    double seconds = 0;
};
BOOST_DESCRIBE_STRUCT(TrainedEpoch, (), (epoch, loss, validation_ndcg, samples_per_second, seconds))

/// What a training made, and from what.
struct TrainingResult {
    std::string model_id;  ///< empty where another process published the model
    std::string model_folder;
    bool activated = false;  ///< it is the model that is served now
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    std::vector<TrainedEpoch> epochs;
    int best_epoch = 0;
    double best_ndcg = 0;
    double seconds = 0;
    std::uint64_t samples = 0;
    std::string weights_sha256;
};
BOOST_DESCRIBE_STRUCT(TrainingResult, (),
                      (model_id, model_folder, activated, users, movies, ratings, epochs,
                       best_epoch, best_ndcg, seconds, samples, weights_sha256))

}  // namespace neurec::application
