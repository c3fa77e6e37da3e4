#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace neurec::tests {

/// An answer as it came over the wire.
struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string>
        headers;  ///< names in lower case; of a repeated one the last
    std::string body;
};

/// Sees what goes over a connection.
class ConnectionObserver {
  public:
    virtual ~ConnectionObserver() = default;
    virtual void sent(std::string_view bytes) = 0;
    virtual void answered(const HttpAnswer& answer) = 0;
};

/// Has an observer made, by the server's port, for every connection of this process from here on.
using MakeObserver = std::unique_ptr<ConnectionObserver> (*)(std::uint16_t port);
void observe_connections(MakeObserver make);

/// A TCP connection to a server on this machine that sends exactly the bytes it is told to.
class RawConnection {
  public:
    /// `source`: the address to come from; 127.0.0.0/8 is all this machine.
    explicit RawConnection(std::uint16_t port, const std::string& source = "127.0.0.1");
    /// One that no observer sees.
    [[nodiscard]] static RawConnection unobserved(std::uint16_t port);
    ~RawConnection();
    RawConnection(RawConnection&& other) noexcept;
    RawConnection& operator=(RawConnection&& other) noexcept;
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    /// False where the server has closed the connection.
    bool send(std::string_view bytes) const;
    /// Says that nothing more will be sent; answers can still be read.
    void finish_sending() const;
    /// The next answer, or nothing where the connection ends or `limit` passes before one is whole.
    /// `is_head`: it has no body, whatever its Content-Length.
    std::optional<HttpAnswer> read_answer(
        bool is_head = false, std::chrono::milliseconds limit = std::chrono::seconds(10));
    /// Whether the server closes the connection within `limit`, sending nothing more.
    bool is_closed_by_server(std::chrono::milliseconds limit = std::chrono::seconds(10));

  private:
    enum class Read : std::uint8_t { bytes, closed, nothing };
    Read read_some(std::chrono::steady_clock::time_point until);

    int socket_ = -1;
    std::string received_;
    std::unique_ptr<ConnectionObserver> observer_;
};

/// "METHOD target HTTP/1.1" with Host and, for a body, its length and JSON's content type;
/// `headers` are lines that end in "\r\n", and replace the content type where they have one.
std::string request_bytes(std::string_view method, std::string_view target,
                          std::string_view body = {}, std::string_view headers = {});

/// One request on a connection of its own. Status 0 where no answer comes.
HttpAnswer exchange(std::uint16_t port, std::string_view method, std::string_view target,
                    std::string_view body = {}, std::string_view headers = {});

}  // namespace neurec::tests
