#pragma once

#include <compare>
#include <cstdint>
#include <functional>

/// Identifiers as types of their own, so that a movie's id cannot be passed where a user's is
/// meant.
namespace neurec::domain {

struct UserId {
    std::int64_t value = 0;
    auto operator<=>(const UserId&) const = default;
};

struct MovieId {
    std::int64_t value = 0;
    auto operator<=>(const MovieId&) const = default;
};

}  // namespace neurec::domain

template <>
struct std::hash<neurec::domain::UserId> {
    std::size_t operator()(neurec::domain::UserId id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};

template <>
struct std::hash<neurec::domain::MovieId> {
    std::size_t operator()(neurec::domain::MovieId id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
