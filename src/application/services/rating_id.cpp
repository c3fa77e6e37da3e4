#include "application/services/rating_id.hpp"

#include <array>
#include <cstdint>

namespace neurec::application {

namespace {

constexpr std::uint64_t kVersion = 8;
constexpr std::uint64_t kVariant = 2;
constexpr unsigned kIdBits = 61;
constexpr std::uint64_t kIdMask = (std::uint64_t{1} << kIdBits) - 1;
constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

// The user's bits, then the movie's, fill the free bits from the top: 48, then 12 after the
// version, then 62 after the variant, the first of which is the user's last.
struct Halves {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

[[nodiscard]] Halves halves_of(std::uint64_t user, std::uint64_t movie) {
    const std::uint64_t first = user >> 13U;             // 48 bits
    const std::uint64_t second = (user >> 1U) & 0xFFFU;  // 12 bits
    const std::uint64_t third = ((user & 1U) << kIdBits) | movie;
    return {(first << 16U) | (kVersion << 12U) | second, (kVariant << 62U) | third};
}

[[nodiscard]] std::optional<unsigned> digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace

std::string rating_id(domain::UserId user, domain::MovieId movie) {
    const Halves halves = halves_of(static_cast<std::uint64_t>(user.value) & kIdMask,
                                    static_cast<std::uint64_t>(movie.value) & kIdMask);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(kForm);
    unsigned place = 0;
    for (char& c : text) {
        if (c == '-') continue;
        const std::uint64_t half = place < 16 ? halves.high : halves.low;
        c = kDigits[(half >> (60U - 4U * (place % 16U))) & 0xFU];
        ++place;
    }
    return text;
}

std::optional<std::pair<domain::UserId, domain::MovieId>> named_by_rating_id(std::string_view id) {
    if (id.size() != kForm.size()) return std::nullopt;
    std::array<std::uint64_t, 2> halves{};
    unsigned place = 0;
    for (std::size_t i = 0; i < id.size(); ++i) {
        if (kForm[i] == '-') {
            if (id[i] != '-') return std::nullopt;
            continue;
        }
        const auto digit = digit_of(id[i]);
        if (!digit) return std::nullopt;
        halves[place / 16U] = (halves[place / 16U] << 4U) | *digit;
        ++place;
    }
    const auto [high, low] = halves;
    if (((high >> 12U) & 0xFU) != kVersion || low >> 62U != kVariant) return std::nullopt;
    const std::uint64_t user =
        ((high >> 16U) << 13U) | ((high & 0xFFFU) << 1U) | ((low >> kIdBits) & 1U);
    return std::pair{domain::UserId{static_cast<std::int64_t>(user)},
                     domain::MovieId{static_cast<std::int64_t>(low & kIdMask)}};
}

}  // namespace neurec::application
