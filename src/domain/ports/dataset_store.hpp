#pragma once

#include <cstdint>
#include <memory>

#include "domain/models/dataset.hpp"

namespace neurec::domain {

/// Everything that an import writes, in one transaction: nothing is visible to others before
/// commit(), and destroying it without commit() leaves the store as it was.
class ImportTransaction {
  public:
    virtual ~ImportTransaction() = default;
    /// Each inserts the row, or updates the row of that id (for ratings: of that user and movie).
    virtual void upsert(const Movie& movie) = 0;
    virtual void upsert(const User& user) = 0;
    virtual void upsert(const Rating& rating) = 0;
    virtual void commit() = 0;
};

/// Rows that the store holds.
struct StoreCounts {
    std::uint64_t users = 0;
    std::uint64_t movies = 0;
    std::uint64_t ratings = 0;
    bool operator==(const StoreCounts&) const = default;
};

/// The database as import and training see it: rows in bulk.
class DatasetStore {
  public:
    virtual ~DatasetStore() = default;
    [[nodiscard]] virtual std::unique_ptr<ImportTransaction> begin_import() = 0;
    /// Everything in the store, read in one consistent snapshot.
    [[nodiscard]] virtual Dataset load() = 0;
    [[nodiscard]] virtual StoreCounts counts() = 0;
};

}  // namespace neurec::domain
