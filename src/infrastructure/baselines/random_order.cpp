#include "infrastructure/baselines/random_order.hpp"

#include <bit>
#include <cassert>

#include "domain/random.hpp"

namespace neurec::infrastructure::baselines {

namespace {

constexpr std::uint64_t kOrderStream = 0x6f72646572;

}  // namespace

std::uint64_t hash_of(const domain::UserProfile& profile) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto add = [&hash](std::uint64_t value) { hash = (hash ^ value) * 0x100000001B3U; };
    add(static_cast<std::uint64_t>(profile.demographics.age.value_or(-1)));
    add(profile.demographics.gender ? static_cast<std::uint64_t>(*profile.demographics.gender) : 9);
    add(static_cast<std::uint64_t>(profile.demographics.occupation.value_or(-1)));
    for (const domain::RatedMovie& rated : profile.ratings) {
        add(static_cast<std::uint64_t>(rated.movie.value));
        add(std::bit_cast<std::uint32_t>(rated.rating));
    }
    return hash;
}

void RandomOrder::score(const domain::UserProfile& profile, std::span<float> out) const {
    assert(out.size() == movies_);
    domain::Random random(hash_of(profile), kOrderStream);
    for (float& each : out)
        each = static_cast<float>(random.uniform());
}

}  // namespace neurec::infrastructure::baselines
