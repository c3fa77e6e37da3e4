#pragma once

#include <exception>
#include <string_view>

namespace neurec::domain {

/// What the machine, or a limit of this process (`ulimit`), has no more of, where `failure` tells
/// of that: "memory", "threads or processes", "open files", "disk space". Empty for every other
/// failure.
[[nodiscard]] std::string_view exhausted_resource(const std::exception& failure) noexcept;

}  // namespace neurec::domain
