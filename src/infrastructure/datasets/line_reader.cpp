#include "infrastructure/datasets/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::size_t kBuffer = 4 * LineReader::kLongestLine;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

LineReader::LineReader(ByteSource& source) : source_(source), buffer_(kBuffer) {}

bool LineReader::refill() {
    if (at_end_) return false;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::size_t count = source_.read(std::span(buffer_).subspan(end_));
    at_end_ = count == 0;
    end_ += count;
    return !at_end_;
}

bool LineReader::next() {
    std::size_t searched = 0;
    const char* newline = nullptr;
    while (true) {
        const char* const from = buffer_.data() + begin_;
        const std::size_t available = end_ - begin_;
        newline = available == searched ? nullptr
                                        : static_cast<const char*>(std::memchr(
                                              from + searched, '\n', available - searched));
        searched = available;
        if (newline != nullptr || available > kLongestLine || !refill()) break;
    }
    if (begin_ == end_) return false;

    const char* const from = buffer_.data() + begin_;
    const std::size_t length =
        newline != nullptr ? static_cast<std::size_t>(newline - from) : end_ - begin_;
    too_long_ = length > kLongestLine;
    line_ = std::string_view(from, std::min(length, kLongestLine));
    const std::size_t consumed = length + (newline != nullptr ? 1 : 0);
    begin_ += consumed;
    bytes_ += consumed;
    ++number_;
    if (too_long_ && newline == nullptr) {
        // The line stays valid while the rest of it is passed over, so its beginning is kept apart
        // from the buffer.
        kept_.assign(line_);
        line_ = kept_;
        skip_rest_of_line();
    }
    if (number_ == 1 && line_.starts_with(kByteOrderMark))
        line_.remove_prefix(kByteOrderMark.size());
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    return true;
}

void LineReader::skip_rest_of_line() {
    do {
        const char* const from = buffer_.data() + begin_;
        const void* const newline =
            begin_ == end_ ? nullptr : std::memchr(from, '\n', end_ - begin_);
        const std::size_t consumed =
            newline != nullptr
                ? static_cast<std::size_t>(static_cast<const char*>(newline) - from) + 1
                : end_ - begin_;
        begin_ += consumed;
        bytes_ += consumed;
        if (newline != nullptr) return;
    } while (refill());
}

}  // namespace neurec::infrastructure::datasets
