#pragma once

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"

namespace neurec::infrastructure::persistence {

/// The rows of an import on their way into the tables, inside a transaction that somebody else
/// began and ends. Each replaces the row of its id (a rating: of its user and movie); of two, the
/// later counts.
class ImportRows {
  public:
    virtual ~ImportRows() = default;
    virtual void upsert(const domain::Movie& movie) = 0;
    virtual void upsert(const domain::User& user) = 0;
    virtual void upsert(const domain::Rating& rating) = 0;
    /// Brings in what is still on its way, and the planner's statistics up to date. The last call.
    virtual void finish() = 0;
    /// After the commit: what makes the next reads faster. Failures are of no consequence.
    virtual void tidy_up() noexcept = 0;
};

}  // namespace neurec::infrastructure::persistence
