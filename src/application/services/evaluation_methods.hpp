#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ports/baseline_fitter.hpp"

namespace neurec::application {

enum class EvaluationProtocol : std::uint8_t {
    new_users,   ///< strong generalisation: users held out whole, who reveal some ratings
    ncf,         ///< leave one out, every rating positive
    new_movies,  ///< movies held out whole, of which only title and genres are known
    time,        ///< everything before one moment against what came after it
    most_shown,  ///< users held out whole who show four fifths, every rating positive
    onboarding,  ///< users held out whole who are shown movies and rate those they know
};

/// "new-users", "ncf", "new-movies", "time", "most-shown" or "onboarding", as people write them.
[[nodiscard]] std::string_view name_of(EvaluationProtocol protocol);

/// Every protocol's name, in the order of the enumeration.
[[nodiscard]] std::vector<std::string> protocol_names();

/// The protocol of this name; InvalidInput, with all names, where there is none.
[[nodiscard]] EvaluationProtocol protocol_of(std::string_view name);

/// Something that can be evaluated.
struct EvaluationMethod {
    std::string_view name;
    std::string_view description;
    std::optional<domain::BaselineSpec> baseline;  ///< nothing: the trained model
};

inline constexpr std::string_view kModelMethod = "model";

/// Every method of a protocol with its tuned parameters, the trained model first.
[[nodiscard]] std::span<const EvaluationMethod> methods_of(EvaluationProtocol protocol);

/// The methods of these names, each once, in the order of methods_of(); all of them for no names.
/// A name that the protocol does not have: InvalidInput, with those it has.
[[nodiscard]] std::vector<EvaluationMethod> chosen_methods(EvaluationProtocol protocol,
                                                           std::span<const std::string> names);

}  // namespace neurec::application
