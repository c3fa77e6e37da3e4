#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// NOLINTBEGIN(readability-identifier-naming): not ours
namespace soci {
class session;
class soci_error;
}  // namespace soci
// NOLINTEND(readability-identifier-naming)

namespace neurec::infrastructure::persistence {

class ImportRows;
class Interrupter;
class RatingBulk;
struct StoredSource;

enum class TransactionKind : std::uint8_t {
    read,           ///< one snapshot for several queries
    write,          ///< may change rows
    write_at_once,  ///< as write, failing where it would have to wait for another writer
};

/// What a failure of the database means.
struct Failure {
    std::string message;  ///< for people: what failed and what to do
    /// What somebody else committed in the meantime is in the way: the same work, done again,
    /// finds it and may tell it in better words.
    bool is_conflict = false;
    /// Nothing else could have been stored either: the disk is full or may not be written.
    bool prevents_writing = false;
    /// The connection is of no use any more.
    bool ends_connection = false;
};

/// Everything in which databases differ. The repositories' statements are the same for all.
/// Immutable and thread-safe.
class Engine {
  public:
    virtual ~Engine() = default;
    /// "The database /home/neurec/neurec.sqlite": for messages, without secrets.
    [[nodiscard]] virtual const std::string& name() const = 0;

    /// Connects the session and sets it up. Throws soci::soci_error or domain::Error.
    virtual void open(soci::session& session) const = 0;
    /// Whether a connection that nobody used for a while still stands; asked each time one is lent,
    /// so without a round trip.
    [[nodiscard]] virtual bool stands(soci::session& session) const noexcept = 0;
    virtual void begin(soci::session& session, TransactionKind kind) const = 0;
    /// Lifts the limits on time for the transaction that is under way.
    virtual void allow_long_work(soci::session& session) const = 0;
    /// From now to the transaction's end nobody else changes the schema.
    virtual void lock_schema(soci::session& session) const = 0;
    /// From now to the transaction's end nobody else imports.
    virtual void lock_imports(soci::session& session) const = 0;
    /// Ends every statement that has rows left, so that the next one sees what others have written
    /// since.
    virtual void end_reads(soci::session& session) const noexcept = 0;
    /// Null where a connection cannot wait for ever.
    [[nodiscard]] virtual std::unique_ptr<Interrupter> interrupter(
        soci::session& session) const = 0;
    [[nodiscard]] virtual Failure failure_of(const soci::soci_error& error,
                                             soci::session& session) const = 0;

    /// A migration's text, in which `${…}` stands for what no SQL has in common
    /// (migrations/0001_initial.sql), as this database reads it.
    [[nodiscard]] virtual std::string in_dialect(std::string_view sql) const = 0;

    /// What stores many rows at once, each in its database's own way. Session and engine must
    /// outlive it, and the import's source.
    [[nodiscard]] virtual std::unique_ptr<ImportRows> import_rows(
        soci::session& session, const StoredSource& source) const = 0;
    [[nodiscard]] virtual std::unique_ptr<RatingBulk> rating_bulk(soci::session& session) const = 0;
};

}  // namespace neurec::infrastructure::persistence
