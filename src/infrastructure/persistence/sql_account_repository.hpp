#pragma once

#include "domain/ports/account_repository.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// The table of users. `database` must outlive it.
class SqlAccountRepository : public domain::AccountRepository {
  public:
    explicit SqlAccountRepository(Database& database) : database_(database) {}

    [[nodiscard]] std::string key_of(std::string_view name) const override;
    [[nodiscard]] std::optional<domain::Account> find(domain::UserId id) override;
    [[nodiscard]] std::optional<domain::Account> find_by_email(std::string_view email) override;
    [[nodiscard]] domain::AccountPage search(const domain::AccountQuery& query) override;
    [[nodiscard]] bool has_admin() override;
    [[nodiscard]] domain::UserId create(const domain::Credentials& credentials,
                                        const domain::Demographics& demographics) override;
    void update(const domain::Account& account) override;
    void replace_hash(domain::UserId id, const std::string& former,
                      const std::string& hash) override;
    bool remove(domain::UserId id) override;
    void remove_all_but_admins() override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
