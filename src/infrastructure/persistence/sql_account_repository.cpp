#include "infrastructure/persistence/sql_account_repository.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/id_counter.hpp"
#include "infrastructure/persistence/name_keys.hpp"

namespace neurec::infrastructure::persistence {

namespace {

constexpr const char* kColumns =
    "id, username, email, password_hash, role, token_version, age, gender, occupation, revision";

[[nodiscard]] soci::indicator indicator_of(bool present) {
    return present ? soci::i_ok : soci::i_null;
}

[[nodiscard]] bool is_admin(Connection& connection, domain::UserId id) {
    const long long user = id.value;
    std::string role;
    connection.session() << "select role from users where id = :id", soci::use(user),
        soci::into(role);
    return role == "admin";
}

/// In a transaction of its own writing: until it ends, no other one removes an admin.
void require_another_admin(Connection& connection, domain::UserId id) {
    // Changes nothing and locks every admin's row, so that two of them who remove each other at
    // once do it one after the other.
    connection.session() << "update users set role = role where role = 'admin'";
    const long long user = id.value;
    long long others = 0;
    connection.session() << "select count(*) from users where role = 'admin' and id <> :id",
        soci::use(user), soci::into(others);
    if (others == 0) throw domain::Conflict("The last admin cannot be deleted: make another first");
}

/// A row of the table as the variables that statements read and fill.
struct AccountRow {
    long long id = 0;
    std::string username;
    soci::indicator has_username = soci::i_null;
    std::string email;
    soci::indicator has_email = soci::i_null;
    std::string username_key;
    long long username_twin = 0;
    std::string email_key;
    long long email_twin = 0;
    std::string hash;
    soci::indicator has_hash = soci::i_null;
    std::string role = "user";
    long long token_version = 0;
    int age = 0;
    soci::indicator has_age = soci::i_null;
    std::string gender;
    soci::indicator has_gender = soci::i_null;
    int occupation = 0;
    soci::indicator has_occupation = soci::i_null;
    long long revision = 0;

    AccountRow() = default;
    AccountRow(const std::optional<domain::Credentials>& credentials,
               const domain::Demographics& known) {
        if (credentials) {
            username = credentials->username;
            email = credentials->email;
            username_key = name_key(username);
            email_key = name_key(email);
            hash = credentials->password_hash;
            role = credentials->role == domain::Role::admin ? "admin" : "user";
            token_version = credentials->token_version;
        }
        has_username = has_email = has_hash = indicator_of(credentials.has_value());
        age = known.age.value_or(0);
        has_age = indicator_of(known.age.has_value());
        gender = known.gender ? std::string(domain::letter_of(*known.gender)) : "";
        has_gender = indicator_of(known.gender.has_value());
        occupation = known.occupation.value_or(0);
        has_occupation = indicator_of(known.occupation.has_value());
    }

    /// Binds kColumns in their order.
    void receive(soci::statement& statement) {
        statement.exchange(soci::into(id));
        statement.exchange(soci::into(username, has_username));
        statement.exchange(soci::into(email, has_email));
        statement.exchange(soci::into(hash, has_hash));
        statement.exchange(soci::into(role));
        statement.exchange(soci::into(token_version));
        statement.exchange(soci::into(age, has_age));
        statement.exchange(soci::into(gender, has_gender));
        statement.exchange(soci::into(occupation, has_occupation));
        statement.exchange(soci::into(revision));
    }

    /// Binds the names that the writing statements use.
    void give(soci::statement& statement) {
        statement.exchange(soci::use(id, "id"));
        statement.exchange(soci::use(username, has_username, "username"));
        statement.exchange(soci::use(email, has_email, "email"));
        statement.exchange(soci::use(username_key, has_username, "username_key"));
        statement.exchange(soci::use(username_twin, "username_twin"));
        statement.exchange(soci::use(email_key, has_email, "email_key"));
        statement.exchange(soci::use(email_twin, "email_twin"));
        statement.exchange(soci::use(hash, has_hash, "hash"));
        statement.exchange(soci::use(role, "role"));
        statement.exchange(soci::use(token_version, "version"));
        statement.exchange(soci::use(age, has_age, "age"));
        statement.exchange(soci::use(gender, has_gender, "gender"));
        statement.exchange(soci::use(occupation, has_occupation, "occupation"));
        statement.exchange(soci::use(revision, "revision"));
    }

    [[nodiscard]] domain::Account account() const {
        domain::Account account{
            .id = domain::UserId{id}, .credentials = {}, .demographics = {}, .revision = revision};
        if (has_hash == soci::i_ok)
            account.credentials = {
                .username = username,
                .email = email,
                .password_hash = hash,
                .role = role == "admin" ? domain::Role::admin : domain::Role::user,
                .token_version = token_version};
        if (has_age == soci::i_ok) account.demographics.age = age;
        if (has_gender == soci::i_ok)
            account.demographics.gender = domain::gender_from_letter(gender);
        if (has_occupation == soci::i_ok) account.demographics.occupation = occupation;
        return account;
    }
};

/// One account by one value, prepared once a connection: each request with a token asks for one.
struct AccountById {
    AccountRow row;
    long long id = 0;
    soci::statement statement;

    explicit AccountById(Connection& connection) : statement(connection.session()) {
        statement.alloc();
        statement.prepare(std::string("select ") + kColumns + " from users where id = :wanted");
        row.receive(statement);
        statement.exchange(soci::use(id, "wanted"));
        statement.define_and_bind();
    }
};

struct Condition {
    std::string sql;
    std::vector<std::pair<std::string, std::string>> texts;

    void bind(soci::statement& statement) {
        for (auto& [name, value] : texts)
            statement.exchange(soci::use(value, name));
    }
};

[[nodiscard]] std::vector<domain::Account> select(soci::session& session, Condition condition) {
    AccountRow row;
    soci::statement statement(session);
    statement.alloc();
    statement.prepare(std::string("select ") + kColumns + " from users" + condition.sql);
    row.receive(statement);
    condition.bind(statement);
    statement.define_and_bind();
    statement.execute();
    std::vector<domain::Account> accounts;
    while (statement.fetch())
        accounts.push_back(row.account());
    return accounts;
}

[[nodiscard]] long long count(soci::session& session, Condition condition) {
    long long found = 0;
    soci::statement statement(session);
    statement.alloc();
    statement.prepare("select count(*) from users" + condition.sql);
    statement.exchange(soci::into(found));
    condition.bind(statement);
    statement.define_and_bind();
    statement.execute(true);
    return found;
}

[[nodiscard]] Condition condition_of(const domain::AccountQuery& query) {
    Condition condition{" where 1 = 1", {}};
    if (!query.username.empty()) {
        condition.sql += " and username_key = :username_key";
        condition.texts.emplace_back("username_key", name_key(query.username));
    }
    if (!query.email.empty()) {
        condition.sql += " and email_key = :email_key";
        condition.texts.emplace_back("email_key", name_key(query.email));
    }
    return condition;
}

/// In ASCII alone, as emails were compared before they had keys.
[[nodiscard]] bool differ_in_ascii_case_alone(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower_case_of_ascii, lower_case_of_ascii);
}

/// Of accounts that share a key, the one that this spelling means: spelled so, or but for ASCII
/// case, or the oldest. `accounts`: by age, at least one.
[[nodiscard]] domain::Account account_spelled(std::vector<domain::Account> accounts,
                                              std::string_view email) {
    auto found = std::ranges::find_if(
        accounts, [&](const domain::Account& each) { return each.credentials->email == email; });
    if (found == accounts.end())
        found = std::ranges::find_if(accounts, [&](const domain::Account& each) {
            return differ_in_ascii_case_alone(each.credentials->email, email);
        });
    return std::move(found == accounts.end() ? accounts.front() : *found);
}

/// A row's names as they are stored.
struct StoredNames {
    std::string username_key;
    std::string email_key;
    long long username_twin = 0;
    long long email_twin = 0;

    StoredNames() = default;  ///< of a row that is not there yet
    StoredNames(soci::session& session, long long id) {
        soci::indicator has_username = soci::i_null;
        soci::indicator has_email = soci::i_null;
        session << "select username_key, username_twin, email_key, email_twin from users where id "
                   "= :id",
            soci::use(id), soci::into(username_key, has_username), soci::into(username_twin),
            soci::into(email_key, has_email), soci::into(email_twin);
    }
};

/// Names that stay may be shared by an older account (name_keys.hpp); new ones may not. To be
/// called in the writing transaction, so that nobody takes a name in between.
void settle_names(soci::session& session, AccountRow& row, const StoredNames& former) {
    long long taken = 0;
    if (row.email_key == former.email_key) {
        row.email_twin = former.email_twin;
    } else {
        session << "select count(*) from users where email_key = :email_key and id <> :id",
            soci::use(row.email_key), soci::use(row.id), soci::into(taken);
        if (taken > 0) throw domain::Conflict("Email already registered");
    }
    if (row.username_key == former.username_key) {
        row.username_twin = former.username_twin;
    } else {
        session << "select count(*) from users where username_key = :username_key and id <> :id",
            soci::use(row.username_key), soci::use(row.id), soci::into(taken);
        if (taken > 0) throw domain::Conflict("Username already registered");
    }
}

/// Why a row was not there to be changed.
[[noreturn]] void refuse_stale(soci::session& session, long long id) {
    long long found = 0;
    session << "select count(*) from users where id = :id", soci::use(id), soci::into(found);
    if (found == 0) throw domain::NotFound("User not found");
    throw domain::Conflict(
        "Another request changed this account at the same time, so this one changed nothing; look "
        "at the account and try again");
}

/// Rows that the statement changed.
long long execute(soci::session& session, AccountRow& row, const std::string& sql) {
    soci::statement statement(session);
    statement.alloc();
    statement.prepare(sql);
    row.give(statement);
    statement.define_and_bind();
    statement.execute(true);
    return statement.get_affected_rows();
}

}  // namespace

std::string SqlAccountRepository::key_of(std::string_view name) const {
    return name_key(name);
}

std::optional<domain::Account> SqlAccountRepository::find(domain::UserId id) {
    return run_on(database_, [&](Connection& connection) -> std::optional<domain::Account> {
        auto& query = connection.query<AccountById>();
        query.id = id.value;
        if (!query.statement.execute(true)) return std::nullopt;
        return query.row.account();
    });
}

std::optional<domain::Account> SqlAccountRepository::find_by_email(std::string_view email) {
    return run_on(database_, [&](Connection& connection) -> std::optional<domain::Account> {
        auto found =
            select(connection.session(), {" where email_key = :email_key order by email_twin",
                                          {{"email_key", name_key(email)}}});
        if (found.empty()) return std::nullopt;
        return account_spelled(std::move(found), email);
    });
}

domain::AccountPage SqlAccountRepository::search(const domain::AccountQuery& query) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        Condition condition = condition_of(query);
        domain::AccountPage page;
        page.total = static_cast<std::uint64_t>(count(session, condition));
        // In the order of the primary key, but not by it where a name is given: SQLite would then
        // go through all users instead of looking the name up.
        condition.sql += condition.texts.empty() ? " order by id" : " order by id + 0";
        condition.sql +=
            " limit " + std::to_string(query.limit) + " offset " + std::to_string(query.offset);
        page.accounts = select(session, std::move(condition));
        return page;
    });
}

bool SqlAccountRepository::has_admin() {
    return run_on(database_, [&](Connection& connection) {
        return count(connection.session(), {" where role = :role", {{"role", "admin"}}}) > 0;
    });
}

domain::UserId SqlAccountRepository::create(const domain::Credentials& credentials,
                                            const domain::Demographics& demographics) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        AccountRow row(credentials, demographics);
        // As random as the tokens' version: an update that was made from a row that is gone does
        // not fit another one, even under the same id.
        row.revision = credentials.token_version;
        Transaction transaction(connection, Transaction::Kind::write);
        settle_names(session, row, StoredNames());
        row.id = connection.query<UserIds>().next();
        execute(session, row,
                "insert into users (id, username, username_key, username_twin, email, email_key, "
                "email_twin, password_hash, role, token_version, age, gender, occupation, "
                "revision) values (:id, :username, :username_key, :username_twin, :email, "
                ":email_key, :email_twin, :hash, :role, :version, :age, :gender, :occupation, "
                ":revision)");
        transaction.commit();
        return domain::UserId{row.id};
    });
}

void SqlAccountRepository::update(const domain::Account& account) {
    run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        AccountRow row(account.credentials, account.demographics);
        row.id = account.id.value;
        row.revision = account.revision;
        Transaction transaction(connection, Transaction::Kind::write);
        settle_names(session, row, StoredNames(session, row.id));
        const long long changed =
            execute(session, row,
                    "update users set username = :username, username_key = :username_key, "
                    "username_twin = :username_twin, email = :email, email_key = :email_key, "
                    "email_twin = :email_twin, password_hash = :hash, role = :role, "
                    "token_version = :version, age = :age, gender = :gender, occupation = "
                    ":occupation, source_id = null, external_id = null, revision = revision + 1 "
                    "where id = :id and revision = :revision");
        if (changed == 0) refuse_stale(session, row.id);
        transaction.commit();
    });
}

void SqlAccountRepository::replace_hash(domain::UserId id, const std::string& former,
                                        const std::string& hash) {
    run_on(database_, [&](Connection& connection) {
        const long long user = id.value;
        connection.session()
            << "update users set password_hash = :hash, revision = revision + 1 where id = :id "
               "and password_hash = :former",
            soci::use(hash), soci::use(user), soci::use(former);
    });
}

bool SqlAccountRepository::remove(domain::UserId id) {
    return run_on(database_, [&](Connection& connection) {
        Transaction transaction(connection, Transaction::Kind::write);
        if (is_admin(connection, id)) require_another_admin(connection, id);
        const long long user = id.value;
        connection.query<UserIds>().retire(user);
        soci::statement statement =
            (connection.session().prepare << "delete from users where id = :id", soci::use(user));
        statement.execute(true);
        const bool is_removed = statement.get_affected_rows() > 0;
        transaction.commit();
        return is_removed;
    });
}

void SqlAccountRepository::remove_all_but_admins() {
    run_on(database_, [&](Connection& connection) {
        Transaction transaction(connection, Transaction::Kind::write);
        connection.allow_long_work();
        // Who signs up between the two statements stays.
        connection.session() << "insert into retired_ids (kind, id) select 'users', id from users "
                                "where role <> 'admin' on conflict do nothing";
        connection.session() << "delete from users where role <> 'admin' and id in (select id from "
                                "retired_ids where kind = 'users')";
        transaction.commit();
    });
}

}  // namespace neurec::infrastructure::persistence
