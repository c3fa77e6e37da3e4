#pragma once

#include <map>
#include <string>

#include "domain/ports/model_trainer.hpp"

namespace neurec::infrastructure::training {

/// Which parts of the network are there; the values here are those of the history preset. The
/// study's ablation table switches them one by one and says what each is worth.
struct TrainingParts {
    bool history = true;           ///< liked and disliked bags and statistics in the user tower
    bool movie_vector = true;      ///< a learned vector a movie beside its content
    bool content = true;           ///< genres, year and title in the movie tower
    bool dot_path = true;          ///< user · W · movie + movie bias
    bool fusion_head = false;      ///< perceptron over user and movie; not worth its time here
    bool item_item = true;         ///< linear item-item coefficients (EASE)
    bool dense_item_item = true;   ///< from all movies where these are not too many, not neighbours
    bool recency = true;           ///< the newest of the liked movies count more; with item_item
    bool demographic_path = true;  ///< linear coefficients of age, gender and occupation
    bool content_prior = true;     ///< an unrated movie's vector and bias by its content
    bool few_shot = true;          ///< training reveals nothing or a few ratings of most users
    bool calibration = true;       ///< a curve for each number of ratings, not one line for all
    bool operator==(const TrainingParts&) const = default;
};

/// The preset's parts with the switches applied. The history preset can have every part, and has
/// all but the fusion head; the seed preset has content, fusion head and calibration only. Recency
/// is measured by the item-item path, and goes with it, as dense_item_item does; content_prior goes
/// with content. An unknown name, switching on what the preset cannot have, or a network that
/// nothing is left of: InvalidInput.
TrainingParts parts_of(domain::ModelPreset preset, const std::map<std::string, bool>& switches);

/// Every part's name and whether it is on, for the manifest and the checkpoint.
std::map<std::string, bool> switches_of(const TrainingParts& parts);

/// The names of all parts, separated by ", ".
std::string known_part_names();

}  // namespace neurec::infrastructure::training
