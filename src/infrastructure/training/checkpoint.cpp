#include "infrastructure/training/checkpoint.hpp"

#include <array>
#include <exception>
#include <span>
#include <string_view>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/durable_file.hpp"
#include "infrastructure/deep_learning/sha256.hpp"

namespace neurec::infrastructure::training {

namespace {

constexpr std::string_view kHeading = "neurec checkpoint 2\n";
constexpr std::size_t kSumLength = 64;
constexpr std::uint64_t kLargest = std::uint64_t{64} << 30U;
constexpr std::size_t kColumns = 5;

torch::Tensor table_of(const std::vector<domain::EpochReport>& epochs) {
    torch::Tensor table = torch::empty(
        {static_cast<std::int64_t>(epochs.size()), static_cast<std::int64_t>(kColumns)},
        torch::kDouble);
    auto* cell = table.data_ptr<double>();
    for (const domain::EpochReport& each : epochs)
        for (const double value : {static_cast<double>(each.epoch), each.loss,
                                   each.validation_metric, each.samples_per_second, each.seconds})
            *cell++ = value;
    return table;
}

std::vector<domain::EpochReport> epochs_of(const torch::Tensor& table) {
    std::vector<domain::EpochReport> epochs;
    const auto* cell = table.data_ptr<double>();
    for (std::int64_t row = 0; row < table.size(0); ++row, cell += kColumns)
        epochs.push_back({static_cast<int>(cell[0]), cell[1], cell[2], cell[3], cell[4]});
    return epochs;
}

void write_number(torch::serialize::OutputArchive& archive, const std::string& name,
                  std::uint64_t value) {
    archive.write(name, c10::IValue(static_cast<std::int64_t>(value)));
}

std::uint64_t read_number(torch::serialize::InputArchive& archive, const std::string& name) {
    c10::IValue value;
    archive.read(name, value);
    return static_cast<std::uint64_t>(value.toInt());
}

double read_real(torch::serialize::InputArchive& archive, const std::string& name) {
    c10::IValue value;
    archive.read(name, value);
    return value.toDouble();
}

void save_state(torch::serialize::OutputArchive& archive, const RunState& state) {
    write_number(archive, "epoch", static_cast<std::uint64_t>(state.epoch));
    write_number(archive, "step", state.step);
    archive.write("loss_sum", c10::IValue(state.loss_sum));
    write_number(archive, "samples_in_epoch", state.samples_in_epoch);
    archive.write("seconds_in_epoch", c10::IValue(state.seconds_in_epoch));
    write_number(archive, "best_epoch", static_cast<std::uint64_t>(state.best_epoch));
    archive.write("best_metric", c10::IValue(state.best_metric));
    write_number(archive, "samples", state.samples);
    archive.write("epochs", table_of(state.epochs), true);
}

RunState load_state(torch::serialize::InputArchive& archive) {
    RunState state;
    state.epoch = static_cast<int>(read_number(archive, "epoch"));
    state.step = read_number(archive, "step");
    state.loss_sum = read_real(archive, "loss_sum");
    state.samples_in_epoch = read_number(archive, "samples_in_epoch");
    state.seconds_in_epoch = read_real(archive, "seconds_in_epoch");
    state.best_epoch = static_cast<int>(read_number(archive, "best_epoch"));
    state.best_metric = read_real(archive, "best_metric");
    state.samples = read_number(archive, "samples");
    torch::Tensor epochs;
    archive.read("epochs", epochs, true);
    state.epochs = epochs_of(epochs);
    return state;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& problem) {
    throw domain::InvalidInput("The checkpoint " + file.string() + " cannot be resumed: " +
                               problem + ". Train without --resume to start anew.");
}

/// The checkpoint's parts: heading, identity (one line), archive; at the end the sum of what is
/// before it.
struct Parts {
    std::string_view identity;
    std::string_view archive;
};

Parts parse(std::string_view text, const std::filesystem::path& file) {
    if (!text.starts_with(kHeading))
        refuse(file, "it is not a checkpoint of this version of neurec");
    if (text.size() <= kHeading.size() + kSumLength) refuse(file, "it is incomplete");
    const std::string_view sum = text.substr(text.size() - kSumLength);
    text.remove_suffix(kSumLength);
    if (deep_learning::sha256_of(std::as_bytes(std::span(text))) != sum)
        refuse(file, "it is damaged");
    text.remove_prefix(kHeading.size());
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) refuse(file, "it is incomplete");
    return {text.substr(0, end), text.substr(end + 1)};
}

/// Writes to a file, and at the end the sum of it all. LibTorch's archive ends the program where
/// what it writes to throws, so that a failure waits until finish().
class SummedFile {
  public:
    explicit SummedFile(deep_learning::DurableFile& file) : file_(file) {}
    void write(std::span<const std::byte> bytes) {
        if (failure_) return;
        try {
            sum_.add(bytes);
            file_.write(bytes);
        } catch (const domain::Unavailable&) {
            failure_ = std::current_exception();
        }
    }
    void finish() {
        if (failure_) std::rethrow_exception(failure_);
        file_.write(sum_.finish());
    }

  private:
    deep_learning::DurableFile& file_;
    deep_learning::Sha256 sum_;
    std::exception_ptr failure_;
};

}  // namespace

Checkpoint::Checkpoint(const std::filesystem::path& models, std::string identity)
    : file_(models / ".checkpoints" / "training"), identity_(std::move(identity)) {}

void Checkpoint::write(const RunState& state, const TrainedNetwork& network) const {
    torch::serialize::OutputArchive archive;
    save_state(archive, state);
    torch::serialize::OutputArchive trained;
    network.save(trained);
    archive.write("network", trained);
    std::error_code ignored;  // replace_atomically reports what is wrong with the folder
    std::filesystem::create_directories(file_.parent_path(), ignored);
    deep_learning::replace_atomically(file_, [&](deep_learning::DurableFile& file) {
        SummedFile summed(file);
        const std::string head = std::string(kHeading) + identity_ + "\n";
        summed.write(std::as_bytes(std::span(head)));
        archive.save_to([&summed](const void* bytes, std::size_t count) {
            summed.write({static_cast<const std::byte*>(bytes), count});
            return count;
        });
        summed.finish();
    });
}

bool Checkpoint::read(RunState& state, TrainedNetwork& network) const {
    if (!std::filesystem::exists(file_)) return false;
    const std::vector<std::byte> bytes = deep_learning::read_whole_file(file_, kLargest);
    const Parts parts = parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file_);
    if (parts.identity != identity_)
        refuse(file_, "it is of another run.\n  checkpoint: " + std::string(parts.identity) +
                          "\n  now:        " + identity_ +
                          "\nUse the same data and options to go on with it");
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(parts.archive.data(), parts.archive.size());
        torch::serialize::InputArchive trained;
        archive.read("network", trained);
        network.load(trained);
        state = load_state(archive);
    } catch (const c10::Error& error) {
        refuse(file_,
               std::string("its contents cannot be read (") + error.what_without_backtrace() + ")");
    }
    return true;
}

void Checkpoint::remove() const {
    std::error_code ignored;  // a checkpoint that stays is refused or replaced by the next run
    std::filesystem::remove(file_, ignored);
}

}  // namespace neurec::infrastructure::training
