#include "infrastructure/datasets/open_dataset.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/datasets/file_tree.hpp"
#include "infrastructure/datasets/movielens_reader.hpp"

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::array kLayouts{
    MovieLensLayout{"ml-1m", "movies.dat", "users.dat", "ratings.dat", "", "", parse_movies_dat,
                    parse_users_dat, parse_ratings_dat},
    MovieLensLayout{"ml-100k", "u.item", "u.user", "u.data", "", "", parse_u_item, parse_u_user,
                    parse_u_data},
    MovieLensLayout{"ml-latest (CSV)", "movies.csv", "", "ratings.csv", "movieId,title,genres",
                    "userId,movieId,rating,timestamp", parse_movies_csv, nullptr,
                    parse_ratings_csv},
};

/// The folder (with its '/') that holds `file`, at the top or one level down.
std::optional<std::string> folder_of(const FileTree& files, std::string_view file) {
    for (const FileTree::File& each : files.files()) {
        const std::size_t slash = each.name.rfind('/');
        std::string folder = slash == std::string::npos ? "" : each.name.substr(0, slash + 1);
        if (std::ranges::count(folder, '/') <= 1 && each.name == folder + std::string(file))
            return folder;
    }
    return std::nullopt;
}

/// Seconds since 1970 UTC.
std::int64_t time_of_day() {
    using namespace std::chrono;
    return floor<seconds>(system_clock::now()).time_since_epoch().count();
}

}  // namespace

std::unique_ptr<domain::DatasetReader> open_dataset(const std::filesystem::path& path,
                                                    std::optional<std::int64_t> now) {
    std::unique_ptr<FileTree> files = open_file_tree(path);
    for (const MovieLensLayout& layout : kLayouts)
        if (auto folder = folder_of(*files, layout.movies_file))
            return std::make_unique<MovieLensReader>(std::move(files), layout, std::move(*folder),
                                                     now.value_or(time_of_day()));
    throw domain::InvalidInput(
        path.string() +
        " is not a MovieLens data set: it has no movies.dat (ml-1m), u.item (ml-100k) or "
        "movies.csv (ml-latest, 25m, 32m), at the top or one folder down.");
}

}  // namespace neurec::infrastructure::datasets
