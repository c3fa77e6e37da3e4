#include "presentation/http/client_address.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "domain/errors.hpp"

namespace neurec::presentation::http {
namespace {

IpAddress address(std::string_view text) {
    return IpAddress::parse(text).value();
}

TEST(IpAddress, IsTheSameHoweverItIsWritten) {
    EXPECT_EQ(address("::ffff:192.0.2.1"), address("192.0.2.1"));
    EXPECT_EQ(address("2001:db8:0:0::1"), address("2001:DB8::1"));
    EXPECT_NE(address("192.0.2.1"), address("192.0.2.2"));
}

TEST(IpAddress, IsWrittenAsPeopleWriteIt) {
    EXPECT_EQ(address("::ffff:192.0.2.1").text(), "192.0.2.1");
    EXPECT_EQ(address("2001:db8:0:0::1").text(), "2001:db8::1");
}

TEST(IpAddress, RefusesWhatIsNone) {
    for (const std::string_view text : {"", "localhost", "1.2.3", "1.2.3.256", "01.2.3.4",
                                        "1.2.3.4 ", "1.2.3.4:5", "::1%lo", "[::1]", ":::"})
        EXPECT_FALSE(IpAddress::parse(text).has_value()) << text;
    EXPECT_FALSE(IpAddress::parse(std::string_view("1.2.3.4\0x", 9)).has_value());
}

TEST(IpAddress, KnowsThisMachine) {
    EXPECT_TRUE(address("127.8.9.1").is_loopback());
    EXPECT_TRUE(address("::1").is_loopback());
    EXPECT_TRUE(address("::ffff:127.0.0.1").is_loopback());
    EXPECT_FALSE(address("128.0.0.1").is_loopback());
    EXPECT_FALSE(address("::2").is_loopback());
}

TEST(Network, ContainsWhatSharesItsPrefix) {
    const Network ten = Network::parse("10.0.0.0/8");
    EXPECT_TRUE(ten.contains(address("10.255.0.1")));
    EXPECT_TRUE(ten.contains(address("::ffff:10.1.1.1")));
    EXPECT_FALSE(ten.contains(address("11.0.0.1")));
    const Network odd = Network::parse("192.0.2.64/26");
    EXPECT_TRUE(odd.contains(address("192.0.2.127")));
    EXPECT_FALSE(odd.contains(address("192.0.2.128")));
    EXPECT_FALSE(odd.contains(address("192.0.2.63")));
    const Network v6 = Network::parse("2001:db8::/33");
    EXPECT_TRUE(v6.contains(address("2001:db8:7fff::1")));
    EXPECT_FALSE(v6.contains(address("2001:db8:8000::1")));
    EXPECT_FALSE(v6.contains(address("192.0.2.1")));
}

TEST(Network, CanBeOneAddressOrAllOfThem) {
    EXPECT_TRUE(Network::parse("192.0.2.1").contains(address("192.0.2.1")));
    EXPECT_FALSE(Network::parse("192.0.2.1").contains(address("192.0.2.0")));
    EXPECT_TRUE(Network::parse("0.0.0.0/0").contains(address("203.0.113.9")));
    EXPECT_FALSE(Network::parse("0.0.0.0/0").contains(address("2001:db8::1")));
    EXPECT_TRUE(Network::parse("::/0").contains(address("203.0.113.9")));
}

TEST(Network, RefusesWhatIsNoneAndSaysWhatToGive) {
    for (const std::string_view text : {"", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1",
                                        "10.0.0.0/8x", "10.0.0.1/8", "2001:db8::1/64", "a/8"})
        EXPECT_THROW(static_cast<void>(Network::parse(text)), domain::InvalidInput) << text;
}

/// Behind proxies in 10/8 and ::1.
IpAddress client(std::string_view peer, const std::vector<std::string_view>& forwarded_for) {
    const std::vector<Network> trusted{Network::parse("10.0.0.0/8"), Network::parse("::1")};
    return client_of(address(peer), forwarded_for, trusted);
}

TEST(ClientOf, IsThePeerWhereThatIsNoTrustedProxy) {
    EXPECT_EQ(client("203.0.113.5", {}), address("203.0.113.5"));
    EXPECT_EQ(client("203.0.113.5", {"198.51.100.1"}), address("203.0.113.5"));
    EXPECT_EQ(client("203.0.113.5", {"10.0.0.1"}), address("203.0.113.5"));
}

TEST(ClientOf, IsTheRightMostThatNoTrustedProxyHas) {
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1"}), address("198.51.100.1"));
    EXPECT_EQ(client("10.0.0.1", {"127.0.0.1, 198.51.100.1"}), address("198.51.100.1"));
    EXPECT_EQ(client("10.0.0.1", {"127.0.0.1,198.51.100.1 , 10.9.9.9"}), address("198.51.100.1"));
    EXPECT_EQ(client("::1", {"203.0.113.7, 2001:db8::5"}), address("2001:db8::5"));
}

TEST(ClientOf, ReadsSeveralHeadersAsOneList) {
    EXPECT_EQ(client("10.0.0.1", {"1.1.1.1", "198.51.100.1", "10.0.0.2"}), address("198.51.100.1"));
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1", "203.0.113.1"}), address("203.0.113.1"));
}

TEST(ClientOf, PassesPortsOver) {
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1:8080"}), address("198.51.100.1"));
    EXPECT_EQ(client("10.0.0.1", {"[2001:db8::1]:8080"}), address("2001:db8::1"));
    EXPECT_EQ(client("10.0.0.1", {"[2001:db8::1]"}), address("2001:db8::1"));
}

TEST(ClientOf, StopsAtTheProxyThatNamesNoAddress) {
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1, unknown"}), address("10.0.0.1"));
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1, unknown, 10.0.0.2"}), address("10.0.0.2"));
    EXPECT_EQ(client("10.0.0.1", {""}), address("10.0.0.1"));
    EXPECT_EQ(client("10.0.0.1", {"[2001:db8::1"}), address("2001:db8::1"));
}

TEST(ClientOf, IsTheFirstProxyWhereAllAreTrusted) {
    EXPECT_EQ(client("10.0.0.1", {"10.0.0.3, 10.0.0.2"}), address("10.0.0.3"));
}

}  // namespace
}  // namespace neurec::presentation::http
