#include "infrastructure/persistence/sql_account_repository.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/id_counter.hpp"

namespace neurec::infrastructure::persistence {

namespace {

constexpr const char* kColumns =
    "id, username, email, password_hash, role, token_version, age, gender, occupation";

[[nodiscard]] soci::indicator indicator_of(bool present) {
    return present ? soci::i_ok : soci::i_null;
}

/// As the database compares emails.
[[nodiscard]] std::string key_of(std::string_view email) {
    std::string key(email);
    std::ranges::transform(key, key.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return key;
}

/// A row of the table as the variables that statements read and fill.
struct AccountRow {
    long long id = 0;
    std::string username;
    soci::indicator has_username = soci::i_null;
    std::string email;
    soci::indicator has_email = soci::i_null;
    std::string email_key;
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

    AccountRow() = default;
    AccountRow(const std::optional<domain::Credentials>& credentials,
               const domain::Demographics& known) {
        if (credentials) {
            username = credentials->username;
            email = credentials->email;
            email_key = key_of(email);
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
    }

    /// Binds the names that the writing statements use.
    void give(soci::statement& statement) {
        statement.exchange(soci::use(id, "id"));
        statement.exchange(soci::use(username, has_username, "username"));
        statement.exchange(soci::use(email, has_email, "email"));
        statement.exchange(soci::use(email_key, has_email, "email_key"));
        statement.exchange(soci::use(hash, has_hash, "hash"));
        statement.exchange(soci::use(role, "role"));
        statement.exchange(soci::use(token_version, "version"));
        statement.exchange(soci::use(age, has_age, "age"));
        statement.exchange(soci::use(gender, has_gender, "gender"));
        statement.exchange(soci::use(occupation, has_occupation, "occupation"));
    }

    [[nodiscard]] domain::Account account() const {
        domain::Account account{.id = domain::UserId{id}, .credentials = {}, .demographics = {}};
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
        condition.sql += " and username = :username";
        condition.texts.emplace_back("username", query.username);
    }
    if (!query.email.empty()) {
        condition.sql += " and email_key = :email_key";
        condition.texts.emplace_back("email_key", key_of(query.email));
    }
    return condition;
}

/// To be called in the writing transaction, so that nobody takes a name in between.
void require_free_names(soci::session& session, const AccountRow& row) {
    long long taken = 0;
    session << "select count(*) from users where email_key = :email_key and id <> :id",
        soci::use(row.email_key), soci::use(row.id), soci::into(taken);
    if (taken > 0) throw domain::Conflict("Email already registered");
    session << "select count(*) from users where username = :username and id <> :id",
        soci::use(row.username), soci::use(row.id), soci::into(taken);
    if (taken > 0) throw domain::Conflict("Username already registered");
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
        auto found = select(connection.session(),
                            {" where email_key = :email_key", {{"email_key", key_of(email)}}});
        if (found.empty()) return std::nullopt;
        return std::move(found.front());
    });
}

domain::AccountPage SqlAccountRepository::search(const domain::AccountQuery& query) {
    return run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        const Transaction snapshot(connection, Transaction::Kind::read);
        Condition condition = condition_of(query);
        domain::AccountPage page;
        page.total = static_cast<std::uint64_t>(count(session, condition));
        const std::uint64_t offset = (std::uint64_t{query.page} - 1) * query.size;
        condition.sql += " order by id limit " + std::to_string(query.size) + " offset " +
                         std::to_string(offset);
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
        Transaction transaction(connection, Transaction::Kind::write);
        require_free_names(session, row);
        row.id = connection.query<UserIds>().next();
        execute(session, row,
                "insert into users (id, username, email, email_key, password_hash, role, "
                "token_version, age, gender, occupation) values (:id, :username, :email, "
                ":email_key, :hash, :role, :version, :age, :gender, :occupation)");
        transaction.commit();
        return domain::UserId{row.id};
    });
}

void SqlAccountRepository::update(const domain::Account& account) {
    run_on(database_, [&](Connection& connection) {
        soci::session& session = connection.session();
        AccountRow row(account.credentials, account.demographics);
        row.id = account.id.value;
        Transaction transaction(connection, Transaction::Kind::write);
        require_free_names(session, row);
        const long long changed =
            execute(session, row,
                    "update users set username = :username, email = :email, email_key = "
                    ":email_key, password_hash = :hash, role = :role, token_version = :version, "
                    "age = :age, gender = :gender, occupation = :occupation, source_id = null, "
                    "external_id = null where id = :id");
        if (changed == 0) throw domain::NotFound("User not found");
        transaction.commit();
    });
}

void SqlAccountRepository::replace_hash(domain::UserId id, const std::string& former,
                                        const std::string& hash) {
    run_on(database_, [&](Connection& connection) {
        const long long user = id.value;
        connection.session()
            << "update users set password_hash = :hash where id = :id and password_hash = :former",
            soci::use(hash), soci::use(user), soci::use(former);
    });
}

bool SqlAccountRepository::remove(domain::UserId id) {
    return run_on(database_, [&](Connection& connection) {
        const long long user = id.value;
        Transaction transaction(connection, Transaction::Kind::write);
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
