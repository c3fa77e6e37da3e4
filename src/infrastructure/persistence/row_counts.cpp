#include "infrastructure/persistence/row_counts.hpp"

#include <soci/soci.h>

namespace neurec::infrastructure::persistence {

domain::StoreCounts count_rows(soci::session& session) {
    long long users = 0;
    long long movies = 0;
    long long ratings = 0;
    session << "select (select count(*) from users), (select count(*) from movies), "
               "(select count(*) from ratings)",
        soci::into(users), soci::into(movies), soci::into(ratings);
    return {static_cast<std::uint64_t>(users), static_cast<std::uint64_t>(movies),
            static_cast<std::uint64_t>(ratings)};
}

}  // namespace neurec::infrastructure::persistence
