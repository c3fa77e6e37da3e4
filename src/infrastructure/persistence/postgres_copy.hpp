#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neurec::infrastructure::persistence {

/// Rows on their way into a table by COPY, some thousands a message. Several of these may be filled
/// at the same time on one connection.
class PostgresCopy {
  public:
    /// `into`: a table with its columns, "ratings (user_id, movie_id)". `connection` must outlive
    /// it.
    PostgresCopy(PGconn* connection, const std::string& into);

    // A row is a field for each column, then end_row().
    PostgresCopy& add(std::int64_t value);
    PostgresCopy& add(float value);
    PostgresCopy& add(std::string_view text);
    PostgresCopy& add(std::optional<int> value);
    void end_row();
    /// Sends what is waiting. Throws soci::soci_error, as all do.
    void flush();

  private:
    template <class Number>
    void append(Number value);
    void begin_field();

    PGconn* connection_;
    std::string command_;
    std::string rows_;
    bool in_row_ = false;
};

}  // namespace neurec::infrastructure::persistence
