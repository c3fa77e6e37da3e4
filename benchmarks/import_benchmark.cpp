#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "application/use_cases/import_dataset.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

// Data in: reading, importing, loading, and a single profile. The data set is NEUREC_DATASET where
// that is set, else one that is made, of MovieLens 1M's size.
namespace neurec {
namespace {

namespace datasets = infrastructure::datasets;
namespace persistence = infrastructure::persistence;

/// Counts rows and keeps nothing.
struct CountingSink : domain::DatasetSink {
    void take(const domain::Movie& /*movie*/) override { ++rows; }
    void take(const domain::User& /*user*/) override { ++rows; }
    void take(const domain::Rating& /*rating*/) override { ++rows; }
    void reject(const domain::BadLine& /*line*/) override {}
    void progressed(std::uint64_t /*bytes*/) override {}
    std::int64_t rows = 0;
};

/// The data set's path, a folder for databases, and one database that holds the data.
class Home {
  public:
    [[nodiscard]] const std::filesystem::path& dataset() const { return dataset_; }
    [[nodiscard]] persistence::Database& database() { return *database_; }

    void import_into(const std::filesystem::path& file) {
        persistence::Database database(file);
        persistence::SqlDatasetStore store(database);
        const auto reader = datasets::open_dataset(dataset_);
        application::ImportDataset(store, progress_, stop_).execute(*reader, {});
    }
    [[nodiscard]] std::filesystem::path fresh_file() {
        return folder_.path() / std::to_string(++files_) / "neurec.sqlite";
    }

    static Home& instance() {
        static Home home;
        return home;
    }

  private:
    Home() {
        const char* named = std::getenv("NEUREC_DATASET");
        dataset_ = named != nullptr && *named != '\0' ? std::filesystem::path(named)
                                                      : folder_.path() / "made.zip";
        if (!std::filesystem::exists(dataset_))
            datasets::SyntheticDatasetGenerator().generate(
                {.users = 6040, .movies = 3883, .ratings_per_user = 166, .seed = 1}, dataset_,
                progress_, stop_);
        const auto file = fresh_file();
        import_into(file);
        database_ = std::make_unique<persistence::Database>(file);
    }

    tests::TemporaryFolder folder_;
    std::filesystem::path dataset_;
    tests::QuietProgress progress_;
    tests::StopFlag stop_;
    int files_ = 0;
    std::unique_ptr<persistence::Database> database_;
};

void BM_ReadDataset(benchmark::State& state) {
    const auto reader = datasets::open_dataset(Home::instance().dataset());
    std::int64_t rows = 0;
    for (auto _ : state) {
        CountingSink sink;
        reader->read(sink);
        rows += sink.rows;
    }
    state.SetItemsProcessed(rows);
}
BENCHMARK(BM_ReadDataset)->Unit(benchmark::kMillisecond);

void BM_ImportIntoAnEmptyDatabase(benchmark::State& state) {
    Home& home = Home::instance();
    for (auto _ : state)
        home.import_into(home.fresh_file());
}
BENCHMARK(BM_ImportIntoAnEmptyDatabase)->Unit(benchmark::kMillisecond)->Iterations(3);

void BM_ImportAgain(benchmark::State& state) {
    Home& home = Home::instance();
    const auto file = home.fresh_file();
    home.import_into(file);
    for (auto _ : state)
        home.import_into(file);
}
BENCHMARK(BM_ImportAgain)->Unit(benchmark::kMillisecond)->Iterations(3);

void BM_LoadDataset(benchmark::State& state) {
    persistence::SqlDatasetStore store(Home::instance().database());
    for (auto _ : state)
        benchmark::DoNotOptimize(store.load().rating_count());
}
BENCHMARK(BM_LoadDataset)->Unit(benchmark::kMillisecond);

/// A user with as many ratings as ML-1M's average.
void BM_FindProfileOf165Ratings(benchmark::State& state) {
    persistence::Database& database = Home::instance().database();
    persistence::SqlUserProfileRepository profiles(database);
    const domain::Dataset data = persistence::SqlDatasetStore(database).load();
    domain::UserIndex chosen = 0;
    const auto distance = [&](domain::UserIndex user) {
        return std::abs(static_cast<long>(data.ratings_of(user).size()) - 165);
    };
    for (domain::UserIndex user = 1; user < data.users().size(); ++user)
        if (distance(user) < distance(chosen)) chosen = user;
    for (auto _ : state)
        benchmark::DoNotOptimize(profiles.find(data.users()[chosen].id));
    state.counters["ratings"] = static_cast<double>(data.ratings_of(chosen).size());
}
BENCHMARK(BM_FindProfileOf165Ratings)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace neurec
