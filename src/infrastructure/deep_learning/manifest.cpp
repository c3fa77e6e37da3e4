#include "infrastructure/deep_learning/manifest.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/damage.hpp"
#include "infrastructure/deep_learning/strict_json.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

namespace json = boost::json;

constexpr std::size_t kDeepest = 8;
constexpr std::size_t kIndent = 2;

// ---- writing ----

/// Writes JSON with one member a line and numbers as short as they can be (Boost.JSON writes 0.85
/// as 8.5E-1).
class PrettyPrinter {
  public:
    std::string print(const json::value& value) {
        write(value, 0);
        return std::move(text_) + '\n';
    }

  private:
    void write(const json::value& value, std::size_t depth) {
        if (const json::object* const object = value.if_object())
            write_members(*object, depth);
        else if (const json::array* const array = value.if_array())
            write_elements(*array, depth);
        else if (const double* const number = value.if_double())
            write_number(*number);
        else
            text_ += json::serialize(value);
    }
    void write_members(const json::object& object, std::size_t depth) {
        text_ += '{';
        const char* separator = "";
        for (const auto& member : object) {
            text_ += separator;
            new_line(depth + 1);
            text_ += json::serialize(json::value(member.key())) + ": ";
            write(member.value(), depth + 1);
            separator = ",";
        }
        if (!object.empty()) new_line(depth);
        text_ += '}';
    }
    void write_elements(const json::array& array, std::size_t depth) {
        text_ += '[';
        const char* separator = "";
        for (const json::value& element : array) {
            text_ += separator;
            if (element.is_object()) new_line(depth + 1);
            write(element, depth + 1);
            separator = element.is_object() ? "," : ", ";
        }
        if (!array.empty() && array.back().is_object()) new_line(depth);
        text_ += ']';
    }
    void write_number(double number) {
        if (!std::isfinite(number))
            throw domain::InvalidInput("A figure for the model's manifest is not a finite number.");
        std::array<char, 32> digits{};
        const auto [end, error] =
            std::to_chars(digits.data(), digits.data() + digits.size(), number);
        const std::string_view written(digits.data(),
                                       static_cast<std::size_t>(end - digits.data()));
        text_ += written;
        if (written.find_first_of(".e") == std::string_view::npos) text_ += ".0";
    }
    void new_line(std::size_t depth) {
        text_ += '\n';
        text_.append(depth * kIndent, ' ');
    }

    std::string text_;
};

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 16> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const auto count = static_cast<std::size_t>(end - digits.data());
    return std::string(digits.size() - count, '0') + std::string(digits.data(), count);
}

template <class T>
json::value or_null(const std::optional<T>& value) {
    return value ? json::value(*value) : json::value(nullptr);
}

json::object to_value(const EncoderConfig& encoders) {
    return {{"history_statistics", encoders.history_statistics},
            {"genres", json::array(encoders.genres.begin(), encoders.genres.end())},
            {"year_bins", json::array(encoders.year_bins.begin(), encoders.year_bins.end())},
            {"unknown_year_column", encoders.unknown_year_column},
            {"title_buckets", encoders.title_buckets}};
}

json::object to_value(const domain::TrainingOptions& options) {
    json::object parts;
    for (const auto& [name, on] : options.parts)
        parts[name] = on;
    return {{"preset", name_of(options.preset)},
            {"parts", parts},
            {"seed", options.seed},
            {"epochs", or_null(options.epochs)},
            {"batch_size", or_null(options.batch_size)},
            {"learning_rate", or_null(options.learning_rate)},
            {"patience", or_null(options.patience)},
            {"threads", options.threads},
            {"device", options.device},
            {"resume", options.resume}};
}

json::object to_value(const domain::TrainingReport& report) {
    json::array epochs;
    for (const domain::EpochReport& epoch : report.epochs)
        epochs.push_back(json::object{{"epoch", epoch.epoch},
                                      {"loss", epoch.loss},
                                      {"validation_metric", epoch.validation_metric},
                                      {"samples_per_second", epoch.samples_per_second},
                                      {"seconds", epoch.seconds}});
    return {{"best_epoch", report.best_epoch},
            {"best_metric", report.best_metric},
            {"seconds", report.seconds},
            {"samples", report.samples},
            {"epochs", epochs}};
}

json::object to_value(const TrainingData& data) {
    return {{"fingerprint", hexadecimal(data.fingerprint)},
            {"users", data.users},
            {"movies", data.movies},
            {"ratings", data.ratings}};
}

json::object files_to_value(const std::map<std::string, FileSum>& files) {
    json::object object;
    for (const auto& [name, sum] : files)
        object[name] = json::object{{"bytes", sum.bytes}, {"sha256", sum.sha256}};
    return object;
}

// ---- reading ----

/// A value of the manifest together with its place, for messages; every access checks the type.
class Node {
  public:
    Node(const json::value& value, std::string place, const std::filesystem::path& file)
        : value_(value), place_(std::move(place)), file_(file) {}

    [[nodiscard]] Node operator[](std::string_view key) const {
        const json::value* const member = object().if_contains({key.data(), key.size()});
        if (member == nullptr) refuse("lacks " + quoted(key));
        return {*member, place_.empty() ? std::string(key) : place_ + "." + std::string(key),
                file_};
    }
    [[nodiscard]] const json::object& object() const {
        return expect(value_.if_object(), "an object");
    }
    [[nodiscard]] const json::array& array() const { return expect(value_.if_array(), "a list"); }
    [[nodiscard]] std::string text() const {
        return std::string(expect(value_.if_string(), "a text"));
    }
    [[nodiscard]] bool flag() const { return expect(value_.if_bool(), "true or false"); }
    [[nodiscard]] double number() const {
        if (!value_.is_number()) refuse("is not a number");
        const auto read = value_.to_number<double>();
        if (!std::isfinite(read)) refuse("is not a finite number");
        return read;
    }
    template <class Integer>
    [[nodiscard]] Integer integer() const {
        json::error_code error;
        const auto read = value_.is_double() ? Integer{} : value_.to_number<Integer>(error);
        if (value_.is_double() || error) refuse("is not a whole number in range");
        return read;
    }
    [[nodiscard]] bool is_null() const { return value_.is_null(); }

    /// Calls `take(name, node)` for each member of an object.
    template <class Take>
    void for_each_member(Take take) const {
        for (const auto& member : object()) {
            const std::string name(member.key());
            take(name, Node(member.value(), place_ + "." + name, file_));
        }
    }
    template <class Take>
    void for_each_element(Take take) const {
        std::size_t position = 0;
        for (const json::value& element : array())
            take(Node(element, place_ + "[" + std::to_string(position++) + "]", file_));
    }
    [[noreturn]] void refuse(const std::string& problem) const {
        refuse_damaged(file_, (place_.empty() ? "the manifest" : place_) + " " + problem);
    }

  private:
    template <class T>
    const T& expect(const T* value, const char* what) const {
        if (value == nullptr) refuse(std::string("is not ") + what);
        return *value;
    }
    static std::string quoted(std::string_view key) {
        return std::string("\"").append(key).append("\"");
    }

    const json::value& value_;
    std::string place_;
    const std::filesystem::path& file_;
};

std::uint64_t parse_fingerprint(const Node& node) {
    const std::string text = node.text();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size())
        node.refuse("is not a hexadecimal number");
    return value;
}

EncoderConfig parse_encoders(const Node& node) {
    constexpr std::uint32_t kMostBuckets = 1U << 20U;
    EncoderConfig encoders;
    encoders.history_statistics = node["history_statistics"].flag();
    node["genres"].for_each_element(
        [&](const Node& genre) { encoders.genres.push_back(genre.text()); });
    node["year_bins"].for_each_element([&](const Node& bin) {
        if (!encoders.year_bins.empty() && bin.integer<int>() <= encoders.year_bins.back())
            bin.refuse("is not later than the bin before it");
        encoders.year_bins.push_back(bin.integer<int>());
    });
    encoders.unknown_year_column = node["unknown_year_column"].flag();
    encoders.title_buckets = node["title_buckets"].integer<std::uint32_t>();
    if (encoders.title_buckets > kMostBuckets) node["title_buckets"].refuse("is too large");
    return encoders;
}

domain::ModelPreset parse_preset(const Node& node) {
    for (const domain::ModelPreset preset :
         {domain::ModelPreset::history, domain::ModelPreset::seed})
        if (node.text() == name_of(preset)) return preset;
    node.refuse("is not a preset that this program knows");
}

domain::TrainingOptions parse_options(const Node& node) {
    domain::TrainingOptions options;
    options.preset = parse_preset(node["preset"]);
    node["parts"].for_each_member(
        [&](const std::string& name, const Node& on) { options.parts[name] = on.flag(); });
    options.seed = node["seed"].integer<std::uint64_t>();
    if (!node["epochs"].is_null()) options.epochs = node["epochs"].integer<int>();
    if (!node["batch_size"].is_null()) options.batch_size = node["batch_size"].integer<int>();
    if (!node["learning_rate"].is_null()) options.learning_rate = node["learning_rate"].number();
    if (!node["patience"].is_null()) options.patience = node["patience"].integer<int>();
    options.threads = node["threads"].integer<int>();
    options.device = node["device"].text();
    options.resume = node["resume"].flag();
    return options;
}

domain::TrainingReport parse_report(const Node& node) {
    domain::TrainingReport report;
    report.best_epoch = node["best_epoch"].integer<int>();
    report.best_metric = node["best_metric"].number();
    report.seconds = node["seconds"].number();
    report.samples = node["samples"].integer<std::uint64_t>();
    node["epochs"].for_each_element([&](const Node& epoch) {
        report.epochs.push_back({epoch["epoch"].integer<int>(), epoch["loss"].number(),
                                 epoch["validation_metric"].number(),
                                 epoch["samples_per_second"].number(), epoch["seconds"].number()});
    });
    return report;
}

void refuse_newer_format(const Node& manifest, const std::filesystem::path& file) {
    const auto version = manifest["format_version"].integer<std::int64_t>();
    if (version > kModelFormatVersion)
        throw domain::Unavailable(
            file.string() + " is of model format " + std::to_string(version) +
            "; this program reads formats up to " + std::to_string(kModelFormatVersion) +
            ". Update neurec, activate another model (neurec model activate ID) or train anew "
            "(neurec train).");
    if (version < 1) manifest["format_version"].refuse("is not a format that was ever written");
}

}  // namespace

std::string_view name_of(domain::ModelPreset preset) {
    return preset == domain::ModelPreset::seed ? "seed" : "history";
}

std::string to_json(const Manifest& manifest) {
    json::object metrics;
    for (const auto& [name, value] : manifest.metrics)
        metrics[name] = value;
    const json::object object = {{"format_version", kModelFormatVersion},
                                 {"id", manifest.id},
                                 {"created_at", manifest.created_at},
                                 {"code_version", manifest.code_version},
                                 {"encoders", to_value(manifest.encoders)},
                                 {"data", to_value(manifest.data)},
                                 {"metrics", metrics},
                                 {"options", to_value(manifest.options)},
                                 {"report", to_value(manifest.report)},
                                 {"files", files_to_value(manifest.files)}};
    return PrettyPrinter().print(object);
}

Manifest parse_manifest(std::string_view text, const std::filesystem::path& file) {
    std::optional<json::object> parsed = parse_strict_object(text, kDeepest);
    if (!parsed) refuse_damaged(file, "it is not a JSON object");
    const json::value value(std::move(*parsed));
    const Node root(value, "", file);
    refuse_newer_format(root, file);

    Manifest manifest;
    manifest.id = root["id"].text();
    manifest.created_at = root["created_at"].text();
    manifest.code_version = root["code_version"].text();
    manifest.encoders = parse_encoders(root["encoders"]);
    const Node data = root["data"];
    manifest.data = {parse_fingerprint(data["fingerprint"]), data["users"].integer<std::uint64_t>(),
                     data["movies"].integer<std::uint64_t>(),
                     data["ratings"].integer<std::uint64_t>()};
    root["metrics"].for_each_member([&](const std::string& name, const Node& metric) {
        manifest.metrics[name] = metric.number();
    });
    manifest.options = parse_options(root["options"]);
    manifest.report = parse_report(root["report"]);
    root["files"].for_each_member([&](const std::string& name, const Node& entry) {
        manifest.files[name] = {entry["bytes"].integer<std::uint64_t>(), entry["sha256"].text()};
    });
    return manifest;
}

}  // namespace neurec::infrastructure::deep_learning
