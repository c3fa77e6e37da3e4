#include "infrastructure/training/training_parts.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "domain/errors.hpp"
#include "domain/nearest_name.hpp"

namespace neurec::infrastructure::training {

namespace {

struct NamedPart {
    std::string_view name;
    bool TrainingParts::* member;
};

constexpr std::array kParts{
    NamedPart{"history", &TrainingParts::history},
    NamedPart{"movie_vector", &TrainingParts::movie_vector},
    NamedPart{"content", &TrainingParts::content},
    NamedPart{"dot_path", &TrainingParts::dot_path},
    NamedPart{"fusion_head", &TrainingParts::fusion_head},
    NamedPart{"item_item", &TrainingParts::item_item},
    NamedPart{"dense_item_item", &TrainingParts::dense_item_item},
    NamedPart{"recency", &TrainingParts::recency},
    NamedPart{"demographic_path", &TrainingParts::demographic_path},
    NamedPart{"content_prior", &TrainingParts::content_prior},
    NamedPart{"few_shot", &TrainingParts::few_shot},
    NamedPart{"calibration", &TrainingParts::calibration},
};

TrainingParts default_parts_of(domain::ModelPreset preset) {
    TrainingParts parts;
    if (preset == domain::ModelPreset::history) return parts;
    for (const NamedPart& part : kParts)
        parts.*part.member = false;
    parts.content = true;
    parts.fusion_head = true;
    parts.calibration = true;
    return parts;
}

[[noreturn]] void refuse_unknown(const std::string& name) {
    std::vector<std::string> names;
    for (const NamedPart& part : kParts)
        names.emplace_back(part.name);
    throw domain::InvalidInput("The model has no part named \"" + name + "\". The parts are: " +
                               known_part_names() + "." + domain::did_you_mean(name, names));
}

void require_something_to_train(const TrainingParts& parts) {
    if (!parts.content && !parts.movie_vector)
        throw domain::InvalidInput(
            "Nothing would describe a movie: leave \"content\" or \"movie_vector\" switched on.");
    if (!parts.dot_path && !parts.fusion_head)
        throw domain::InvalidInput(
            "Nothing would be trained to score a movie: switch \"dot_path\" or \"fusion_head\" "
            "on.");
}

}  // namespace

TrainingParts parts_of(domain::ModelPreset preset, const std::map<std::string, bool>& switches) {
    const TrainingParts by_default = default_parts_of(preset);
    TrainingParts parts = by_default;
    for (const auto& [name, on] : switches) {
        const auto* part = std::ranges::find(kParts, std::string_view(name), &NamedPart::name);
        if (part == kParts.end()) refuse_unknown(name);
        if (on && preset == domain::ModelPreset::seed && !(by_default.*part->member))
            throw domain::InvalidInput("The seed preset has no part \"" + name +
                                       "\"; train the history preset to have it.");
        parts.*part->member = on;
    }
    parts.dense_item_item = parts.dense_item_item && parts.item_item;
    parts.recency = parts.recency && parts.item_item;
    parts.content_prior = parts.content_prior && parts.content;
    require_something_to_train(parts);
    return parts;
}

std::map<std::string, bool> switches_of(const TrainingParts& parts) {
    std::map<std::string, bool> switches;
    for (const NamedPart& part : kParts)
        switches.emplace(part.name, parts.*part.member);
    return switches;
}

std::string known_part_names() {
    std::string names;
    for (const NamedPart& part : kParts)
        names += (names.empty() ? "" : ", ") + std::string(part.name);
    return names;
}

}  // namespace neurec::infrastructure::training
