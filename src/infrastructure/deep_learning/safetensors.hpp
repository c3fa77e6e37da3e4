#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "infrastructure/deep_learning/durable_file.hpp"

/// The safetensors format (github.com/huggingface/safetensors): 8 bytes of header length,
/// little-endian; a JSON header {"name": {"dtype", "shape", "data_offsets"}}, padded with spaces;
/// the tensors' bytes, little-endian and without holes. Of its types we use F32, I32 and I64, which
/// every reader of the format knows.
namespace neurec::infrastructure::deep_learning {

enum class TensorType : std::uint8_t { f32, i32, i64 };

using TensorShape = std::vector<std::size_t>;

/// Collects tensors and writes them as one file. Keeps views: what was added must live until
/// write().
class TensorFileWriter {
  public:
    void add(std::string name, std::span<const float> values, TensorShape shape);
    void add(std::string name, std::span<const std::int64_t> values);
    /// As I32; a value beyond its range is InvalidInput.
    void add(std::string name, std::span<const std::uint32_t> values);
    /// A single number, of shape [1].
    void add(std::string name, const float& value);

    /// Writes the widest types first, within a type by name, so that every tensor is aligned to its
    /// elements.
    FileSum write(const std::filesystem::path& file) const;

  private:
    struct Entry {
        std::string name;
        TensorType type;
        TensorShape shape;
        std::span<const std::byte> bytes;
    };
    std::vector<Entry> entries_;
};

/// A safetensors file in memory, verified: a header that is not exactly right (types, shapes
/// against sizes, ranges that overlap, leave holes or leave the file, names twice) is
/// domain::Unavailable.
class TensorFile {
  public:
    /// `file` is for messages.
    TensorFile(std::vector<std::byte> bytes, std::filesystem::path file);

    [[nodiscard]] bool has(std::string_view name) const;
    /// Number of dimensions and their sizes. A name that is not there is Unavailable.
    [[nodiscard]] const TensorShape& shape(std::string_view name) const;
    /// Values, whatever the shape. A tensor of another type, or a number that is not finite, is
    /// Unavailable.
    [[nodiscard]] std::vector<float> floats(std::string_view name) const;
    [[nodiscard]] float number(std::string_view name) const;
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const;
    /// I32 values, none negative.
    [[nodiscard]] std::vector<std::uint32_t> counts(std::string_view name) const;
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] std::size_t size() const { return tensors_.size(); }

  private:
    struct Tensor {
        TensorType type;
        TensorShape shape;
        std::size_t begin;
        std::size_t end;
    };
    void parse_header(std::string_view header, std::size_t data_size);
    void require_no_holes(std::size_t data_size) const;
    [[nodiscard]] const Tensor& find(std::string_view name) const;
    [[nodiscard]] const Tensor& find(std::string_view name, TensorType type) const;
    template <class T>
    [[nodiscard]] std::vector<T> values(const Tensor& tensor) const;

    std::vector<std::byte> bytes_;
    std::filesystem::path file_;
    std::size_t data_begin_ = 0;
    std::map<std::string, Tensor, std::less<>> tensors_;
};

}  // namespace neurec::infrastructure::deep_learning
