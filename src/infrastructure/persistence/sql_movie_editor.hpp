#pragma once

#include "domain/ports/movie_editor.hpp"
#include "infrastructure/persistence/database.hpp"

namespace neurec::infrastructure::persistence {

/// Writes single movies, with their genres and the words of their titles. `database` must outlive
/// it.
class SqlMovieEditor : public domain::MovieEditor {
  public:
    explicit SqlMovieEditor(Database& database) : database_(database) {}

    [[nodiscard]] domain::MovieId create(std::optional<domain::MovieId> id,
                                         const std::string& title,
                                         const std::vector<std::string>& genres) override;
    bool update(const domain::Movie& movie) override;
    bool remove(domain::MovieId id) override;

  private:
    Database& database_;
};

}  // namespace neurec::infrastructure::persistence
