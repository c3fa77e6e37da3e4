#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace neurec::presentation::cli {

/// Terminal cells that UTF-8 text takes: combining marks none, East Asian wide characters two.
/// Invalid bytes count one.
std::size_t display_width(std::string_view text);

/// UTF-8 text of others (titles, names, lines of files) for a terminal: what a terminal would take
/// for a command is U+FFFD, as are line feeds and bytes that are no UTF-8.
[[nodiscard]] std::string printable(std::string_view text);

/// Text in aligned columns, two spaces apart, for a terminal.
class Table {
  public:
    struct Column {
        std::string heading;
        bool right_aligned = false;  ///< for figures
    };

    explicit Table(std::vector<Column> columns);
    /// As many cells as there are columns; they are made printable().
    void add_row(std::vector<std::string> cells);
    /// Heading, rule and rows, each ended by a newline; no trailing spaces.
    [[nodiscard]] std::string text() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace neurec::presentation::cli
