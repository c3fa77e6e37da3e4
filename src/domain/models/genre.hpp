#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The one rule about the names of genres, for everything that stores, reads or filters by one.
namespace neurec::domain {

/// Bytes of the longest name.
inline constexpr std::size_t kLongestGenre = 50;

/// Without the spaces around it, and empty for what people write where there is no genre: "None",
/// "unknown", "(no genres listed)", in any case.
[[nodiscard]] std::string_view trimmed_genre(std::string_view name);

/// What all spellings of a genre have in common: trimmed, in lower case (Latin, Greek and Cyrillic
/// letters). Empty for none.
[[nodiscard]] std::string genre_key(std::string_view name);

/// The genres of a catalogue, each under one spelling: the first that was seen.
class GenreNames {
  public:
    GenreNames() = default;
    /// `known`: the earlier ones win.
    explicit GenreNames(std::span<const std::string> known);

    /// A movie's genres under their known names, each once, in their order. Names that are new are
    /// known from then on.
    [[nodiscard]] std::vector<std::string> named(std::span<const std::string> genres);

  private:
    std::unordered_map<std::string, std::string> names_;  ///< by genre_key()
};

/// Those of `names` that are spellings of `genre`, in their order; none where it is unknown.
[[nodiscard]] std::vector<std::string> spellings_of(std::string_view genre,
                                                    std::span<const std::string> names);

}  // namespace neurec::domain
