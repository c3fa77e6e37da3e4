#include "infrastructure/deep_learning/safetensors.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/json/serialize.hpp>
#include <cassert>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/damage.hpp"
#include "infrastructure/deep_learning/strict_json.hpp"

namespace neurec::infrastructure::deep_learning {

namespace {

namespace json = boost::json;

static_assert(std::endian::native == std::endian::little,
              "tensors are copied as they are in memory");

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kHeaderAlignment = 8;
constexpr std::uint64_t kLongestHeader = 1U << 20U;
constexpr std::size_t kHeaderDepth = 3;
constexpr std::string_view kMetadata = "__metadata__";

constexpr std::array<std::pair<TensorType, std::string_view>, 3> kTypeNames = {
    {{TensorType::f32, "F32"}, {TensorType::i32, "I32"}, {TensorType::i64, "I64"}}};

std::string_view name_of(TensorType type) {
    return std::ranges::find(kTypeNames, type, &std::pair<TensorType, std::string_view>::first)
        ->second;
}

std::size_t element_size(TensorType type) {
    return type == TensorType::i64 ? 8 : 4;
}

/// The type that a JSON text names, or nothing.
std::optional<TensorType> type_in(const json::value* value) {
    const json::string* const text = value == nullptr ? nullptr : value->if_string();
    if (text == nullptr) return std::nullopt;
    const auto* const found = std::ranges::find(kTypeNames, std::string_view(*text),
                                                &std::pair<TensorType, std::string_view>::second);
    if (found == kTypeNames.end()) return std::nullopt;
    return found->first;
}

/// Bytes that a tensor takes, or nothing where that is more than `most`.
std::optional<std::size_t> size_of(const TensorShape& shape, TensorType type, std::size_t most) {
    std::size_t bytes = element_size(type);
    if (std::ranges::find(shape, 0U) != shape.end()) return 0;
    for (const std::size_t extent : shape) {
        if (extent > most / bytes) return std::nullopt;
        bytes *= extent;
    }
    return bytes;
}

/// A list of whole numbers from 0 on, or nothing.
std::optional<std::vector<std::size_t>> sizes_in(const json::value* value) {
    const json::array* const array = value == nullptr ? nullptr : value->if_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::size_t> sizes;
    for (const json::value& element : *array) {
        const std::int64_t* const number = element.if_int64();
        if (number == nullptr || *number < 0) return std::nullopt;
        sizes.push_back(static_cast<std::size_t>(*number));
    }
    return sizes;
}

}  // namespace

void TensorFileWriter::add(std::string name, std::span<const float> values, TensorShape shape) {
    assert(std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>()) ==
           values.size());
    entries_.push_back({std::move(name), TensorType::f32, std::move(shape), std::as_bytes(values)});
}

void TensorFileWriter::add(std::string name, std::span<const std::int64_t> values) {
    entries_.push_back({std::move(name), TensorType::i64, {values.size()}, std::as_bytes(values)});
}

void TensorFileWriter::add(std::string name, std::span<const std::uint32_t> values) {
    constexpr std::uint32_t kMost = std::numeric_limits<std::int32_t>::max();
    if (std::ranges::any_of(values, [](std::uint32_t value) { return value > kMost; }))
        throw domain::InvalidInput("The tensor " + name + " has values beyond " +
                                   std::to_string(kMost) + ", more than the model file can hold.");
    entries_.push_back({std::move(name), TensorType::i32, {values.size()}, std::as_bytes(values)});
}

void TensorFileWriter::add(std::string name, const float& value) {
    add(std::move(name), std::span(&value, 1), {1});
}

FileSum TensorFileWriter::write(const std::filesystem::path& file) const {
    std::vector<Entry> ordered = entries_;
    std::ranges::sort(ordered, [](const Entry& a, const Entry& b) {
        const std::size_t a_size = element_size(a.type);
        const std::size_t b_size = element_size(b.type);
        return a_size != b_size ? a_size > b_size : a.name < b.name;
    });

    json::object header;
    header[kMetadata] = json::object{{"format", "pt"}};
    std::uint64_t offset = 0;
    for (const Entry& entry : ordered) {
        const json::array shape(entry.shape.begin(), entry.shape.end());
        header[entry.name] = json::object{{"dtype", name_of(entry.type)},
                                          {"shape", shape},
                                          {"data_offsets", {offset, offset + entry.bytes.size()}}};
        offset += entry.bytes.size();
    }
    std::string text = json::serialize(header);
    text.append((kHeaderAlignment - text.size() % kHeaderAlignment) % kHeaderAlignment, ' ');

    DurableFile out(file);
    const std::uint64_t length = text.size();
    out.write(std::as_bytes(std::span(&length, 1)));
    out.write(text);
    for (const Entry& entry : ordered)
        out.write(entry.bytes);
    return out.close();
}

TensorFile::TensorFile(std::vector<std::byte> bytes, std::filesystem::path file)
    : bytes_(std::move(bytes)), file_(std::move(file)) {
    std::uint64_t length = 0;
    if (bytes_.size() < kLengthBytes)
        refuse_damaged(file_, "it is too short for a safetensors file");
    std::memcpy(&length, bytes_.data(), kLengthBytes);
    if (length > kLongestHeader || length > bytes_.size() - kLengthBytes)
        refuse_damaged(file_, "its header is longer than the file or than any that we write");
    data_begin_ = kLengthBytes + length;
    const auto* const header = reinterpret_cast<const char*>(bytes_.data() + kLengthBytes);
    parse_header({header, length}, bytes_.size() - data_begin_);
    require_no_holes(bytes_.size() - data_begin_);
}

void TensorFile::parse_header(std::string_view header, std::size_t data_size) {
    const std::optional<json::object> parsed = parse_strict_object(header, kHeaderDepth);
    if (!parsed)
        refuse_damaged(file_, "its header is not a JSON object of tensors, each named once");
    for (const auto& [key, value] : *parsed) {
        if (std::string_view(key) == kMetadata) continue;
        const std::string name(key);
        const json::object* const entry = value.if_object();
        if (entry == nullptr) refuse_damaged(file_, "the tensor " + name + " has no description");
        const auto type = type_in(entry->if_contains("dtype"));
        const auto shape = sizes_in(entry->if_contains("shape"));
        const auto offsets = sizes_in(entry->if_contains("data_offsets"));
        if (!type || !shape || !offsets || offsets->size() != 2)
            refuse_damaged(file_, "the tensor " + name +
                                      " is not described as dtype F32, I32 or I64, shape and "
                                      "data_offsets");
        const std::size_t begin = (*offsets)[0];
        const std::size_t end = (*offsets)[1];
        if (begin > end || end > data_size || size_of(*shape, *type, data_size) != end - begin)
            refuse_damaged(file_,
                           "the bytes of the tensor " + name + " do not fit its shape or the file");
        tensors_.emplace(name, Tensor{*type, *shape, begin, end});
    }
}

void TensorFile::require_no_holes(std::size_t data_size) const {
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    ranges.reserve(tensors_.size());
    for (const auto& [name, tensor] : tensors_)
        ranges.emplace_back(tensor.begin, tensor.end);
    std::ranges::sort(ranges);
    std::size_t covered = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != covered) refuse_damaged(file_, "its tensors overlap or leave holes");
        covered = end;
    }
    if (covered != data_size) refuse_damaged(file_, "there are bytes after its last tensor");
}

const TensorFile::Tensor& TensorFile::find(std::string_view name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        refuse_damaged(file_, "the tensor " + std::string(name) + " is missing");
    return found->second;
}

const TensorFile::Tensor& TensorFile::find(std::string_view name, TensorType type) const {
    const Tensor& tensor = find(name);
    if (tensor.type != type)
        refuse_damaged(file_, "the tensor " + std::string(name) + " is " +
                                  std::string(name_of(tensor.type)) + ", expected " +
                                  std::string(name_of(type)));
    return tensor;
}

template <class T>
std::vector<T> TensorFile::values(const Tensor& tensor) const {
    std::vector<T> values((tensor.end - tensor.begin) / sizeof(T));
    if (!values.empty())
        std::memcpy(values.data(), bytes_.data() + data_begin_ + tensor.begin,
                    values.size() * sizeof(T));
    return values;
}

bool TensorFile::has(std::string_view name) const {
    return tensors_.contains(name);
}

const TensorShape& TensorFile::shape(std::string_view name) const {
    return find(name).shape;
}

std::vector<float> TensorFile::floats(std::string_view name) const {
    std::vector<float> read = values<float>(find(name, TensorType::f32));
    if (!std::ranges::all_of(read, [](float value) { return std::isfinite(value); }))
        refuse_damaged(
            file_, "the tensor " + std::string(name) + " has values that are not finite numbers");
    return read;
}

float TensorFile::number(std::string_view name) const {
    const std::vector<float> read = floats(name);
    if (read.size() != 1)
        refuse_damaged(file_, "the tensor " + std::string(name) + " is not a single number");
    return read.front();
}

std::vector<std::int64_t> TensorFile::integers(std::string_view name) const {
    return values<std::int64_t>(find(name, TensorType::i64));
}

std::vector<std::uint32_t> TensorFile::counts(std::string_view name) const {
    const std::vector<std::int32_t> read = values<std::int32_t>(find(name, TensorType::i32));
    if (std::ranges::any_of(read, [](std::int32_t value) { return value < 0; }))
        refuse_damaged(file_, "the tensor " + std::string(name) + " has negative values");
    return {read.begin(), read.end()};
}

}  // namespace neurec::infrastructure::deep_learning
