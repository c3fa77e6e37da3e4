#include "application/services/evaluation_methods.hpp"

#include <algorithm>
#include <array>

#include "domain/errors.hpp"
#include "domain/nearest_name.hpp"

namespace neurec::application {

namespace {

using domain::BaselineKind;
using domain::BaselineSpec;
using domain::Positives;

constexpr std::array<std::string_view, 6> kProtocolNames = {
    "new-users", "ncf", "new-movies", "time", "most-shown", "onboarding"};

constexpr std::array<EvaluationMethod, 6> kNewUsersMethods = {{
    {kModelMethod, "the network, trained on this split and served by the engine", {}},
    {"popularity", "number of likes", BaselineSpec{BaselineKind::popularity, Positives::liked}},
    {"demographics", "ridge regression on age, gender and occupation, λ = 100",
     BaselineSpec{BaselineKind::demographics, Positives::liked, 100}},
    {"item-knn", "cosine of likes, shrinkage 100, 100 neighbours",
     BaselineSpec{BaselineKind::item_knn, Positives::liked, 100, 100}},
    {"ease", "EASE on all ratings, λ = 500",
     BaselineSpec{BaselineKind::ease, Positives::rated, 500}},
    {"ease-liked", "EASE on ratings of 4 and more, λ = 300",
     BaselineSpec{BaselineKind::ease, Positives::liked, 300}},
}};

/// Nobody has rated the movies that are to be ranked, so that only what they are about tells.
constexpr std::array<EvaluationMethod, 3> kNewMoviesMethods = {{
    {kModelMethod, "the network, trained on this split and served by the engine", {}},
    {"random", "any order, drawn for each profile", BaselineSpec{BaselineKind::random}},
    {"genre-cosine", "cosine of the movie's genres with those of the liked movies",
     BaselineSpec{BaselineKind::genre_cosine, Positives::liked}},
}};

/// Which movies are shown differs, not what ranks afterwards.
constexpr std::array<EvaluationMethod, 1> kOnboardingMethods = {{
    {kModelMethod, "the network, trained on this split and served by the engine", {}},
}};

constexpr std::array<EvaluationMethod, 5> kNcfMethods = {{
    {kModelMethod, "the network, trained on this split and served by the engine", {}},
    {"popularity", "number of ratings", BaselineSpec{BaselineKind::popularity, Positives::rated}},
    {"demographics", "ridge regression on age, gender and occupation, λ = 100",
     BaselineSpec{BaselineKind::demographics, Positives::rated, 100}},
    {"item-knn", "cosine of ratings, shrinkage 100, 100 neighbours",
     BaselineSpec{BaselineKind::item_knn, Positives::rated, 100, 100}},
    {"ease", "EASE on all ratings, λ = 1000",
     BaselineSpec{BaselineKind::ease, Positives::rated, 1000}},
}};

}  // namespace

std::string_view name_of(EvaluationProtocol protocol) {
    return kProtocolNames[static_cast<std::size_t>(protocol)];
}

std::vector<std::string> protocol_names() {
    return {kProtocolNames.begin(), kProtocolNames.end()};
}

EvaluationProtocol protocol_of(std::string_view name) {
    const auto* const found = std::ranges::find(kProtocolNames, name);
    if (found != kProtocolNames.end())
        return static_cast<EvaluationProtocol>(found - kProtocolNames.begin());
    std::string message = "There is no protocol \"" + std::string(name) + "\". There are:";
    for (const std::string_view each : kProtocolNames)
        message.append(" ").append(each);
    throw domain::InvalidInput(message + "." + domain::did_you_mean(name, protocol_names()));
}

std::span<const EvaluationMethod> methods_of(EvaluationProtocol protocol) {
    switch (protocol) {
        case EvaluationProtocol::new_users:
        case EvaluationProtocol::time:
            return kNewUsersMethods;
        case EvaluationProtocol::new_movies:
            return kNewMoviesMethods;
        case EvaluationProtocol::onboarding:
            return kOnboardingMethods;
        case EvaluationProtocol::ncf:
        case EvaluationProtocol::most_shown:
            break;
    }
    return kNcfMethods;
}

std::vector<EvaluationMethod> chosen_methods(EvaluationProtocol protocol,
                                             std::span<const std::string> names) {
    const auto known = methods_of(protocol);
    for (const std::string& name : names) {
        if (std::ranges::find(known, name, &EvaluationMethod::name) != known.end()) continue;
        std::string message = "The protocol " + std::string(name_of(protocol)) +
                              " has no method \"" + name + "\". It has:";
        std::vector<std::string> methods;
        for (const EvaluationMethod& method : known)
            message.append(" ").append(methods.emplace_back(method.name));
        throw domain::InvalidInput(message + "." + domain::did_you_mean(name, methods));
    }
    std::vector<EvaluationMethod> chosen;
    std::ranges::copy_if(known, std::back_inserter(chosen), [&](const EvaluationMethod& method) {
        return names.empty() || std::ranges::find(names, method.name) != names.end();
    });
    return chosen;
}

}  // namespace neurec::application
