#include "presentation/http/content_encoding.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <new>

namespace neurec::presentation::http {

namespace {

/// Reads gzip (RFC 1952).
class GzipStream {
  public:
    explicit GzipStream(std::string_view packed) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-*): zlib takes bytes as unsigned, and not const
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream_.avail_in = static_cast<uInt>(packed.size());
        constexpr int kOnlyGzip = 16;
        if (inflateInit2(&stream_, MAX_WBITS + kOnlyGzip) != Z_OK) throw std::bad_alloc();
    }
    ~GzipStream() { inflateEnd(&stream_); }
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;

    /// Fills `out` from `begin` on as far as the input goes, and says how far it is full.
    /// DamagedContent for what is not gzip.
    [[nodiscard]] std::size_t read(std::string& out, std::size_t begin) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as above
        stream_.next_out = reinterpret_cast<Bytef*>(out.data() + begin);
        stream_.avail_out = static_cast<uInt>(out.size() - begin);
        while (stream_.avail_out > 0 && !is_at_end_) {
            const int status = inflate(&stream_, Z_NO_FLUSH);
            if (status == Z_MEM_ERROR) throw std::bad_alloc();
            if (status == Z_STREAM_END) {
                // Several members one after the other are one file.
                is_at_end_ = stream_.avail_in == 0;
                if (!is_at_end_) inflateReset(&stream_);
            } else if (status != Z_OK) {
                throw DamagedContent(
                    "The request's body is not whole gzip, as its Content-Encoding says");
            }
        }
        return out.size() - stream_.avail_out;
    }
    [[nodiscard]] bool is_at_end() const { return is_at_end_; }

  private:
    z_stream stream_{};
    bool is_at_end_ = false;
};

/// At most `limit` bytes; ContentTooLarge for more.
[[nodiscard]] std::string unpacked(std::string_view packed, std::size_t limit) {
    constexpr std::size_t kFirstBytes = 16UL * 1024;
    GzipStream gzip(packed);
    std::string out;
    std::size_t bytes = 0;
    while (!gzip.is_at_end()) {
        // One byte beyond the limit tells whether there is more.
        out.resize(std::min(std::max(kFirstBytes, 2 * out.size()), limit + 1));
        bytes = gzip.read(out, bytes);
        if (bytes > limit)
            throw ContentTooLarge("The request's body is too large once it is unpacked");
    }
    out.resize(bytes);
    return out;
}

/// What all Content-Encoding headers say together, in lower case.
[[nodiscard]] std::string coding_of(const Request& request) {
    std::string coding;
    for (const auto& [name, value] : request.headers)
        if (name == "content-encoding") coding += (coding.empty() ? "" : ", ") + value;
    std::ranges::transform(coding, coding.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return coding;
}

}  // namespace

DecodedBody::DecodedBody(const Request& request) : text_(request.body) {
    const std::string coding = coding_of(request);
    if (coding.empty() || coding == "identity" || request.body.empty()) return;
    if (coding != "gzip" && coding != "x-gzip")
        throw UnsupportedContentCoding(
            "The request's Content-Encoding is not understood; send the body as it is, or gzip");
    unpacked_ = unpacked(request.body, request.body_limit);
    text_ = unpacked_;
}

}  // namespace neurec::presentation::http
