#include "presentation/http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "domain/errors.hpp"

namespace neurec::presentation::http {

namespace {

constexpr IpAddress::Bytes kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kV4Offset = 12;
constexpr unsigned kBits = 128;
constexpr unsigned kV4PrefixBits = 96;

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// "192.0.2.1:1234" and "[2001:db8::1]:1234" without their ports.
[[nodiscard]] std::string_view without_port(std::string_view entry) {
    if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
    const std::size_t colon = entry.find(':');
    const bool is_v4_with_port =
        colon != std::string_view::npos && entry.find(':', colon + 1) == std::string_view::npos;
    return is_v4_with_port ? entry.substr(0, colon) : entry;
}

/// Whether `bytes` has a bit set from position `from` on.
[[nodiscard]] bool has_bits_from(const IpAddress::Bytes& bytes, unsigned from) {
    for (unsigned bit = from; bit < kBits; ++bit)
        if ((bytes[bit / 8] >> (7U - bit % 8)) & 1U) return true;
    return false;
}

[[noreturn]] void refuse_network(std::string_view text) {
    throw domain::InvalidInput("\"" + std::string(text) +
                               "\" is no network: give an address, or a network's first address "
                               "with its bits, such as 10.0.0.0/8 or 2001:db8::/32.");
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return std::nullopt;
    IpAddress result;
    if (inet_pton(AF_INET6, terminated.c_str(), result.bytes_.data()) == 1) return result;
    result.bytes_ = kV4Prefix;
    if (inet_pton(AF_INET, terminated.c_str(), &result.bytes_[kV4Offset]) == 1) return result;
    return std::nullopt;
}

IpAddress IpAddress::subscriber() const {
    constexpr std::size_t kSubscriberBytes = 8;
    if (is_v4()) return *this;
    Bytes first{};
    std::copy_n(bytes_.begin(), kSubscriberBytes, first.begin());
    return IpAddress(first);
}

bool IpAddress::is_v4() const {
    return std::equal(kV4Prefix.begin(), kV4Prefix.begin() + kV4Offset, bytes_.begin());
}

bool IpAddress::is_loopback() const {
    if (is_v4()) return bytes_[kV4Offset] == 127;
    Bytes loopback{};
    loopback.back() = 1;
    return bytes_ == loopback;
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (is_v4())
        inet_ntop(AF_INET, &bytes_[kV4Offset], out.data(), out.size());
    else
        inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
    return out.data();
}

Network Network::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) refuse_network(text);
    const unsigned offset = address->is_v4() ? kV4PrefixBits : 0;
    unsigned bits = kBits;
    if (slash != std::string_view::npos) {
        const std::string_view number = text.substr(slash + 1);
        const auto [parsed, error] = std::from_chars(number.begin(), number.end(), bits);
        if (error != std::errc() || parsed != number.end() || bits > kBits - offset)
            refuse_network(text);
        bits += offset;
    }
    if (has_bits_from(address->bytes(), bits)) refuse_network(text);
    return {*address, bits};
}

bool Network::contains(const IpAddress& address) const {
    IpAddress::Bytes difference{};
    std::ranges::transform(first_.bytes(), address.bytes(), difference.begin(),
                           [](std::uint8_t a, std::uint8_t b) { return a ^ b; });
    for (unsigned i = 0; i < bits_ / 8; ++i)
        if (difference[i] != 0) return false;
    return bits_ % 8 == 0 || (difference[bits_ / 8] >> (8U - bits_ % 8)) == 0;
}

bool is_in(std::span<const Network> networks, const IpAddress& address) {
    return std::ranges::any_of(networks,
                               [&](const Network& each) { return each.contains(address); });
}

IpAddress client_of(const IpAddress& peer, std::span<const std::string_view> forwarded_for,
                    std::span<const Network> trusted_proxies) {
    IpAddress client = peer;
    for (std::size_t header = forwarded_for.size(); header > 0; --header) {
        std::string_view rest = forwarded_for[header - 1];
        for (bool has_more = true; has_more;) {
            if (!is_in(trusted_proxies, client)) return client;
            const std::size_t comma = rest.rfind(',');
            has_more = comma != std::string_view::npos;
            const std::string_view entry = has_more ? rest.substr(comma + 1) : rest;
            const auto address = IpAddress::parse(without_port(trimmed(entry)));
            if (!address) return client;
            client = *address;
            if (has_more) rest = rest.substr(0, comma);
        }
    }
    return client;
}

}  // namespace neurec::presentation::http
