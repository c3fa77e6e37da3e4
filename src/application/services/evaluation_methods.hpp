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
    new_users,  ///< strong generalisation: users held out whole, who reveal some ratings
    ncf,        ///< leave one out, every rating positive
};

/// "new-users" or "ncf", as people write them.
[[nodiscard]] std::string_view name_of(EvaluationProtocol protocol);

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
