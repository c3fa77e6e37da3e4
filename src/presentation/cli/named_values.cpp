#include "presentation/cli/named_values.hpp"

#include <algorithm>
#include <utility>

#include "domain/nearest_name.hpp"

namespace neurec::presentation::cli {

CLI::Validator one_of(std::vector<std::string> names) {
    std::string description = "{" + CLI::detail::join(names, ",") + "}";
    const auto take = [names = std::move(names)](std::string& value) -> std::string {
        const auto found =
            std::ranges::find(names, CLI::detail::to_lower(value),
                              [](const std::string& name) { return CLI::detail::to_lower(name); });
        if (found == names.end())
            return value + " is none of " + CLI::detail::join(names, ", ") + "." +
                   domain::did_you_mean(value, names);
        value = *found;
        return {};
    };
    return {take, std::move(description)};
}

}  // namespace neurec::presentation::cli
