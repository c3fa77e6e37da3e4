#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domain/ports/model_store.hpp"
#include "infrastructure/deep_learning/manifest.hpp"

namespace neurec::infrastructure::deep_learning {

/// Model folders on a file system; `current` is a text file that holds the active model's id and a
/// newline. Thread- safe, also between processes: every change is one rename.
class FileModelStore : public domain::ModelStore {
  public:
    /// The folder need not be there: it then holds no models.
    explicit FileModelStore(std::filesystem::path models);
    /// A complete model of this id is there.
    [[nodiscard]] bool has(const std::string& id) const;

    [[nodiscard]] std::filesystem::path folder() const override { return models_; }
    /// Folders with a manifest, by name: ids that write_model() makes sort by age.
    [[nodiscard]] std::vector<std::string> list() const override;
    /// Nothing where no model was ever activated. `current` that is damaged, or that names a model
    /// which is not there, is Unavailable.
    [[nodiscard]] std::optional<std::string> active() const override;
    /// Does not verify the model: load() does.
    void activate(const std::string& id) override;
    void remove_leftovers() override;
    [[nodiscard]] std::string manifest(const std::string& id) const override;
    [[nodiscard]] domain::ModelDescription describe(const std::string& id) const override;
    [[nodiscard]] std::uint64_t training_data(const std::string& id) const override;
    [[nodiscard]] domain::ServableModel load(const std::string& id,
                                             std::vector<domain::Movie> catalogue) const override;

  private:
    /// NotFound where it is not there.
    void require(const std::string& id) const;
    [[nodiscard]] Manifest manifest_of(const std::string& id) const;

    std::filesystem::path models_;
};

}  // namespace neurec::infrastructure::deep_learning
