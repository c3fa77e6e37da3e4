#include "infrastructure/processes/training_lines.hpp"

#include <boost/json.hpp>

namespace neurec::infrastructure::processes {

namespace json = boost::json;

namespace {

[[nodiscard]] std::string text_at(const json::object& line, std::string_view name) {
    const json::value* const value = line.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

template <class Number>
[[nodiscard]] std::optional<Number> number_at(const json::object& line, std::string_view name) {
    const json::value* const value = line.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    json::error_code error;
    const auto number = value->to_number<Number>(error);
    return error ? std::nullopt : std::optional(number);
}

[[nodiscard]] domain::EpochReport epoch_of(const json::object& line) {
    return {.epoch = number_at<int>(line, "epoch").value_or(0),
            .loss = number_at<double>(line, "loss").value_or(0),
            .validation_metric = number_at<double>(line, "validation_ndcg").value_or(0),
            .samples_per_second = number_at<double>(line, "samples_per_second").value_or(0),
            .seconds = number_at<double>(line, "seconds").value_or(0)};
}

}  // namespace

bool TrainingLines::take(std::string_view text) {
    bool has_news = false;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        rest_ += text.substr(0, end);
        text.remove_prefix(end + 1);
        if (rest_.size() <= kLongestLine) has_news |= take_line(rest_);
        rest_.clear();
    }
    // Of a line that is too long, only that it is has to be remembered.
    rest_ += text.substr(0, kLongestLine + 1);
    if (rest_.size() > kLongestLine) rest_.resize(kLongestLine + 1);
    return has_news;
}

bool TrainingLines::take_line(std::string_view text) {
    json::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error);
    if (error || !value.is_object()) return false;
    const json::object& line = value.get_object();
    const std::string event = text_at(line, "event");
    if (event == "stage" || event == "step") {
        news_.stage = text_at(line, "stage");
        news_.done = number_at<std::uint64_t>(line, "done").value_or(0);
        news_.total = number_at<std::uint64_t>(line, "total").value_or(0);
        news_.seconds_left = number_at<double>(line, "seconds_left");
    } else if (event == "epoch") {
        news_.epochs.push_back(epoch_of(line));
        news_.planned_epochs = number_at<int>(line, "planned").value_or(0);
    } else if (event == "model") {
        model_id_ = text_at(line, "model_id");
    } else {
        return false;
    }
    return true;
}

}  // namespace neurec::infrastructure::processes
