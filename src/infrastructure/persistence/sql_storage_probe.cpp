#include "infrastructure/persistence/sql_storage_probe.hpp"

#include <soci/soci.h>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

constexpr std::size_t kUsualLength = 16;
/// Where something could not be stored: on a full disk a few bytes still fit into a file that is
/// there already, but the next request needs more.
constexpr std::size_t kLengthInDoubt = 256UL * 1024;

}  // namespace

std::optional<std::string> SqlStorageProbe::write_problem() {
    const std::scoped_lock lock(mutex_);
    if (Clock::now() >= next_) {
        try_to_write();
        next_ = Clock::now() + interval_;
    }
    return database_.write_problem();
}

void SqlStorageProbe::try_to_write() {
    const std::string text = random_text(database_.write_problem() ? kLengthInDoubt : kUsualLength);
    try {
        run_on(database_, [&](Connection& connection) {
            Transaction transaction(connection, Transaction::Kind::write_at_once);
            connection.session() << "update storage_probe set text = :text where id = 1",
                soci::use(text);
            transaction.commit();
        });
        database_.forget_write_problem();
    } catch (const domain::Unavailable&) {  // NOLINT(bugprone-empty-catch)
        // run_on() remembers it where nothing can be stored. Otherwise another writer is at work,
        // or the database is away: neither says anything of the disk.
    }
}

/// Of another content each time, which neither SQLite takes for no change nor PostgreSQL makes
/// smaller.
std::string SqlStorageProbe::random_text(std::size_t length) {
    constexpr std::string_view kLetters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
    std::uniform_int_distribution<std::size_t> any(0, kLetters.size() - 1);
    std::string text;
    text.reserve(length);
    for (std::size_t i = 0; i < length; ++i)
        text += kLetters[any(random_)];
    return text;
}

}  // namespace neurec::infrastructure::persistence
