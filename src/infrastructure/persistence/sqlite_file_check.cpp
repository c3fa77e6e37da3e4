#include "infrastructure/persistence/sqlite_file_check.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "domain/errors.hpp"

namespace neurec::infrastructure::persistence {

namespace {

// The header's fields (sqlite.org/fileformat.html, 1.3), big-endian.
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kPageSizeAt = 16;  // two bytes; 1 means 65536
constexpr std::size_t kChangeCounterAt = 24;
constexpr std::size_t kPagesAt = 28;
constexpr std::size_t kCounterOfPagesAt = 92;  // the change counter when the pages were counted

using Header = std::array<char, kHeaderBytes>;

std::uint64_t number_at(const Header& header, std::size_t place, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        number = number << 8U | static_cast<unsigned char>(header[place + i]);
    return number;
}

bool has_log(const std::filesystem::path& file) {
    std::error_code error;
    for (const char* end : {"-wal", "-journal"}) {
        const std::uintmax_t bytes = std::filesystem::file_size(file.string() + end, error);
        if (!error && bytes > 0) return true;
    }
    return false;
}

}  // namespace

void require_all_pages(const std::filesystem::path& file) {
    Header header{};
    std::ifstream stream(file, std::ios::binary);
    if (has_log(file) || !stream.read(header.data(), header.size())) return;
    if (std::string_view(header.data(), kMagic.size()) != kMagic) return;
    // Written by an SQLite before 3.7.0, the number of pages is stale.
    if (number_at(header, kChangeCounterAt, 4) != number_at(header, kCounterOfPagesAt, 4)) return;
    std::uint64_t page_bytes = number_at(header, kPageSizeAt, 2);
    if (page_bytes == 1) page_bytes = 65536;
    const std::uint64_t expected = page_bytes * number_at(header, kPagesAt, 4);
    std::error_code error;
    const std::uintmax_t actual = std::filesystem::file_size(file, error);
    if (error || actual >= expected) return;
    throw domain::Unavailable("The database " + file.string() +
                              " is damaged or is no SQLite file. Restore a copy, or move it away "
                              "and import the data again. (It has " +
                              std::to_string(actual) + " bytes, its header says " +
                              std::to_string(expected) + ")");
}

}  // namespace neurec::infrastructure::persistence
