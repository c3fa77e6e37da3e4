#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/imported_sources.hpp"
#include "domain/ports/leave_one_out_source.hpp"

namespace neurec::infrastructure::datasets {

/// The split that the authors of Neural Collaborative Filtering (He et al. 2017) published for
/// MovieLens 1M, in a folder:
///
///     ml-1m.test.rating                       user, item, stars, timestamp, separated by tabs
///     ml-1m.test.negative[.gz]                "(user,item)" and 99 items, separated by tabs
///
/// Users are MovieLens ids less 1; items are numbered from 0 in the order in which ratings.dat
/// first names them. Both are taken from the imported data set with which every test rating agrees
/// in movie, stars and time; otherwise, for users whose ids are MovieLens' own, from the data
/// itself (users by ascending id, each one's ratings as stored), or from the original data set,
/// read anew.
class NcfSplit : public domain::LeaveOneOutSource {
  public:
    /// `folder` need not be there. `dataset`: the archive or folder that the data was imported
    /// from, where it is known. `sources`: what the store knows of those that it holds, where
    /// there is a store; it must outlive this.
    NcfSplit(std::filesystem::path folder, std::optional<std::filesystem::path> dataset,
             domain::ImportedSources* sources = nullptr);

    [[nodiscard]] std::optional<domain::LeaveOneOutSplit> load(
        const domain::Dataset& data) const override;

  private:
    std::filesystem::path folder_;
    std::optional<std::filesystem::path> dataset_;
    domain::ImportedSources* sources_;
};

}  // namespace neurec::infrastructure::datasets
