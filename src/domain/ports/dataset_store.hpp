#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "domain/models/dataset.hpp"

namespace neurec::domain {

/// Where the rows of an import come from. A row's id in its data set is its identity within the
/// source; which id it has in the store is the store's affair.
struct ImportSource {
    std::string name = "default";
    std::string path;  ///< of the archive or folder, for whoever wants to read it again
    bool operator==(const ImportSource&) const = default;
};

/// Rows that the store holds.
struct StoreCounts {
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    bool operator==(const StoreCounts&) const = default;
};

/// What an import does to the store.
struct ImportChanges {
    StoreCounts added;
    StoreCounts changed;
    /// Users and movies whose id in the data set is not their id in the store, since somebody else
    /// has or had it, or it is too large.
    StoreCounts given_other_ids;
    StoreCounts stored;  ///< everything that the store holds then, whoever's
};

/// Everything that an import writes, in one transaction: nothing is visible to others before
/// commit(), and destroying it without commit() leaves the store as it was. All ids are those of
/// the data set. No row of a person with an account, and none of another source, is ever changed.
class ImportTransaction {
  public:
    virtual ~ImportTransaction() = default;
    /// What the source's row held when the import began; nothing where it was not there.
    [[nodiscard]] virtual std::optional<std::string> stored_title(MovieId id) const = 0;
    [[nodiscard]] virtual std::optional<Demographics> stored_demographics(UserId id) const = 0;

    /// Each inserts the row, or updates the source's row of that id (for ratings: of that user and
    /// movie).
    virtual void upsert(const Movie& movie) = 0;
    virtual void upsert(const User& user) = 0;
    virtual void upsert(const Rating& rating) = 0;
    /// Brings in what is still on its way, and counts, all inside the transaction. After the last
    /// row; commit() does it where nobody did.
    [[nodiscard]] virtual ImportChanges finish() = 0;
    /// Throws only where nothing was stored.
    virtual void commit() = 0;
};

/// The database as import and training see it: rows in bulk.
class DatasetStore {
  public:
    virtual ~DatasetStore() = default;
    [[nodiscard]] virtual std::unique_ptr<ImportTransaction> begin_import(
        const ImportSource& source) = 0;
    /// Everything in the store, read in one consistent snapshot.
    [[nodiscard]] virtual Dataset load() = 0;
    [[nodiscard]] virtual StoreCounts counts() = 0;
};

}  // namespace neurec::domain
