#include "infrastructure/onnx/onnx_model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "infrastructure/deep_learning/unseen_movies.hpp"
#include "infrastructure/onnx/graph.hpp"
#include "infrastructure/retrieval/catalogue_map.hpp"

namespace neurec::infrastructure::onnx {

namespace {

using deep_learning::kDemographicFeatures;

/// Builds one model's graph; its methods are the formula's terms.
class ModelGraph {
  public:
    ModelGraph(const std::string& id, const deep_learning::ModelWeights& weights,
               const deep_learning::EncoderConfig& encoders,
               std::span<const domain::Movie> catalogue)
        : weights_(weights),
          encoders_(encoders),
          catalogue_(catalogue),
          map_(weights.movie_ids, catalogue),
          movies_(static_cast<std::int64_t>(catalogue.size())),
          graph_("neurec", "Probability that a user likes each movie; model " + id) {
        graph_.metadata("model_id", id);
        if (!weights.recency) return;
        graph_.metadata("recency_boost", std::to_string(weights.recency->boost));
        graph_.metadata("recency_span", std::to_string(weights.recency->span));
        graph_.metadata("recency_session", std::to_string(weights.recency->session));
    }

    std::string serialised() {
        read_inputs();
        const std::string user = user_tower();
        const std::string movies = movie_tower();
        std::vector<std::string> paths;
        if (weights_.fusion_head) paths.push_back(fusion_head(user, movies));
        if (weights_.dot_path) paths.push_back(dot_path(user, movies));
        if (weights_.demographic_path) paths.push_back(demographic_path());
        if (weights_.item_item_path) paths.push_back(item_item_path());
        const std::string logits = graph_.node("logit", "Sum", paths);
        const std::string scaled =
            graph_.node("scaled_logit", "Mul",
                        {logits, graph_.constant("calibration.scale", weights_.calibration.scale)});
        const std::string calibrated = graph_.node(
            "calibrated_logit", "Add",
            {scaled, graph_.constant("calibration.offset", weights_.calibration.offset)});
        graph_.node("probability", "Sigmoid", {curved(calibrated)});
        graph_.float_output("probability", {1, movies_}, "of liking each movie, 0..1");
        add_movie_ids();
        return graph_.serialised();
    }

  private:
    void read_inputs() {
        demographics_ = graph_.input(
            "demographics", {1, kDemographicFeatures},
            "gender (+1 male, -1 female, 0 unknown), age group one-hot (7), occupation one-hot "
            "(21)");
        const std::string liked = graph_.input(
            "liked", {1, movies_}, "1 for each movie rated 4 or more, or its weight by recency");
        const std::string disliked =
            graph_.input("disliked", {1, movies_}, "1 for each movie rated less than 4");
        liked_ = known_alone("known_liked", liked);
        disliked_ = known_alone("known_disliked", disliked);
        liked_count_ = graph_.row_sum("liked_count", liked_);
        disliked_count_ = graph_.row_sum("disliked_count", disliked_);
    }

    /// A constant of that name and value, made when it is first needed.
    std::string shared(std::string& constant, const char* name, float value) {
        if (constant.empty()) constant = graph_.constant(name, value);
        return constant;
    }
    std::string one() { return shared(one_, "one", 1.0F); }
    /// Rated movies that the model knows, made when first needed: [1 × 1].
    std::string count() {
        if (count_.empty()) count_ = graph_.node("count", "Add", {liked_count_, disliked_count_});
        return count_;
    }

    /// Without the movies that the model was not trained on, which move nothing.
    std::string known_alone(const std::string& name, const std::string& rated) {
        if (known_.empty()) {
            std::vector<float> known;
            known.reserve(catalogue_.size());
            for (domain::MovieIndex movie = 0; movie < catalogue_.size(); ++movie)
                known.push_back(map_.model_position(movie) ? 1.0F : 0.0F);
            known_ = graph_.constant("known", std::span<const float>(known), {1, movies_});
        }
        return graph_.node(name, "Mul", {rated, known_});
    }

    /// Demographics, then ln(1 + ratings)/3, the share of liked ones, and 1 where there is any.
    std::string user_features() {
        if (!encoders_.history_statistics) return demographics_;
        const std::string log = graph_.node(
            "log_count", "Log", {graph_.node("count_and_one", "Add", {count(), one()})});
        const std::string scaled =
            graph_.node("scaled_log_count", "Mul", {log, graph_.constant("third", 1.0F / 3.0F)});
        const std::string share =
            graph_.node("liked_share", "Div",
                        {liked_count_, graph_.node("count_or_one", "Max", {count(), one()})});
        const std::string any = graph_.as_float(
            "any_rating",
            graph_.node("has_rating", "Greater", {count(), graph_.constant("zero", 0.0F)}));
        return graph_.concatenated("user_features", {demographics_, scaled, share, any});
    }

    /// A table of one row a movie of the model, as one row a movie of the catalogue; what the model
    /// does not know has zeros there.
    std::vector<float> for_catalogue(std::span<const float> table, std::size_t columns) const {
        std::vector<float> rows(catalogue_.size() * columns, 0.0F);
        for (domain::MovieIndex movie = 0; movie < catalogue_.size(); ++movie)
            if (const auto position = map_.model_position(movie))
                std::ranges::copy(table.subspan(*position * columns, columns),
                                  rows.begin() + static_cast<std::ptrdiff_t>(movie * columns));
        return rows;
    }

    std::vector<deep_learning::Feature> content_of(domain::MovieIndex movie) const {
        std::vector<deep_learning::Feature> features;
        deep_learning::MovieFeatureEncoder(encoders_).encode(catalogue_[movie], features);
        return features;
    }

    std::string movie_table(const std::string& name, const deep_learning::Matrix& matrix) {
        const std::vector<float> rows = for_catalogue(matrix.values, matrix.cols);
        return graph_.constant(name, std::span<const float>(rows),
                               {movies_, static_cast<std::int64_t>(matrix.cols)});
    }

    /// Σ of the bag's rows, divided by √(n + 1).
    std::string bag(const std::string& name, const deep_learning::Matrix& table,
                    const std::string& movies, const std::string& count) {
        const std::string root = graph_.node(
            name + ".root", "Sqrt", {graph_.node(name + ".count_and_one", "Add", {count, one()})});
        const std::string sum =
            graph_.node(name + ".sum", "MatMul", {movies, movie_table(name + ".weight", table)});
        return graph_.node(name, "Div", {sum, root});
    }

    std::string user_tower() {
        const deep_learning::UserTower& tower = weights_.user_tower;
        std::string x = graph_.linear("user_tower.input", tower.input, user_features());
        if (tower.liked_bag)
            x = graph_.node(
                "user_tower.with_liked", "Add",
                {x, bag("user_tower.liked_bag", *tower.liked_bag, liked_, liked_count_)});
        if (tower.disliked_bag)
            x = graph_.node("user_tower.with_disliked", "Add",
                            {x, bag("user_tower.disliked_bag", *tower.disliked_bag, disliked_,
                                    disliked_count_)});
        x = graph_.relu("user_tower.input_relu",
                        graph_.batch_norm("user_tower.input_norm", tower.input_norm, x));
        x = graph_.linear("user_tower.hidden", tower.hidden, x);
        return graph_.relu("user_tower",
                           graph_.batch_norm("user_tower.hidden_norm", tower.hidden_norm, x));
    }

    std::string movie_content() {
        const deep_learning::MovieFeatureEncoder encoder(encoders_);
        std::vector<float> content(catalogue_.size() * encoder.size());
        for (std::size_t movie = 0; movie < catalogue_.size(); ++movie)
            encoder.encode(catalogue_[movie],
                           std::span(content).subspan(movie * encoder.size(), encoder.size()));
        return graph_.constant("movie_content", std::span<const float>(content),
                               {movies_, static_cast<std::int64_t>(encoder.size())});
    }

    /// Of each movie of the catalogue; by its content where the model does not know it.
    std::string movie_vectors() {
        const deep_learning::MovieTower& tower = weights_.movie_tower;
        const std::size_t width = tower.movie_vector->cols;
        std::vector<float> rows = for_catalogue(tower.movie_vector->values, width);
        for (domain::MovieIndex movie = 0; movie < catalogue_.size(); ++movie)
            if (!map_.model_position(movie))
                deep_learning::unseen_vector(tower, content_of(movie),
                                             std::span(rows).subspan(movie * width, width));
        return graph_.constant("movie_tower.movie_vector.weight", std::span<const float>(rows),
                               {movies_, static_cast<std::int64_t>(width)});
    }

    std::string movie_tower() {
        const deep_learning::MovieTower& tower = weights_.movie_tower;
        std::string x = movie_content();
        if (tower.movie_vector) x = graph_.concatenated("movie_features", {x, movie_vectors()});
        x = graph_.linear("movie_tower.input", tower.input, x);
        x = graph_.relu("movie_tower.input_relu",
                        graph_.batch_norm("movie_tower.input_norm", tower.input_norm, x));
        x = graph_.linear("movie_tower.hidden", tower.hidden, x);
        x = graph_.relu("movie_tower.hidden_relu",
                        graph_.batch_norm("movie_tower.hidden_norm", tower.hidden_norm, x));
        return graph_.linear("movie_tower.output", tower.output, x);
    }

    std::string fusion_head(const std::string& user, const std::string& movies) {
        const deep_learning::FusionHead& head = *weights_.fusion_head;
        const std::vector<std::int64_t> shape{movies_,
                                              static_cast<std::int64_t>(weights_.tower_width())};
        const std::string repeated =
            graph_.node("user_for_each_movie", "Expand",
                        {user, graph_.constant("user_for_each_movie.shape",
                                               std::span<const std::int64_t>(shape), {2})});
        std::string x = graph_.concatenated("user_and_movie", {repeated, movies});
        x = graph_.relu("fusion_head.input_relu",
                        graph_.linear("fusion_head.input", head.input, x));
        x = graph_.relu("fusion_head.hidden_relu",
                        graph_.linear("fusion_head.hidden", head.hidden, x));
        return reshaped("fusion_head", graph_.linear("fusion_head.output", head.output, x),
                        {1, movies_});
    }

    std::string dot_path(const std::string& user, const std::string& movies) {
        const deep_learning::DotPath& path = *weights_.dot_path;
        const auto width = static_cast<std::int64_t>(weights_.tower_width());
        const Shape square{width, width};
        const std::string interaction = graph_.constant(
            "dot_path.interaction.weight", std::span<const float>(path.interaction.values), square);
        const std::string left = graph_.node("dot_path.user", "MatMul", {user, interaction});
        std::vector<float> bias = for_catalogue(path.movie_bias, 1);
        for (domain::MovieIndex movie = 0; movie < catalogue_.size(); ++movie)
            if (!map_.model_position(movie))
                bias[movie] = deep_learning::unseen_bias(path, content_of(movie));
        return graph_.node(
            "dot_path", "Add",
            {graph_.product("dot_path.product", left, movies),
             graph_.constant("dot_path.movie_bias", std::span<const float>(bias), {1, movies_})});
    }

    std::string demographic_path() {
        const deep_learning::DemographicPath& path = *weights_.demographic_path;
        std::string product = graph_.product("demographic_path.product", demographics_,
                                             movie_table("demographic_path.weight", path.weight));
        if (!path.half_history) return product;
        const std::string half =
            graph_.constant("demographic_path.half_history", *path.half_history);
        const std::string share = graph_.node(
            "demographic_path.share", "Div",
            {half, graph_.node("demographic_path.half_and_count", "Add", {half, count()})});
        return graph_.node("demographic_path", "Mul", {product, share});
    }

    /// The row of a table of one row a curve that is for this many ratings: the first row, and for
    /// each curve that is reached what its row adds to the one before. [1 × columns].
    std::string row_for_count(const std::string& name, std::span<const float> table,
                              const std::string& reached) {
        const std::size_t curves = weights_.calibration.curves->from_ratings.size();
        const std::size_t columns = table.size() / curves;
        const Shape row{1, static_cast<std::int64_t>(columns)};
        std::string first = graph_.constant(name + ".first", table.first(columns), row);
        if (curves == 1) return first;
        std::vector<float> steps;
        steps.reserve(table.size() - columns);
        for (std::size_t i = columns; i < table.size(); ++i)
            steps.push_back(table[i] - table[i - columns]);
        const std::string sum = graph_.node(
            name + ".steps_reached", "MatMul",
            {reached, graph_.constant(name + ".step", std::span<const float>(steps),
                                      {static_cast<std::int64_t>(curves) - 1, row[1]})});
        return graph_.node(name, "Add", {first, sum});
    }

    /// slope · x + shift + Σ_k bend[k] · max(0, x − bend_at[k]); x: [1 × movies].
    std::string curved(const std::string& x) {
        if (!weights_.calibration.curves) return x;
        const deep_learning::CalibrationCurves& curves = *weights_.calibration.curves;
        const std::string reached = curves_reached(curves);
        const std::string scaled =
            graph_.node("calibration.sloped", "Mul",
                        {x, row_for_count("calibration.slope", curves.slope, reached)});
        std::string line =
            graph_.node("calibration.line", "Add",
                        {scaled, row_for_count("calibration.shift", curves.shift, reached)});
        if (curves.bend.cols == 0) return line;
        const std::string beyond = graph_.relu(
            "calibration.beyond",
            graph_.node("calibration.from_bend", "Sub",
                        {reshaped("calibration.column", x, {movies_, 1}),
                         row_for_count("calibration.bend_at", curves.bend_at.values, reached)}));
        const std::string bends =
            graph_.product("calibration.bends", beyond,
                           row_for_count("calibration.bend", curves.bend.values, reached));
        return graph_.node("calibration.curved", "Add",
                           {line, reshaped("calibration.bends_row", bends, {1, movies_})});
    }

    /// 1 for each curve after the first that so many ratings reach: [1 × curves − 1].
    std::string curves_reached(const deep_learning::CalibrationCurves& curves) {
        std::vector<float> from;
        from.reserve(curves.from_ratings.size());
        for (const std::uint32_t ratings : std::span(curves.from_ratings).subspan(1))
            from.push_back(static_cast<float>(ratings) - 0.5F);
        if (from.empty()) return {};
        const std::string thresholds =
            graph_.constant("calibration.from_ratings", std::span<const float>(from),
                            {1, static_cast<std::int64_t>(from.size())});
        return graph_.as_float(
            "calibration.reached",
            graph_.node("calibration.is_reached", "Greater", {count(), thresholds}));
    }

    /// w · nᵖ/(nᵖ + hᵖ) · Σ_{j ∈ liked} B[j, m]: the liked movies' coefficients, gathered by row
    /// and added up by column.
    std::string item_item_path() {
        const deep_learning::ItemItemPath& path = *weights_.item_item_path;
        std::vector<std::int64_t> rows;
        std::vector<std::int64_t> columns;
        std::vector<float> coefficients;
        for (domain::MovieIndex movie = 0; movie < catalogue_.size(); ++movie) {
            const std::optional<std::uint32_t> row = map_.model_position(movie);
            if (!row) continue;
            for (std::uint32_t i = path.begin[*row]; i < path.begin[*row + 1]; ++i) {
                const auto column = map_.catalogue_position(path.movie[i]);
                if (!column) continue;
                rows.push_back(movie);
                columns.push_back(*column);
                coefficients.push_back(path.coefficient[i]);
            }
        }
        const Shape entries{static_cast<std::int64_t>(rows.size())};
        const std::string is_liked = graph_.node(
            "item_item_path.is_liked", "Gather",
            {reshaped("liked_vector", liked_, {movies_}),
             graph_.constant("item_item_path.row", std::span<const std::int64_t>(rows), entries)});
        const std::string updates =
            graph_.node("item_item_path.update", "Mul",
                        {is_liked, graph_.constant("item_item_path.coefficient",
                                                   std::span<const float>(coefficients), entries)});
        const std::string sums =
            graph_.scattered_sum("item_item_path.sum", movies_,
                                 graph_.constant("item_item_path.movie",
                                                 std::span<const std::int64_t>(columns), entries),
                                 updates);
        return graph_.node("item_item_path", "Mul", {sums, item_item_factor(path)});
    }

    std::string item_item_factor(const deep_learning::ItemItemPath& path) {
        const float steepness = path.steepness.value_or(1.0F);
        const std::string grown =
            graph_.node("item_item_path.grown", "Pow",
                        {liked_count_, graph_.constant("item_item_path.steepness", steepness)});
        // max: without likes and without h, 0/0 would be asked for.
        const std::string below = graph_.node(
            "item_item_path.grown_and_half", "Add",
            {graph_.node("item_item_path.grown_or_one", "Max", {grown, one()}),
             graph_.constant("item_item_path.half", std::pow(path.half_history, steepness))});
        const std::string share = graph_.node("item_item_path.share", "Div", {grown, below});
        return graph_.node("item_item_path.factor", "Mul",
                           {share, graph_.constant("item_item_path.weight", path.weight)});
    }

    std::string reshaped(const std::string& name, const std::string& x, const Shape& shape) {
        return graph_.node(
            name, "Reshape",
            {x, graph_.constant(name + ".shape", std::span<const std::int64_t>(shape),
                                {static_cast<std::int64_t>(shape.size())})});
    }

    void add_movie_ids() {
        std::vector<std::int64_t> ids;
        for (const domain::Movie& movie : catalogue_)
            ids.push_back(movie.id.value);
        graph_.node("movie_ids", "Identity",
                    {graph_.constant("catalogue", std::span<const std::int64_t>(ids), {movies_})});
        graph_.integer_output("movie_ids", {movies_}, "which movie each column is");
    }

    const deep_learning::ModelWeights& weights_;
    const deep_learning::EncoderConfig& encoders_;
    std::span<const domain::Movie> catalogue_;
    retrieval::CatalogueMap map_;
    std::int64_t movies_;
    Graph graph_;
    std::string demographics_;
    std::string known_;
    std::string liked_;     ///< [1 × movies], known ones alone
    std::string disliked_;  ///< the same
    std::string liked_count_;
    std::string disliked_count_;
    std::string one_;    ///< empty until it is needed
    std::string count_;  ///< the same
};

}  // namespace

std::string onnx_model(const std::string& id, const deep_learning::ModelWeights& weights,
                       const deep_learning::EncoderConfig& encoders,
                       std::span<const domain::Movie> catalogue) {
    return ModelGraph(id, weights, encoders, catalogue).serialised();
}

}  // namespace neurec::infrastructure::onnx
