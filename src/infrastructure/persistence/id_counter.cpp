#include "infrastructure/persistence/id_counter.hpp"

namespace neurec::infrastructure::persistence {

IdCounter::IdCounter(soci::session& session, const std::string& table)
    : raise_((session.prepare << "update id_counters set last_id = last_id + :count where kind = '"
                              << table << "'",
              soci::use(count_))),
      raised_((session.prepare << "select last_id from id_counters where kind = '" << table << "'",
               soci::into(last_))),
      used_((session.prepare << "select 1 from " << table
                             << " where id between :first and :last union all select 1 from "
                                "retired_ids where kind = '"
                             << table
                             << "' and id between :first and :last union all select 1 from "
                                "id_counters where kind = '"
                             << table << "' and unknown_until >= :first",
             soci::into(found_), soci::use(first_, "first"), soci::use(last_, "last"))),
      pass_((session.prepare << "update id_counters set last_id = :id where kind = '" << table
                             << "' and last_id < :id",
             soci::use(last_, "id"))),
      retire_((session.prepare << "insert into retired_ids (kind, id) select '" << table
                               << "', id from " << table
                               << " where id = :id on conflict do nothing",
               soci::use(last_, "id"))) {}

std::int64_t IdCounter::next(std::int64_t count) {
    count_ = count;
    bool is_used = true;
    while (is_used) {
        raise_.execute(true);
        raised_.execute(true);
        first_ = last_ - count + 1;
        is_used = used_.execute(true);
    }
    return first_;
}

bool IdCounter::is_unused(std::int64_t id) {
    first_ = last_ = id;
    return !used_.execute(true);
}

void IdCounter::pass(std::int64_t id) {
    if (id > kHighestCounted) return;
    last_ = id;
    pass_.execute(true);
}

void IdCounter::retire(std::int64_t id) {
    last_ = id;
    retire_.execute(true);
}

}  // namespace neurec::infrastructure::persistence
