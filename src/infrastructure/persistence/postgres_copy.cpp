#include "infrastructure/persistence/postgres_copy.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <charconv>
#include <memory>

namespace neurec::infrastructure::persistence {

namespace {

/// Bytes that are collected before they are sent.
constexpr std::size_t kMessage = 256UL * 1024;

struct ResultDeleter {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// Throws unless the server is where it should be.
void require(PGconn* connection, const Result& result, ExecStatusType wanted) {
    if (PQresultStatus(result.get()) == wanted) return;
    const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw soci::postgresql_soci_error(PQerrorMessage(connection),
                                      state == nullptr ? "08006" : state);
}

}  // namespace

PostgresCopy::PostgresCopy(PGconn* connection, const std::string& into)
    : connection_(connection), command_("copy " + into + " from stdin") {}

template <class Number>
void PostgresCopy::append(Number value) {
    begin_field();
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    rows_.append(digits.data(), end);
}

PostgresCopy& PostgresCopy::add(std::int64_t value) {
    append(value);
    return *this;
}

PostgresCopy& PostgresCopy::add(float value) {
    append(value);
    return *this;
}

PostgresCopy& PostgresCopy::add(std::optional<int> value) {
    if (value) {
        append(*value);
    } else {
        begin_field();
        rows_ += "\\N";
    }
    return *this;
}

PostgresCopy& PostgresCopy::add(std::string_view text) {
    begin_field();
    for (const char c : text) {
        switch (c) {
            case '\\':
                rows_ += "\\\\";
                break;
            case '\t':
                rows_ += "\\t";
                break;
            case '\n':
                rows_ += "\\n";
                break;
            case '\r':
                rows_ += "\\r";
                break;
            default:
                rows_ += c;
        }
    }
    return *this;
}

void PostgresCopy::begin_field() {
    if (in_row_) rows_ += '\t';
    in_row_ = true;
}

void PostgresCopy::end_row() {
    rows_ += '\n';
    in_row_ = false;
    if (rows_.size() >= kMessage) flush();
}

void PostgresCopy::flush() {
    if (rows_.empty()) return;
    require(connection_, Result(PQexec(connection_, command_.c_str())), PGRES_COPY_IN);
    // What goes wrong while sending shows in the result.
    PQputCopyData(connection_, rows_.data(), static_cast<int>(rows_.size()));
    PQputCopyEnd(connection_, nullptr);
    const Result result(PQgetResult(connection_));
    while (const Result rest{PQgetResult(connection_)}) {
    }
    require(connection_, result, PGRES_COMMAND_OK);
    rows_.clear();
}

}  // namespace neurec::infrastructure::persistence
