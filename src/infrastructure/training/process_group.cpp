#include "infrastructure/training/process_group.hpp"

#include <chrono>

#include "domain/errors.hpp"

#ifdef NEUREC_HAS_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#endif

namespace neurec::infrastructure::training {

#ifdef NEUREC_HAS_GLOO

namespace {

constexpr std::chrono::seconds kMeeting{120};
/// The others wait so long while process 0 validates or publishes.
constexpr std::chrono::minutes kLongestWait{30};

/// LibTorch 2.4 and later would have its store on libuv, which Debian's builds are without.
template <typename Options>
void go_without_libuv(Options& options) {
    if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

c10::intrusive_ptr<c10d::TCPStore> meet(const ProcessRank& process) {
    c10d::TCPStoreOptions options;
    options.port = process.master_port;
    options.isServer = process.is_first();
    options.numWorkers = static_cast<std::size_t>(process.size);
    options.waitWorkers = true;
    options.timeout = kMeeting;
    go_without_libuv(options);
    return c10::make_intrusive<c10d::TCPStore>(process.master_address, options);
}

/// Listens on the address by which this machine reaches the master.
c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> gloo_options(const ProcessRank& process) {
    auto options = c10d::ProcessGroupGloo::Options::create(kLongestWait);
    const bool is_local =
        process.master_address == "localhost" || process.master_address.starts_with("127.");
    options->devices.push_back(
        is_local ? c10d::ProcessGroupGloo::createDeviceForHostname(process.master_address)
                 : c10d::ProcessGroupGloo::createDefaultDevice());
    return options;
}

}  // namespace

struct ProcessGroup::Backend {
    Backend(const ProcessRank& process, [[maybe_unused]] torch::Device device)
        : store(meet(process)), gloo(store, process.rank, process.size, gloo_options(process)) {
#ifdef USE_C10D_NCCL
        if (device.is_cuda())
            nccl = std::make_unique<c10d::ProcessGroupNCCL>(store, process.rank, process.size);
#endif
    }

    void sum(torch::Tensor tensor) {
        std::vector<torch::Tensor> tensors{std::move(tensor)};
#ifdef USE_C10D_NCCL
        if (nccl && tensors.front().is_cuda()) {
            nccl->allreduce(tensors)->wait();
            return;
        }
#endif
        gloo.allreduce(tensors)->wait();
    }

    c10::intrusive_ptr<c10d::TCPStore> store;
    c10d::ProcessGroupGloo gloo;
#ifdef USE_C10D_NCCL
    std::unique_ptr<c10d::ProcessGroupNCCL> nccl;
#endif
};

#else

struct ProcessGroup::Backend {
    Backend(const ProcessRank&, torch::Device) {
        throw domain::InvalidInput(
            "WORLD_SIZE asks for several processes, but this neurec-train was built without Gloo. "
            "Install Debian's libgloo-dev and build again, or train in one process.");
    }
    static void sum(const torch::Tensor&) {}
};

#endif

template <class Call>
void ProcessGroup::together(const Call& call) {
    try {
        call();
    } catch (const domain::Error&) {
        throw;
    } catch (const std::exception& failure) {
        const std::string reason = failure.what();
        throw domain::Unavailable(
            "Process " + std::to_string(process_.rank) + " of " + std::to_string(process_.size) +
            " has lost the others (" + reason.substr(0, reason.find('\n')) +
            "). Start all of them again; with --resume they go on from the last epoch.");
    }
}

ProcessGroup::ProcessGroup(ProcessRank process, torch::Device device)
    : process_(std::move(process)) {
    if (process_.is_alone()) return;
    together([&] { backend_ = std::make_unique<Backend>(process_, device); });
}

ProcessGroup::~ProcessGroup() = default;

void ProcessGroup::average(const std::vector<torch::Tensor>& tensors) {
    if (!backend_) return;
    const torch::NoGradGuard no_grad;
    std::vector<torch::Tensor> flat;
    flat.reserve(tensors.size());
    for (const torch::Tensor& tensor : tensors)
        flat.push_back(tensor.reshape({-1}));
    torch::Tensor all = torch::cat(flat);  // one message instead of one a tensor
    together([&] { backend_->sum(all); });
    all.div_(process_.size);
    std::int64_t begin = 0;
    for (const torch::Tensor& tensor : tensors) {
        tensor.copy_(all.narrow(0, begin, tensor.numel()).view_as(tensor));
        begin += tensor.numel();
    }
}

void ProcessGroup::sum(std::vector<double>& values) {
    if (!backend_) return;
    const torch::Tensor all =
        torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, torch::kDouble);
    together([&] { backend_->sum(all); });
}

double ProcessGroup::from_first(double value) {
    std::vector<double> values{process_.is_first() ? value : 0.0};
    sum(values);
    return values.front();
}

bool ProcessGroup::any(bool value) {
    std::vector<double> values{value ? 1.0 : 0.0};
    sum(values);
    return values.front() > 0;
}

void ProcessGroup::require_same(const std::string& sha256) {
    if (!backend_) return;
    // A sum of bytes tells equal from different, process by process.
    std::vector<double> of_first(sha256.begin(), sha256.end());
    if (!process_.is_first()) of_first.assign(of_first.size(), 0.0);
    sum(of_first);
    const bool differs = std::vector<double>(sha256.begin(), sha256.end()) != of_first;
    if (any(differs))
        throw domain::Unavailable(
            "The processes' weights are no longer the same; process " +
            std::to_string(process_.rank) + " has " + sha256 +
            ". All of them must run the same build on the same kind of processor.");
}

}  // namespace neurec::infrastructure::training
