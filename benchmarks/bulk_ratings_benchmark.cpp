#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "application/use_cases/rate_movies.hpp"
#include "infrastructure/persistence/sql_account_repository.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/security/jwt_token_service.hpp"
#include "infrastructure/security/system_clock.hpp"
#include "support/child_process.hpp"
#include "support/http_client.hpp"
#include "support/test_database.hpp"

// POST /ratings/ in bulks of the most that a request may have, to `neurec serve` as a process of
// its own, on one connection: the figure is ratings a second. PostgreSQL is left out where
// NEUREC_TEST_POSTGRES_URL is not set:
//   script/with-postgres build/release/benchmarks/bench_bulk_ratings
namespace neurec {
namespace {

namespace persistence = infrastructure::persistence;

// MovieLens 1M's size.
constexpr std::int64_t kUsers = 6040;
constexpr std::int64_t kMovies = 3883;
constexpr std::int64_t kBulks = 10;
constexpr const char* kSecret = "a-secret-for-the-tokens-of-the-benchmark";

/// Users, movies and an admin, whose "Authorization" header comes back.
std::string make_data(const tests::TestDatabase& place) {
    persistence::Database database(place.engine());
    const auto import = persistence::SqlDatasetStore(database).begin_import({});
    for (std::int64_t id = 1; id <= kMovies; ++id)
        import->upsert(domain::Movie{domain::MovieId{id}, "Movie " + std::to_string(id), {}});
    for (std::int64_t id = 1; id <= kUsers; ++id)
        import->upsert(domain::User{domain::UserId{id}, {}});
    import->commit();
    const domain::UserId admin =
        persistence::SqlAccountRepository(database).create({.username = "admin",
                                                            .email = "admin@example.org",
                                                            .password_hash = "none",
                                                            .role = domain::Role::admin,
                                                            .token_version = 1},
                                                           {});
    const infrastructure::security::SystemClock clock;
    infrastructure::security::JwtTokenService tokens(
        infrastructure::security::SigningKeys({kSecret}), 3600, clock);
    return "Authorization: Bearer " + tokens.issue(admin, 1) + "\r\n";
}

/// Requests of as many ratings as one may have, of any users and movies.
std::vector<std::string> make_requests(const std::string& headers) {
    std::mt19937_64 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    const auto below = [&](std::int64_t end) {
        return std::to_string(1 + static_cast<std::int64_t>(random() % end));
    };
    std::vector<std::string> requests;
    for (int bulk = 0; bulk < kBulks; ++bulk) {
        std::string body;
        for (std::size_t i = 0; i < application::kMostRatings; ++i)
            body += (i == 0 ? "[{\"user_id\":" : ",{\"user_id\":") + below(kUsers) +
                    ",\"movie_id\":" + below(kMovies) + ",\"rating\":" + below(5) + "}";
        requests.push_back(tests::request_bytes("POST", "/ratings/", body + "]", headers));
    }
    return requests;
}

/// Seconds of processor time that a process has had.
double processor_seconds(pid_t process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string field;
    for (int i = 1; i <= 13; ++i)
        stat >> field;
    double user = 0;
    double system = 0;
    stat >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void BM_BulkRatingsOverHttp(benchmark::State& state, tests::DatabaseKind kind) {
    if (!tests::TestDatabase::is_available(kind)) {
        state.SkipWithError("NEUREC_TEST_POSTGRES_URL is not set");
        return;
    }
    const tests::TestDatabase place(kind);
    const std::vector<std::string> requests = make_requests(make_data(place));
    auto environment = place.environment();
    environment["NEUREC_JWT_SECRET"] = kSecret;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin/neurec";
    tests::ChildProcess server({program.string(), "--port", "0", "serve"}, environment);
    if (!server.wait_for_text("Try\n")) throw std::runtime_error(server.errors());
    const std::string output = server.output();
    constexpr std::string_view kMark = "listens on http://127.0.0.1:";
    tests::RawConnection connection(
        static_cast<std::uint16_t>(std::stoi(output.substr(output.find(kMark) + kMark.size()))));

    std::size_t next = 0;
    const double before = processor_seconds(server.pid());
    for (auto _ : state) {
        connection.send(requests[next++ % requests.size()]);
        const auto answer = connection.read_answer(false, std::chrono::minutes(1));
        if (!answer || answer->status != 201)
            throw std::runtime_error(answer ? answer->body.substr(0, 1000) : "no answer");
    }
    const auto ratings = static_cast<std::int64_t>(state.iterations()) *
                         static_cast<std::int64_t>(application::kMostRatings);
    state.SetItemsProcessed(ratings);
    state.counters["server_us_per_rating"] =
        1e6 * (processor_seconds(server.pid()) - before) / static_cast<double>(ratings);
}
BENCHMARK_CAPTURE(BM_BulkRatingsOverHttp, Sqlite, tests::DatabaseKind::sqlite)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3 * kBulks)
    ->UseRealTime();
BENCHMARK_CAPTURE(BM_BulkRatingsOverHttp, Postgres, tests::DatabaseKind::postgres)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3 * kBulks)
    ->UseRealTime();

}  // namespace
}  // namespace neurec
