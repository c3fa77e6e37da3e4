#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace neurec::tests {

namespace {

[[nodiscard]] sockaddr_in address_of(const std::string& host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    return address;
}

/// The head's status and headers; `head` ends before the empty line.
[[nodiscard]] HttpAnswer parse_head(std::string_view head) {
    HttpAnswer answer;
    answer.status = std::stoi(std::string(head.substr(head.find(' ') + 1, 3)));
    std::size_t line = head.find("\r\n");
    while (line != std::string_view::npos && line + 2 < head.size()) {
        const std::size_t begin = line + 2;
        line = head.find("\r\n", begin);
        const std::string_view text = head.substr(begin, line - begin);
        std::string name(text.substr(0, text.find(':')));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers[name] = std::string(text.substr(std::min(text.find(':') + 2, text.size())));
    }
    return answer;
}

MakeObserver make_observer = nullptr;

}  // namespace

void observe_connections(MakeObserver make) {
    make_observer = make;
}

RawConnection RawConnection::unobserved(std::uint16_t port) {
    RawConnection connection(port);
    connection.observer_.reset();
    return connection;
}

RawConnection::RawConnection(std::uint16_t port, const std::string& source)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const sockaddr_in from = address_of(source, 0);
    const sockaddr_in to = address_of("127.0.0.1", port);
    // The port is chosen when connecting, so that those of connections closed a moment ago can be
    // taken again: there are 28,000, and tests open more than that in a minute.
    const int on = 1;
    if (socket_ < 0 ||
        setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on)) != 0 ||
        bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof(from)) != 0 ||
        connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0)
        throw std::runtime_error("cannot connect to port " + std::to_string(port));
    if (make_observer != nullptr) observer_ = make_observer(port);
}

RawConnection::~RawConnection() {
    if (socket_ >= 0) close(socket_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      received_(std::move(other.received_)),
      observer_(std::move(other.observer_)) {}

RawConnection& RawConnection::operator=(RawConnection&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(received_, other.received_);
    std::swap(observer_, other.observer_);
    return *this;
}

bool RawConnection::send(std::string_view bytes) const {
    if (observer_) observer_->sent(bytes);
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawConnection::finish_sending() const {
    shutdown(socket_, SHUT_WR);
}

RawConnection::Read RawConnection::read_some(std::chrono::steady_clock::time_point until) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (left.count() < 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0)
        return Read::nothing;
    std::array<char, 16384> bytes;
    const ssize_t read = recv(socket_, bytes.data(), bytes.size(), 0);
    if (read <= 0) return Read::closed;
    received_.append(bytes.data(), static_cast<std::size_t>(read));
    return Read::bytes;
}

std::optional<HttpAnswer> RawConnection::read_answer(bool is_head,
                                                     std::chrono::milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const std::size_t end = received_.find("\r\n\r\n");
        if (end != std::string::npos) {
            HttpAnswer answer = parse_head(std::string_view(received_).substr(0, end));
            const bool has_no_body =
                is_head || answer.status < 200 || answer.status == 204 || answer.status == 304;
            const std::size_t length =
                has_no_body ? 0 : std::stoul(answer.headers.at("content-length"));
            if (received_.size() >= end + 4 + length) {
                answer.body = received_.substr(end + 4, length);
                received_.erase(0, end + 4 + length);
                if (observer_) observer_->answered(answer);
                return answer;
            }
        }
        if (read_some(until) != Read::bytes) return std::nullopt;
    }
}

bool RawConnection::is_closed_by_server(std::chrono::milliseconds limit) {
    return received_.empty() && read_some(std::chrono::steady_clock::now() + limit) == Read::closed;
}

std::string request_bytes(std::string_view method, std::string_view target, std::string_view body,
                          std::string_view headers) {
    std::string bytes =
        std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    bytes += headers;
    const bool has_type = headers.find("Content-Type:") != std::string_view::npos;
    if (!body.empty() && !has_type) bytes += "Content-Type: application/json\r\n";
    if (!body.empty() || method == "POST")
        bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return bytes + "\r\n" + std::string(body);
}

HttpAnswer exchange(std::uint16_t port, std::string_view method, std::string_view target,
                    std::string_view body, std::string_view headers) {
    RawConnection connection(port);
    connection.send(request_bytes(method, target, body, headers));
    return connection.read_answer(method == "HEAD").value_or(HttpAnswer{});
}

}  // namespace neurec::tests
