#include "application/services/holdout.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <tuple>

namespace neurec::application {

namespace {

/// Streams of the evaluation seed: the choice of users must not depend on how many draws another
/// purpose makes.
constexpr std::uint64_t kHoldoutStream = 0x686f6c646f7574;

}  // namespace

Holdout hold_out(std::size_t users, double share, std::uint64_t seed) {
    assert(share >= 0 && share <= 1);
    std::vector<domain::UserIndex> order(users);
    std::iota(order.begin(), order.end(), domain::UserIndex{0});
    domain::Random random(seed, kHoldoutStream);
    random.shuffle(std::span(order));

    const auto held_out =
        static_cast<std::ptrdiff_t>(std::llround(static_cast<double>(users) * share));
    Holdout result{{order.begin() + held_out, order.end()},
                   {order.begin(), order.begin() + held_out}};
    std::ranges::sort(result.training);
    std::ranges::sort(result.held_out);
    return result;
}

std::vector<std::size_t> reveal_order(std::span<const double> weights, domain::Random& random) {
    struct Draw {
        bool never_seen;
        double key;
        std::size_t position;
    };
    std::vector<Draw> draws(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double arrival = random.exponential();
        draws[i] = {weights[i] <= 0, weights[i] > 0 ? arrival / weights[i] : arrival, i};
    }
    std::ranges::sort(draws, {}, [](const Draw& draw) {
        return std::tuple(draw.never_seen, draw.key, draw.position);
    });
    std::vector<std::size_t> order(draws.size());
    std::ranges::transform(draws, order.begin(), &Draw::position);
    return order;
}

std::size_t revealed_count(std::size_t wanted, std::size_t rated) {
    return rated == 0 ? 0 : std::min(wanted, rated - 1);
}

}  // namespace neurec::application
