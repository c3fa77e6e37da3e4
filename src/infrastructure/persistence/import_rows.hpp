#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/rating.hpp"
#include "domain/models/user_profile.hpp"
#include "domain/ports/dataset_store.hpp"

namespace neurec::infrastructure::persistence {

/// The rows of an import on their way into the tables, inside a transaction that somebody else
/// began and ends. All ids are the data set's; a row that is new gets the same id here where nobody
/// ever had it, and one from the counter otherwise. Each row replaces the source's row of that id.
/// Each user and movie comes once, before its ratings; of two ratings of a pair the later counts.
class ImportRows {
  public:
    virtual ~ImportRows() = default;
    virtual void upsert(const domain::Movie& movie) = 0;
    virtual void upsert(const domain::User& user) = 0;
    virtual void upsert(const domain::Rating& rating) = 0;
    /// Brings in what is still on its way, and the planner's statistics up to date. The last call.
    /// Gives the users and movies that were added and changed, and the ratings that were either
    /// (as `changed`).
    [[nodiscard]] virtual domain::ImportChanges finish() = 0;
    /// After the commit: what makes the next reads faster. Failures are of no consequence.
    virtual void tidy_up() noexcept = 0;
};

/// Movies in the order in which ratings first name them.
class NamingOrder {
  public:
    /// Whether this is the first time.
    bool see(std::int64_t movie) {
        if (!seen_.insert(movie).second) return false;
        order_.push_back(movie);
        return true;
    }
    [[nodiscard]] const std::vector<std::int64_t>& order() const { return order_; }

  private:
    std::unordered_set<std::int64_t> seen_;
    std::vector<std::int64_t> order_;
};

}  // namespace neurec::infrastructure::persistence
