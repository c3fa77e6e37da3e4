#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_movie_editor.hpp"
#include "infrastructure/persistence/sql_movie_repository.hpp"
#include "support/test_database.hpp"

namespace neurec::infrastructure::persistence {
namespace {

class MovieEdits : public tests::OnEachDatabase {
  protected:
    Database database_{place_.engine()};
    SqlMovieEditor editor_{database_};
    SqlMovieRepository movies_{database_};
};

TEST_P(MovieEdits, AtTheSameTimeAreStoredOneAfterTheOtherEachWhole) {
    constexpr int kClients = 4;
    constexpr int kRounds = 20;
    const domain::MovieId id = editor_.create(std::nullopt, "Part 0", {"0"});
    std::atomic<int> mixed = 0;
    std::barrier together(kClients);
    std::vector<std::thread> clients;
    for (int client = 0; client < kClients; ++client)
        clients.emplace_back([&, client] {
            for (int round = 0; round < kRounds; ++round) {
                const std::string by = std::to_string(client * kRounds + round);
                together.arrive_and_wait();
                if (!editor_.update({id, "Part " + by, {by, "All"}})) ++mixed;
                together.arrive_and_wait();
                const auto stored = movies_.find(id);
                if (stored->genres.size() != 2 || stored->title != "Part " + stored->genres[0])
                    ++mixed;
                if (movies_.search({.title_words = stored->title}).total != 1) ++mixed;
            }
        });
    for (std::thread& each : clients)
        each.join();
    EXPECT_EQ(mixed, 0);
}

TEST_P(MovieEdits, OfAMovieThatIsDeletedAtTheSameTimeSayThatItIsGone) {
    for (int round = 0; round < 30; ++round) {
        // Nothing but its row: no genre and no word that could tell of a missing movie.
        const domain::MovieId id = editor_.create(std::nullopt, "!!!", {});
        std::barrier together(2);
        std::atomic<bool> removed = false;
        std::thread other([&] {
            together.arrive_and_wait();
            removed = editor_.remove(id);
        });
        together.arrive_and_wait();
        static_cast<void>(editor_.update({id, "???", {}}));
        other.join();
        EXPECT_TRUE(removed);
        EXPECT_EQ(movies_.find(id), std::nullopt);
        EXPECT_FALSE(editor_.update({id, "???", {}}));
    }
}

INSTANTIATE_TEST_SUITE_P(, MovieEdits, tests::kEachDatabase, tests::kDatabaseName);

}  // namespace
}  // namespace neurec::infrastructure::persistence
