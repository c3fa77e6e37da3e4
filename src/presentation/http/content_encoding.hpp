#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "presentation/http/message.hpp"

namespace neurec::presentation::http {

/// A body in a coding that is not understood: 415, with those that are in Accept-Encoding.
struct UnsupportedContentCoding : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// A body that holds more than it may once it is unpacked: 413.
struct ContentTooLarge : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// A compressed body that is damaged or ends too early: 400.
struct DamagedContent : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What Accept-Encoding says of this server.
inline constexpr std::string_view kContentCodings = "gzip";

/// A request's body as its sender meant it: without its Content-Encoding, which may be gzip (or
/// x-gzip) or none.
class DecodedBody {
  public:
    /// Unpacks what is compressed, up to `request.body_limit` and no further. Throws the errors
    /// above. `request` must outlive it.
    explicit DecodedBody(const Request& request);
    DecodedBody(const DecodedBody&) = delete;
    DecodedBody& operator=(const DecodedBody&) = delete;

    [[nodiscard]] std::string_view text() const { return text_; }

  private:
    std::string unpacked_;  ///< empty where nothing had to be unpacked
    std::string_view text_;
};

}  // namespace neurec::presentation::http
