#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace neurec::presentation::http {

/// An IPv4 or IPv6 address. IPv4 is kept as ::ffff:a.b.c.d, so that an address is the same however
/// it came in.
class IpAddress {
  public:
    using Bytes = std::array<std::uint8_t, 16>;

    IpAddress() = default;  ///< ::
    explicit IpAddress(const Bytes& bytes) : bytes_(bytes) {}
    /// "192.0.2.1" or "2001:db8::1"; nothing for anything else.
    [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);

    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    [[nodiscard]] bool is_v4() const;
    [[nodiscard]] bool is_loopback() const;
    /// As parse() reads it: IPv4 in dots.
    [[nodiscard]] std::string text() const;
    /// What limits per address count by: an IPv4 address itself; of an IPv6 address the first 64
    /// bits, since one subscriber has all that begin with them.
    [[nodiscard]] IpAddress subscriber() const;
    auto operator<=>(const IpAddress&) const = default;

  private:
    Bytes bytes_{};
};

/// The addresses that share a prefix.
class Network {
  public:
    /// "10.0.0.0/8", "2001:db8::/32" or one address. InvalidInput for anything else, and for bits
    /// set beyond the prefix, which are a slip.
    [[nodiscard]] static Network parse(std::string_view text);
    [[nodiscard]] bool contains(const IpAddress& address) const;

  private:
    Network(const IpAddress& first, unsigned bits) : first_(first), bits_(bits) {}
    IpAddress first_;
    unsigned bits_;  ///< of 128
};

[[nodiscard]] bool is_in(std::span<const Network> networks, const IpAddress& address);

/// Who makes a request that `peer` sends. A peer that is no trusted proxy speaks for itself. What
/// trusted proxies say in X-Forwarded-For (`forwarded_for`: the headers' values, in their order) is
/// followed from the right, for anyone may have written what is on the left: the first address that
/// is no trusted proxy's is the client. An entry that is no address ends the search at the proxy
/// that reported it. An entry's port is passed over.
[[nodiscard]] IpAddress client_of(const IpAddress& peer,
                                  std::span<const std::string_view> forwarded_for,
                                  std::span<const Network> trusted_proxies);

}  // namespace neurec::presentation::http
