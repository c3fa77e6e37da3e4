#include "domain/random.hpp"

#include <cmath>
#include <numbers>

namespace neurec::domain {

namespace {

/// SplitMix64's output function (Steele, Lea and Flood, 2014): close inputs give unrelated outputs.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index)
    : engine_(mixed(mixed(mixed(seed) ^ stream) ^ index)) {}

std::uint64_t Random::below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(engine_()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const std::uint64_t threshold = (0 - bound) % bound;
        while (static_cast<std::uint64_t>(product) < threshold)
            product = static_cast<Wide>(engine_()) * bound;
    }
    return static_cast<std::uint64_t>(product >> 64U);
}

double Random::normal() {
    const double radius = std::sqrt(2 * exponential());
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Random::exponential() {
    return -std::log1p(-uniform()) + 0x1.0p-60;
}

}  // namespace neurec::domain
