#include "infrastructure/processes/child_training_program.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <string_view>
#include <thread>
#include <utility>

#include "infrastructure/processes/child_process.hpp"
#include "infrastructure/processes/training_lines.hpp"

namespace neurec::infrastructure::processes {

namespace {

/// How often a stop request is looked for.
constexpr std::chrono::milliseconds kLook{100};
/// The end of the program's complaints says what it died of.
constexpr std::size_t kKeptErrors = 4096;

constexpr std::array<std::string_view, 3> kSecrets{
    "NEUREC_JWT_SECRET=", "NEUREC_JWT_SECRET_PREVIOUS=", "NEUREC_ADMIN_PASSWORD="};

[[nodiscard]] std::string_view name_of(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

/// This process's variables without secrets, and those of `own` over them.
[[nodiscard]] std::vector<std::string> environment_with(const std::vector<std::string>& own) {
    std::vector<std::string> result = own;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view variable = *each;
        const bool is_secret = std::ranges::any_of(
            kSecrets, [&](std::string_view secret) { return variable.starts_with(secret); });
        const bool is_replaced = std::ranges::any_of(own, [&](const std::string& replacement) {
            return name_of(replacement) == name_of(variable);
        });
        if (!is_secret && !is_replaced) result.emplace_back(variable);
    }
    return result;
}

[[nodiscard]] std::string text_of(double value) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

[[nodiscard]] std::vector<std::string> arguments_for(const domain::TrainingOptions& options,
                                                     bool activate) {
    std::vector<std::string> arguments{
        "train",    "--progress-lines",
        "--seed",   std::to_string(options.seed),
        "--preset", options.preset == domain::ModelPreset::seed ? "seed" : "history"};
    const auto add = [&](const char* flag, const std::string& value) {
        arguments.emplace_back(flag);
        arguments.push_back(value);
    };
    if (options.epochs) add("--epochs", std::to_string(*options.epochs));
    if (options.batch_size) add("--batch-size", std::to_string(*options.batch_size));
    if (options.learning_rate) add("--learning-rate", text_of(*options.learning_rate));
    if (options.patience) add("--patience", std::to_string(*options.patience));
    if (!activate) arguments.emplace_back("--no-activate");
    return arguments;
}

/// The last thing that the program complained of, for people.
[[nodiscard]] std::string last_line_of(std::string_view errors) {
    while (errors.ends_with('\n'))
        errors.remove_suffix(1);
    errors.remove_prefix(std::min(errors.find_last_of('\n') + 1, errors.size()));
    if (errors.starts_with("neurec: ")) errors.remove_prefix(8);
    return std::string(errors);
}

[[nodiscard]] std::string problem_of(const ProcessEnd& end, const std::string& errors) {
    if (const std::string said = last_line_of(errors); !said.empty() && !end.signal) return said;
    return end.signal ? "The training program was killed by signal " + std::to_string(*end.signal) +
                            "; out of memory, perhaps."
                      : "The training program ended with code " +
                            std::to_string(end.code.value_or(-1)) + " and without a word.";
}

/// Asks the program to end, and after a while makes it.
class Ending {
  public:
    explicit Ending(std::chrono::milliseconds patience) : patience_(patience) {}
    void push(const ChildProcess& child) {
        const auto now = std::chrono::steady_clock::now();
        if (!has_begun_) {
            child.send(SIGTERM);
            has_begun_ = true;
            begun_ = now;
        } else if (now - begun_ > patience_) {
            child.send(SIGKILL);
        }
    }
    [[nodiscard]] bool has_begun() const { return has_begun_; }

  private:
    std::chrono::milliseconds patience_;
    bool has_begun_ = false;
    std::chrono::steady_clock::time_point begun_{};
};

}  // namespace

ChildTrainingProgram::ChildTrainingProgram(std::filesystem::path program,
                                           std::vector<std::string> environment,
                                           std::chrono::milliseconds patience)
    : program_(std::move(program)), environment_(std::move(environment)), patience_(patience) {}

domain::TrainingEnd ChildTrainingProgram::run(
    const domain::TrainingOptions& options, bool activate,
    const std::function<void(const domain::TrainingNews&)>& on_news,
    const domain::StopToken& stop) {
    ChildProcess child(program_, arguments_for(options, activate), environment_with(environment_));
    TrainingLines lines;
    Ending ending(patience_);
    std::string output;
    std::string errors;
    for (bool is_open = true; is_open || !child.has_ended();) {
        if (is_open)
            is_open = child.read(output, errors, kLook);
        else
            std::this_thread::sleep_for(kLook);
        if (lines.take(output)) on_news(lines.news());
        output.clear();
        if (errors.size() > kKeptErrors) errors.erase(0, errors.size() - kKeptErrors);
        if (stop.stop_requested()) ending.push(child);
    }
    const ProcessEnd& end = child.end();
    if (end.code == 0 && lines.model_id())
        return {.kind = domain::TrainingEnd::Kind::succeeded,
                .model_id = *lines.model_id(),
                .problem = {}};
    if (ending.has_begun())
        return {.kind = domain::TrainingEnd::Kind::stopped, .model_id = {}, .problem = {}};
    return {.kind = domain::TrainingEnd::Kind::failed,
            .model_id = {},
            .problem = problem_of(end, errors)};
}

}  // namespace neurec::infrastructure::processes
