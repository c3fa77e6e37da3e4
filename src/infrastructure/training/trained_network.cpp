#include "infrastructure/training/trained_network.hpp"

#include <algorithm>
#include <string>

#include "infrastructure/deep_learning/sha256.hpp"

namespace neurec::infrastructure::training {

namespace {

/// Parameters and buffers (BatchNorm's statistics), in registration order.
std::vector<torch::Tensor> states_of(const NetworkImpl& network) {
    std::vector<torch::Tensor> states = network.parameters();
    const std::vector<torch::Tensor> buffers = network.buffers();
    states.insert(states.end(), buffers.begin(), buffers.end());
    return states;
}

std::vector<torch::Tensor> copies_of(const std::vector<torch::Tensor>& tensors) {
    std::vector<torch::Tensor> copies;
    copies.reserve(tensors.size());
    for (const torch::Tensor& tensor : tensors)
        copies.push_back(tensor.detach().clone());
    return copies;
}

void assign(const std::vector<torch::Tensor>& to, const std::vector<torch::Tensor>& from) {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i].copy_(from[i]);
}

void save_list(torch::serialize::OutputArchive& archive, const std::string& name,
               const std::vector<torch::Tensor>& tensors) {
    archive.write(name + ".count", c10::IValue(static_cast<std::int64_t>(tensors.size())));
    for (std::size_t i = 0; i < tensors.size(); ++i)
        archive.write(name + "." + std::to_string(i), tensors[i], true);
}

std::vector<torch::Tensor> load_list(torch::serialize::InputArchive& archive,
                                     const std::string& name, torch::Device device) {
    c10::IValue count;
    archive.read(name + ".count", count);
    std::vector<torch::Tensor> tensors(static_cast<std::size_t>(count.toInt()));
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        archive.read(name + "." + std::to_string(i), tensors[i], true);
        tensors[i] = tensors[i].to(device);
    }
    return tensors;
}

}  // namespace

TrainedNetwork::TrainedNetwork(Network network, const OptimiserSettings& settings)
    : network_(std::move(network)), settings_(settings) {
    for (const torch::Tensor& table : network_->sparse_tables())
        row_optimisers_.emplace_back(table, settings.weight_decay, settings.averaging);
    std::vector<torch::Tensor> others = network_->parameters();
    std::erase_if(others, [this](const torch::Tensor& each) { return row_optimiser_of(each); });
    optimiser_ = std::make_unique<torch::optim::AdamW>(
        others,
        torch::optim::AdamWOptions(settings.learning_rate).weight_decay(settings.weight_decay));
    network_->train();
}

void TrainedNetwork::descend(const torch::Tensor& loss, double learning_rate, std::uint64_t step,
                             double weight) {
    for (auto& group : optimiser_->param_groups())
        group.options().set_lr(learning_rate);
    optimiser_->zero_grad();
    if (weight == 1)
        loss.backward();
    else
        (loss * weight).backward();
    average_over_processes();
    optimiser_->step();
    for (RowOptimiser& each : row_optimisers_)
        each.step(learning_rate);
    if (settings_.averaging > 0 && step >= settings_.averaging_from) update_average();
}

void TrainedNetwork::average_over_processes() {
    if (settings_.processes == nullptr || settings_.processes->process().is_alone()) return;
    std::vector<torch::Tensor> shared;
    for (torch::Tensor& parameter : network_->parameters()) {
        // A parameter that this process' share did not touch has no gradient yet.
        if (!parameter.grad().defined()) parameter.mutable_grad() = torch::zeros_like(parameter);
        if (parameter.grad().is_sparse()) parameter.mutable_grad() = parameter.grad().to_dense();
        shared.push_back(parameter.grad());
    }
    for (const torch::Tensor& buffer : network_->buffers())
        if (buffer.is_floating_point()) shared.push_back(buffer);
    settings_.processes->average(shared);
}

void TrainedNetwork::update_average() {
    const torch::NoGradGuard no_grad;
    if (average_.empty()) {
        begin_average();
        return;
    }
    const std::vector<torch::Tensor> states = states_of(*network_);
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (row_optimiser_of(states[i]) != nullptr) continue;
        if (states[i].is_floating_point())
            average_[i].lerp_(states[i], 1 - settings_.averaging);
        else
            average_[i].copy_(states[i]);
    }
}

void TrainedNetwork::begin_average() {
    settle();
    average_ = copies_of(states_of(*network_));
    share_average();
}

void TrainedNetwork::share_average() {
    if (average_.empty()) return;
    const std::vector<torch::Tensor> states = states_of(*network_);
    for (std::size_t i = 0; i < states.size(); ++i)
        if (RowOptimiser* const rows = row_optimiser_of(states[i])) rows->average_into(average_[i]);
}

void TrainedNetwork::settle() {
    for (RowOptimiser& each : row_optimisers_)
        each.settle();
}

RowOptimiser* TrainedNetwork::row_optimiser_of(const torch::Tensor& state) {
    const auto found = std::ranges::find_if(
        row_optimisers_, [&](const RowOptimiser& each) { return each.table().is_same(state); });
    return found == row_optimisers_.end() ? nullptr : &*found;
}

TrainedNetwork::Served::Served(TrainedNetwork& owner) : owner_(owner) {
    owner_.settle();
    owner_.network_->eval();
    if (owner_.average_.empty()) return;
    latest_ = copies_of(states_of(*owner_.network_));
    assign(states_of(*owner_.network_), owner_.average_);
}

TrainedNetwork::Served::~Served() {
    if (!latest_.empty()) assign(states_of(*owner_.network_), latest_);
    owner_.network_->train();
}

void TrainedNetwork::remember_best() {
    settle();
    best_ = copies_of(average_.empty() ? states_of(*network_) : average_);
}

void TrainedNetwork::recall_best() {
    if (!best_.empty()) assign(states_of(*network_), best_);
    average_.clear();
    network_->eval();
}

std::string TrainedNetwork::checksum() const {
    deep_learning::Sha256 sum;
    for (const torch::Tensor& state : states_of(*network_)) {
        const torch::Tensor bytes = state.detach().to(torch::kCPU).contiguous();
        sum.add({static_cast<const std::byte*>(bytes.data_ptr()), bytes.nbytes()});
    }
    return sum.finish();
}

void TrainedNetwork::save(torch::serialize::OutputArchive& archive) const {
    save_list(archive, "weights", states_of(*network_));
    save_list(archive, "average", average_);
    save_list(archive, "best", best_);
    torch::serialize::OutputArchive optimiser;
    optimiser_->save(optimiser);
    archive.write("optimiser", optimiser);
    for (std::size_t i = 0; i < row_optimisers_.size(); ++i)
        row_optimisers_[i].save(archive, "rows." + std::to_string(i));
}

void TrainedNetwork::load(torch::serialize::InputArchive& archive) {
    const torch::Device device = network_->parameters().front().device();
    assign(states_of(*network_), load_list(archive, "weights", device));
    average_ = load_list(archive, "average", device);
    best_ = load_list(archive, "best", device);
    torch::serialize::InputArchive optimiser;
    archive.read("optimiser", optimiser);
    optimiser_->load(optimiser);
    for (std::size_t i = 0; i < row_optimisers_.size(); ++i)
        row_optimisers_[i].load(archive, "rows." + std::to_string(i));
    share_average();
}

}  // namespace neurec::infrastructure::training
