#pragma once

#include "domain/ports/repositories.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// The catalogue. `database` must outlive it.
class SqlMovieRepository : public domain::MovieRepository {
  public:
    explicit SqlMovieRepository(Database& database) : database_(database) {}

    [[nodiscard]] std::optional<domain::Movie> find(domain::MovieId id) override;
    /// Each of the title's words may be given by its beginning ("star wa" finds "Star Wars"), in
    /// any case, with or without accents.
    [[nodiscard]] domain::MoviePage search(const domain::MovieQuery& query) override;
    [[nodiscard]] std::vector<std::string> genres() override;
    [[nodiscard]] std::vector<domain::Movie> all() override;
    [[nodiscard]] std::uint64_t catalogue_version() override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
