#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <initializer_list>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "application/dtos/recommendations.hpp"
#include "application/services/model_provider.hpp"
#include "application/use_cases/recommend_for_profile.hpp"
#include "domain/errors.hpp"
#include "presentation/cli/command_context.hpp"
#include "presentation/cli/commands.hpp"
#include "presentation/cli/named_values.hpp"
#include "presentation/cli/table.hpp"
#include "presentation/json/described.hpp"
#include "presentation/json/writer.hpp"

namespace neurec::presentation::cli {

namespace {

/// What the person typed.
struct RecommendOptions {
    application::NewUserRecommendationRequest request;
    std::string ratings;
    std::string gender;
    std::string strategy;
    std::vector<std::string> genres;
    bool as_json = false;
};

/// Passes on what a person at a terminal has to know: "model loaded" is for the server's log.
class WarningsAlone : public domain::Logger {
  public:
    explicit WarningsAlone(domain::Logger& logger) : logger_(logger) {}
    void write(domain::LogLevel level, std::string_view message,
               std::initializer_list<domain::LogField> fields) override {
        if (level >= domain::LogLevel::warning) logger_.write(level, message, fields);
    }

  private:
    domain::Logger& logger_;
};

template <class Number>
[[nodiscard]] bool parse_whole(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

/// "1:5,260:4" as ratings.
[[nodiscard]] std::vector<application::ProfileRating> parse_ratings(std::string_view text) {
    std::vector<application::ProfileRating> ratings;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find(','));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const std::size_t colon = pair.find(':');
        application::ProfileRating rating;
        if (colon == std::string_view::npos ||
            !parse_whole(pair.substr(0, colon), rating.movie_id) ||
            !parse_whole(pair.substr(colon + 1), rating.rating) ||
            !domain::is_valid_rating(rating.rating))
            throw domain::InvalidInput(
                fmt::format("\"{}\" is not a rating. Write them as movie:stars with 0.5 to 5 "
                            "stars, as in --ratings 1:5,260:4.",
                            pair));
        ratings.push_back(rating);
    }
    return ratings;
}

/// The request that the options stand for.
[[nodiscard]] application::NewUserRecommendationRequest request_of(
    const RecommendOptions& options) {
    application::NewUserRecommendationRequest request = options.request;
    if (!options.ratings.empty()) request.ratings = parse_ratings(options.ratings);
    if (!options.gender.empty())
        request.gender = json::enumerator_named<application::GenderLetter>(options.gender);
    if (!options.strategy.empty())
        request.strategy = json::enumerator_named<application::Strategy>(options.strategy);
    if (!options.genres.empty()) request.genres = options.genres;
    if (const auto rule = broken_rule(request))
        throw domain::InvalidInput(
            "Give either --user or what is known of the person (--age, --gender, "
            "--occupation, --ratings), not both.");
    return request;
}

[[nodiscard]] std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

[[nodiscard]] std::string readable(const application::Reason& reason) {
    return fmt::format("{} (+{:.1f})", reason.title.value_or("who you are"), 100 * reason.effect);
}

[[nodiscard]] std::string table_of(const application::RecommendationResultResponse& response) {
    const bool has_reasons =
        !response.recommendations.empty() && response.recommendations.front().reasons;
    std::vector<Table::Column> columns = {{.heading = "#", .right_aligned = true},
                                          {"title"},
                                          {"genres"},
                                          {.heading = "match", .right_aligned = true}};
    if (has_reasons) columns.push_back({"because of"});
    Table table(columns);
    std::size_t rank = 0;
    for (const application::RecommendedMovie& movie : response.recommendations) {
        std::vector<std::string> row = {std::to_string(++rank), movie.title, joined(movie.genres),
                                        fmt::format("{:.0f} %", 100 * movie.similarity_score)};
        if (has_reasons) {
            std::vector<std::string> reasons;
            for (const application::Reason& reason : *movie.reasons)
                reasons.push_back(readable(reason));
            row.push_back(joined(reasons));
        }
        table.add_row(std::move(row));
    }
    return table.text();
}

void recommend(CommandContext& context, const RecommendOptions& options) {
    const application::NewUserRecommendationRequest request = request_of(options);
    WarningsAlone logger(context.logger());
    application::ModelProvider models(context.models(), context.movies(), logger);
    models.refresh();
    if (const application::ModelState state = models.state(); !state.problem.empty())
        throw domain::Unavailable(state.problem);
    const application::RecommendForProfile recommend_for_profile(models, context.user_profiles(),
                                                                 context.movies(), context.clock());
    const auto response = recommend_for_profile(request);
    if (options.as_json)
        std::cout << json::to_json(response) << "\n";
    else if (response.recommendations.empty())
        std::cout << "No movie is left to recommend with these wishes.\n";
    else
        std::cout << table_of(response);
}

}  // namespace

void add_recommend_command(CLI::App& app, CommandContext& context) {
    CLI::App* command =
        app.add_subcommand("recommend", "Recommend movies to a user, or to somebody you describe");
    const auto options = std::make_shared<RecommendOptions>();
    command->add_option("--user", options->request.user_id, "A user of the imported data set");
    command->add_option("--ratings", options->ratings,
                        "What the person rated: movie:stars, as in 1:5,260:4");
    command->add_option("--age", options->request.age, "Years")
        ->check(CLI::Range(0, domain::kHighestAge));
    command->add_option("--gender", options->gender, "F or M")->transform(one_of({"F", "M"}));
    command->add_option("--occupation", options->request.occupation, "MovieLens 1M's code, 0 to 20")
        ->check(CLI::Range(0, domain::kOccupations - 1));
    command->add_option("-n,--number", options->request.num_recommendations, "Movies wanted")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--genre", options->genres,
                        "Only movies of this genre; may be given again");
    command->add_option("--strategy", options->strategy, "Where candidates come from")
        ->transform(one_of({"exhaustive", "hybrid", "popularity", "collaborative", "content"}));
    command
        ->add_option("--diversity", options->request.diversity,
                     "0: by score alone; 1: as varied as can be")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag(
        "--explain", [options](std::int64_t count) { options->request.explain = count > 0; },
        "Also name the parts of the profile that raised each score");
    command->add_flag("--json", options->as_json, "Print JSON, as the HTTP answer has it");
    command->callback([&context, options] { recommend(context, *options); });
}

}  // namespace neurec::presentation::cli
