#include "infrastructure/deep_learning/model_tensors.hpp"

#include <algorithm>
#include <string>

#include "infrastructure/deep_learning/damage.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

// One description of the model's tensors for both directions: `describe` calls the visitor for each
// part with its name. Writing visits const weights, reading weights to be filled.

template <class Visitor, class LinearPart>
void describe_linear(Visitor& visit, const std::string& name, LinearPart& layer) {
    visit.matrix(name + ".weight", layer.weight);
    visit.floats(name + ".bias", layer.bias);
}

template <class Visitor, class NormPart>
void describe_norm(Visitor& visit, const std::string& name, NormPart& norm) {
    visit.floats(name + ".weight", norm.scale);
    visit.floats(name + ".bias", norm.shift);
    visit.floats(name + ".running_mean", norm.mean);
    visit.floats(name + ".running_var", norm.variance);
    visit.number(name + ".eps", norm.epsilon);
}

template <class Visitor, class Weights>
void describe_towers(Visitor& visit, Weights& weights) {
    auto& user = weights.user_tower;
    describe_linear(visit, "user_tower.input", user.input);
    if (visit.present("user_tower.liked_bag.weight", user.liked_bag))
        visit.matrix("user_tower.liked_bag.weight", *user.liked_bag);
    if (visit.present("user_tower.disliked_bag.weight", user.disliked_bag))
        visit.matrix("user_tower.disliked_bag.weight", *user.disliked_bag);
    describe_norm(visit, "user_tower.input_norm", user.input_norm);
    describe_linear(visit, "user_tower.hidden", user.hidden);
    describe_norm(visit, "user_tower.hidden_norm", user.hidden_norm);

    auto& movie = weights.movie_tower;
    if (visit.present("movie_tower.movie_vector.weight", movie.movie_vector))
        visit.matrix("movie_tower.movie_vector.weight", *movie.movie_vector);
    if (visit.present("movie_tower.unseen_vector.weight", movie.unseen_vector))
        describe_linear(visit, "movie_tower.unseen_vector", *movie.unseen_vector);
    describe_linear(visit, "movie_tower.input", movie.input);
    describe_norm(visit, "movie_tower.input_norm", movie.input_norm);
    describe_linear(visit, "movie_tower.hidden", movie.hidden);
    describe_norm(visit, "movie_tower.hidden_norm", movie.hidden_norm);
    describe_linear(visit, "movie_tower.output", movie.output);
}

template <class Visitor, class Path>
void describe_demographic_path(Visitor& visit, Path& path) {
    visit.matrix("demographic_path.weight", path.weight);
    if (visit.present("demographic_path.half_history", path.half_history))
        visit.number("demographic_path.half_history", *path.half_history);
}

template <class Visitor, class Path>
void describe_item_item_path(Visitor& visit, Path& path) {
    visit.counts("item_item_path.begin", path.begin);
    visit.counts("item_item_path.movie", path.movie);
    visit.floats("item_item_path.coefficient", path.coefficient);
    visit.number("item_item_path.weight", path.weight);
    visit.number("item_item_path.half_history", path.half_history);
    if (visit.present("item_item_path.steepness", path.steepness))
        visit.number("item_item_path.steepness", *path.steepness);
}

template <class Visitor, class CalibrationPart>
void describe_calibration(Visitor& visit, CalibrationPart& calibration) {
    visit.number("calibration.scale", calibration.scale);
    visit.number("calibration.offset", calibration.offset);
    if (!visit.present("calibration.from_ratings", calibration.curves)) return;
    visit.counts("calibration.from_ratings", calibration.curves->from_ratings);
    visit.floats("calibration.slope", calibration.curves->slope);
    visit.floats("calibration.shift", calibration.curves->shift);
    visit.matrix("calibration.bend_at", calibration.curves->bend_at);
    visit.matrix("calibration.bend", calibration.curves->bend);
}

template <class Visitor, class Weights>
void describe_paths(Visitor& visit, Weights& weights) {
    if (visit.present("fusion_head.input.weight", weights.fusion_head)) {
        describe_linear(visit, "fusion_head.input", weights.fusion_head->input);
        describe_linear(visit, "fusion_head.hidden", weights.fusion_head->hidden);
        describe_linear(visit, "fusion_head.output", weights.fusion_head->output);
    }
    if (visit.present("dot_path.interaction.weight", weights.dot_path)) {
        visit.matrix("dot_path.interaction.weight", weights.dot_path->interaction);
        visit.floats("dot_path.movie_bias", weights.dot_path->movie_bias);
        visit.number("dot_path.unseen_bias", weights.dot_path->unseen_bias);
        if (visit.present("dot_path.content_bias", weights.dot_path->content_bias))
            visit.floats("dot_path.content_bias", *weights.dot_path->content_bias);
    }
    if (visit.present("demographic_path.weight", weights.demographic_path))
        describe_demographic_path(visit, *weights.demographic_path);
    if (visit.present("item_item_path.begin", weights.item_item_path))
        describe_item_item_path(visit, *weights.item_item_path);
}

template <class Visitor, class Weights>
void describe(Visitor& visit, Weights& weights) {
    visit.integers("movie_ids", weights.movie_ids);
    visit.counts("movie_likes", weights.movie_likes);
    describe_towers(visit, weights);
    describe_paths(visit, weights);
    if (visit.present("recency.boost", weights.recency)) {
        visit.number("recency.boost", weights.recency->boost);
        visit.number("recency.span", weights.recency->span);
        visit.number("recency.session", weights.recency->session);
    }
    describe_calibration(visit, weights.calibration);
}

class WritingVisitor {
  public:
    explicit WritingVisitor(TensorFileWriter& file) : file_(file) {}
    template <class Part>
    bool present(const std::string&, const std::optional<Part>& part) {
        return part.has_value();
    }
    void matrix(const std::string& name, const Matrix& matrix) {
        file_.add(name, matrix.values, {matrix.rows, matrix.cols});
    }
    void floats(const std::string& name, const std::vector<float>& values) {
        file_.add(name, values, {values.size()});
    }
    void number(const std::string& name, const float& value) { file_.add(name, value); }
    void counts(const std::string& name, const std::vector<std::uint32_t>& values) {
        file_.add(name, std::span(values));
    }
    void integers(const std::string& name, const std::vector<std::int64_t>& values) {
        file_.add(name, std::span(values));
    }

  private:
    TensorFileWriter& file_;
};

class ReadingVisitor {
  public:
    explicit ReadingVisitor(const TensorFile& file) : file_(file) {}
    template <class Part>
    bool present(const std::string& name, std::optional<Part>& part) {
        if (file_.has(name)) part.emplace();
        return part.has_value();
    }
    void matrix(const std::string& name, Matrix& matrix) {
        const TensorShape& shape = file_.shape(name);
        if (shape.size() != 2)
            refuse_damaged(file_.file(), "the tensor " + name + " is not a matrix");
        matrix = {shape[0], shape[1], file_.floats(name)};
        ++visited_;
    }
    void floats(const std::string& name, std::vector<float>& values) {
        require_list(name);
        values = file_.floats(name);
    }
    void number(const std::string& name, float& value) {
        require_list(name);
        value = file_.number(name);
    }
    void counts(const std::string& name, std::vector<std::uint32_t>& values) {
        require_list(name);
        values = file_.counts(name);
    }
    void integers(const std::string& name, std::vector<std::int64_t>& values) {
        require_list(name);
        values = file_.integers(name);
    }
    void require_nothing_else() const {
        if (visited_ != file_.size())
            refuse_damaged(file_.file(), "it holds tensors that no model of this format has");
    }

  private:
    void require_list(const std::string& name) {
        if (file_.shape(name).size() != 1)
            refuse_damaged(file_.file(), "the tensor " + name + " is not one-dimensional");
        ++visited_;
    }

    const TensorFile& file_;
    std::size_t visited_ = 0;
};

template <class Visitor, class Candidates>
void describe_lists(Visitor& visit, Candidates& candidates) {
    visit.counts("user_likes.begin", candidates.user_likes.begin);
    visit.counts("user_likes.movie", candidates.user_likes.movie);
    visit.counts("co_liked.begin", candidates.co_liked.begin);
    visit.counts("co_liked.movie", candidates.co_liked.movie);
    visit.floats("co_liked.weight", candidates.co_liked.weight);
}

void require_sound(const retrieval::MovieLists& lists, std::size_t movies, bool weighted,
                   const std::string& name, const std::filesystem::path& file) {
    const bool rows = !lists.begin.empty() && lists.begin.front() == 0 &&
                      std::ranges::is_sorted(lists.begin) &&
                      lists.begin.back() == lists.movie.size();
    const bool known =
        std::ranges::all_of(lists.movie, [&](std::uint32_t movie) { return movie < movies; });
    if (!rows || !known || lists.weight.size() != (weighted ? lists.movie.size() : 0))
        refuse_damaged(file, "the lists " + name + " do not hold together");
}

}  // namespace

void add_tensors(const ModelWeights& weights, TensorFileWriter& file) {
    WritingVisitor visitor(file);
    describe(visitor, weights);
}

ModelWeights weights_from(const TensorFile& file) {
    ModelWeights weights;
    ReadingVisitor visitor(file);
    describe(visitor, weights);
    visitor.require_nothing_else();
    return weights;
}

void add_tensors(const retrieval::CandidateArtefacts& candidates, TensorFileWriter& file) {
    WritingVisitor visitor(file);
    describe_lists(visitor, candidates);
}

void read_lists(const TensorFile& file, std::size_t movies,
                retrieval::CandidateArtefacts& candidates) {
    ReadingVisitor visitor(file);
    describe_lists(visitor, candidates);
    visitor.require_nothing_else();
    require_sound(candidates.user_likes, movies, false, "user_likes", file.file());
    require_sound(candidates.co_liked, movies, true, "co_liked", file.file());
    if (candidates.co_liked.rows() != movies)
        refuse_damaged(file.file(), "the lists co_liked are not one a movie");
}

}  // namespace neurec::infrastructure::deep_learning
