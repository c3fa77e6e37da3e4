#include "presentation/cli/line_progress.hpp"

#include <boost/describe.hpp>
#include <optional>
#include <ostream>

#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

struct StageLine {
    std::string event;
    std::string stage;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::optional<double> seconds_left;
};
BOOST_DESCRIBE_STRUCT(StageLine, (), (event, stage, done, total, seconds_left))

struct EpochLine {
    std::string event = "epoch";
    int epoch = 0;
    int planned = 0;
    double loss = 0;
    double validation_ndcg = 0;
    double samples_per_second = 0;
    double seconds = 0;
};
BOOST_DESCRIBE_STRUCT(EpochLine, (),
                      (event, epoch, planned, loss, validation_ndcg, samples_per_second, seconds))

struct ModelLine {
    std::string event = "model";
    std::string model_id;
};
BOOST_DESCRIBE_STRUCT(ModelLine, (), (event, model_id))

}  // namespace

template <class Line>
void LineProgress::write(const Line& line) {
    out_ << json::to_json(line) << '\n' << std::flush;
}

void LineProgress::begin(std::string_view stage, std::uint64_t total) {
    stage_ = stage;
    total_ = total;
    begun_ = Clock::now();
    written_ = {};
    write(StageLine{
        .event = "stage", .stage = stage_, .done = 0, .total = total, .seconds_left = {}});
}

void LineProgress::update(std::uint64_t done, std::string_view /*detail*/) {
    constexpr auto kPause = std::chrono::milliseconds(500);
    const Clock::time_point now = Clock::now();
    if (now - written_ < kPause) return;
    written_ = now;
    StageLine line{
        .event = "step", .stage = stage_, .done = done, .total = total_, .seconds_left = {}};
    if (done > 0 && done <= total_) {
        const std::chrono::duration<double> spent = now - begun_;
        const double part = static_cast<double>(done) / static_cast<double>(total_);
        line.seconds_left = spent.count() * (1 / part - 1);
    }
    write(line);
}

void LineProgress::finish(std::string_view /*summary*/) {
    write(StageLine{
        .event = "step", .stage = stage_, .done = total_, .total = total_, .seconds_left = 0});
}

void LineProgress::epoch_ended(const domain::EpochReport& epoch, int planned) {
    write(EpochLine{.epoch = epoch.epoch,
                    .planned = planned,
                    .loss = epoch.loss,
                    .validation_ndcg = epoch.validation_metric,
                    .samples_per_second = epoch.samples_per_second,
                    .seconds = epoch.seconds});
}

void LineProgress::model_made(std::string_view model_id) {
    write(ModelLine{.model_id = std::string(model_id)});
}

}  // namespace neurec::presentation::cli
