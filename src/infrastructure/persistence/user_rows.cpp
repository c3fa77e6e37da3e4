#include "infrastructure/persistence/user_rows.hpp"

#include <soci/soci.h>

#include <string>

namespace neurec::infrastructure::persistence {

std::vector<domain::User> load_users(soci::session& session) {
    std::vector<domain::User> users;
    long long id = 0;
    int age = 0;
    std::string gender;
    int occupation = 0;
    soci::indicator has_age = soci::i_null;
    soci::indicator has_gender = soci::i_null;
    soci::indicator has_occupation = soci::i_null;
    soci::statement query =
        (session.prepare << "select id, age, gender, occupation from users order by id",
         soci::into(id), soci::into(age, has_age), soci::into(gender, has_gender),
         soci::into(occupation, has_occupation));
    query.execute();
    while (query.fetch()) {
        domain::User user{domain::UserId{id}, {}};
        if (has_age == soci::i_ok) user.demographics.age = age;
        if (has_gender == soci::i_ok) user.demographics.gender = domain::gender_from_letter(gender);
        if (has_occupation == soci::i_ok) user.demographics.occupation = occupation;
        users.push_back(user);
    }
    return users;
}

}  // namespace neurec::infrastructure::persistence
