#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "infrastructure/training/random_streams.hpp"
#include "infrastructure/training/training_parts.hpp"

/// The two-tower network as LibTorch modules. For .cpp files of this folder alone: whoever includes
/// this pays 17 s of compile time.
namespace neurec::infrastructure::training {

/// Bags of table rows: bag b is Σ weights[i] · table[rows[i]] over i in offsets[b]..offsets[b+1].
struct Bags {
    torch::Tensor offsets;  ///< int64 [bags + 1]
    torch::Tensor rows;     ///< int64 [entries]
    torch::Tensor weights;  ///< float [entries]
};

struct NetworkShape {
    std::int64_t movies = 0;
    std::int64_t user_features = 0;  ///< everything the user tower reads but for the bags
    std::int64_t content_features = 0;
    std::int64_t user_hidden = 128;  ///< width of the user tower's first layer
    std::int64_t bag_width = 128;    ///< of a rated movie's rows in the user tower
    std::int64_t tower_width = 64;   ///< T: of both towers' outputs
    /// The gradients of the movies' tables hold the rows that were read, not all of them.
    bool sparse_gradients = false;
    TrainingParts parts;
};

inline constexpr std::int64_t kVectorWidth = 64;

/// features, bags → user_hidden → T, BatchNorm and ReLU after each.
class UserTowerImpl : public torch::nn::Module {
  public:
    UserTowerImpl(const NetworkShape& shape, domain::Random& random);
    /// `features` [users × user_features]; the bags' rows are movies, and are not read without
    /// history; `dropout` [users × user_hidden] multiplies the hidden layer (0, or 1/keep rate), or
    /// is undefined. Returns [users × T].
    torch::Tensor forward(const torch::Tensor& features, const Bags& liked, const Bags& disliked,
                          const torch::Tensor& dropout);

    torch::nn::Linear input{nullptr};
    torch::nn::BatchNorm1d input_norm{nullptr};
    torch::nn::Linear hidden{nullptr};
    torch::nn::BatchNorm1d hidden_norm{nullptr};
    torch::Tensor liked_table;     ///< [movies × bag_width]; undefined without history
    torch::Tensor disliked_table;  ///< the same

  private:
    bool sparse_gradients_;
};
TORCH_MODULE(UserTower);

/// content, learned vector → 256 → 128 → T, BatchNorm and ReLU after the first two.
class MovieTowerImpl : public torch::nn::Module {
  public:
    MovieTowerImpl(const NetworkShape& shape, domain::Random& random);
    /// `content`: a bag a movie, of content features; `movies`: int64 [n], which movies these are,
    /// or undefined for all in order; `keep_vector`: float [n × 1], 0 where the learned vector is
    /// dropped, or undefined for none. Returns [n × T].
    torch::Tensor forward(const Bags& content, const torch::Tensor& movies,
                          const torch::Tensor& keep_vector);

    torch::Tensor content_weight;  ///< [content features × 256]: the first layer's columns for
                                   ///< content, transposed
    torch::Tensor
        vector_weight;  ///< [kVectorWidth × 256]: its columns for the learned vector, transposed
    torch::Tensor input_bias;    ///< [256]
    torch::Tensor movie_vector;  ///< [movies × kVectorWidth]
    torch::nn::BatchNorm1d input_norm{nullptr};
    torch::nn::Linear hidden{nullptr};
    torch::nn::BatchNorm1d hidden_norm{nullptr};
    torch::nn::Linear output{nullptr};

  private:
    bool sparse_gradients_;
};
TORCH_MODULE(MovieTower);

/// concat(user, movie) 2T → 64 → 32 → 1, ReLU between.
class FusionHeadImpl : public torch::nn::Module {
  public:
    FusionHeadImpl(std::int64_t tower_width, domain::Random& random);
    /// Logits of matching rows: `user` and `movie` [n × T] → [n].
    torch::Tensor pairs(const torch::Tensor& user, const torch::Tensor& movie);
    /// The first layer in two halves, whose sum is its output before ReLU: computed once a user and
    /// once a movie, it serves every pair of them. [n × T] → [n × 64]; the user's half has the
    /// bias.
    torch::Tensor user_half(const torch::Tensor& users);
    torch::Tensor movie_half(const torch::Tensor& movies);
    /// The rest of the head: sums of two halves [… × 64] → logits […].
    torch::Tensor after_input(const torch::Tensor& sum);

    torch::nn::Linear input{nullptr};
    torch::nn::Linear hidden{nullptr};
    torch::nn::Linear output{nullptr};
};
TORCH_MODULE(FusionHead);

/// The whole network. Modules of parts that are switched off are null, their tensors undefined.
class NetworkImpl : public torch::nn::Module {
  public:
    /// `movie_bias` [movies]: where the dot path's bias begins.
    NetworkImpl(const NetworkShape& shape, const torch::Tensor& movie_bias, domain::Random& random);

    /// The dot path: users [users × T], movie_rows [n × T] → [users × n]; `movies` as in
    /// MovieTower::forward. Zeros where the path is switched off.
    torch::Tensor dot_logits(const torch::Tensor& users, const torch::Tensor& movie_rows,
                             const torch::Tensor& movies);

    /// The movies' tables, where their gradients are sparse.
    [[nodiscard]] std::vector<torch::Tensor> sparse_tables() const;

    NetworkShape shape;
    UserTower user_tower{nullptr};
    MovieTower movie_tower{nullptr};
    FusionHead fusion_head{nullptr};
    torch::Tensor interaction;  ///< W [T × T]
    torch::Tensor movie_bias;   ///< [movies]
};
TORCH_MODULE(Network);

}  // namespace neurec::infrastructure::training
