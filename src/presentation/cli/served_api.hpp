#pragma once

#include "presentation/cli/command_context.hpp"
#include "presentation/http/api.hpp"

/// What the HTTP API is made of on the command line.
namespace neurec::presentation::cli {

[[nodiscard]] inline http::ApiPorts ports_of(CommandContext& context) {
    return {.models = context.models(),
            .movies = context.movies(),
            .movie_editor = context.movie_editor(),
            .profiles = context.user_profiles(),
            .accounts = context.accounts(),
            .ratings = context.ratings(),
            .storage = context.storage_probe(),
            .hasher = context.password_hasher(),
            .common_passwords = context.common_passwords(),
            .tokens = context.tokens(),
            .clock = context.clock(),
            .movie_statistics = context.movie_statistics(),
            .training = context.training_program(),
            .logger = context.logger(),
            .metrics = context.metrics()};
}

[[nodiscard]] inline http::AccessRules access_rules_of(const Settings& settings) {
    return {.enforcement = settings.auth_enforcement == "seed" ? http::Enforcement::seed
                                                               : http::Enforcement::strict,
            .open_to_others = settings.allow_insecure == "on",
            .own_name = settings.host};
}

}  // namespace neurec::presentation::cli
