#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "application/use_cases/import_dataset.hpp"
#include "domain/errors.hpp"
#include "domain/models/genre.hpp"
#include "infrastructure/datasets/csv.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/datasets/synthetic_dataset_generator.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "infrastructure/datasets/text_encoding.hpp"
#include "infrastructure/persistence/database.hpp"
#include "infrastructure/persistence/sql_dataset_store.hpp"
#include "infrastructure/persistence/sql_user_profile_repository.hpp"
#include "infrastructure/persistence/title_words.hpp"
#include "support/archives.hpp"
#include "support/quiet_progress.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

namespace neurec::infrastructure::datasets {
namespace {

using persistence::Database;
using persistence::SqlDatasetStore;

/// Bytes with good lines, and the marks and numbers that the formats are made of.
std::string any_file() {
    const auto piece = rc::gen::oneOf(
        rc::gen::element<std::string>(
            "1", "2", "::", "|", ",", "\t", "\n", "\r\n", "\"", "5", "978300760", "F", "M",
            "Heat (1995)", "\xe9", "\xc3\xa9", std::string(1, '\0'), "\xef\xbb\xbf",
            "9223372036854775808", "-1", "nan", "0.5", "\n1::Heat (1995)::Crime\n",
            "\n1::F::1::10::48067\n", "\n1::1::5::978300760\n", "\n1|24|M|technician|85711\n",
            "\n1\t1\t3\t881250949\n", "\n1,Heat (1995),Crime\n", "\n1,1,4.5,1147880044\n",
            "\n1,1,4.5,964982803000\n", "\n1,1,4.5,4070908800\n", "\n1,Heat,\"None, Crime \"\n"),
        rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
    std::string text;
    for (const std::string& each : *rc::gen::container<std::vector<std::string>>(piece))
        text += each;
    return text;
}

constexpr std::int64_t kNow = 1'700'000'000;

/// Reads what is at `path`; every row must be one that the schema takes.
void read_and_check(const std::filesystem::path& path) {
    tests::RecordingSink rows;
    try {
        open_dataset(path, kNow)->read(rows);
    } catch (const domain::InvalidInput&) {
        return;
    }
    std::set<domain::MovieId> movies;
    std::set<domain::UserId> users;
    for (const domain::Movie& movie : rows.movies) {
        RC_ASSERT(movie.id.value > 0);
        RC_ASSERT(movies.insert(movie.id).second);
        RC_ASSERT(is_valid_utf8(movie.title));
        RC_ASSERT(!has_control_characters(movie.title));
        RC_ASSERT(domain::GenreNames().named(movie.genres) == movie.genres);
    }
    for (const domain::User& user : rows.users)
        RC_ASSERT(users.insert(user.id).second);
    for (const domain::Rating& rating : rows.ratings) {
        RC_ASSERT(users.contains(rating.user));
        RC_ASSERT(movies.contains(rating.movie));
        RC_ASSERT(domain::is_valid_rating(rating.rating));
        RC_ASSERT(rating.timestamp >= 0);
        RC_ASSERT(rating.timestamp <= kNow);
    }
    for (const domain::BadLine& line : rows.bad_lines) {
        for (const std::string& text : {line.text, line.problem}) {
            RC_ASSERT(is_valid_utf8(text));
            RC_ASSERT(!has_control_characters(text));
            RC_ASSERT(text.size() < 400);
        }
        RC_ASSERT(!line.problem.empty());
    }
}

RC_GTEST_PROP(Readers, TakeAnyBytesInPlaceOfTheirFiles, ()) {
    const tests::TemporaryFolder folder;
    const auto files = *rc::gen::elementOf(
        std::vector<std::vector<std::string>>{{"movies.dat", "users.dat", "ratings.dat"},
                                              {"u.item", "u.user", "u.data"},
                                              {"movies.csv", "ratings.csv"}});
    for (const std::string& file : files) {
        std::string text = any_file();
        if (file == "movies.csv") text.insert(0, "movieId,title,genres\n");
        if (file == "ratings.csv") text.insert(0, "userId,movieId,rating,timestamp\n");
        static_cast<void>(folder.write(file, text));
    }
    read_and_check(folder.path());
}

RC_GTEST_PROP(Readers, TakeAnyDamageToAnArchive, ()) {
    const tests::TemporaryFolder folder;
    const auto path =
        tests::write_archive(folder.path() / "a.zip", {{"movies.dat", "1::Heat (1995)::Crime\n"},
                                                       {"users.dat", "1::F::1::10::48067\n"},
                                                       {"ratings.dat", "1::1::5::978300760\n"}});
    const auto size = static_cast<std::size_t>(std::filesystem::file_size(path));
    std::string bytes(size, '\0');
    std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(size));
    const auto flips = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, size), rc::gen::arbitrary<char>()));
    for (const auto& [at, byte] : flips)
        bytes[at] = byte;
    bytes.resize(*rc::gen::inRange<std::size_t>(1, size + 1));
    read_and_check(folder.write("damaged.zip", bytes));
}

RC_GTEST_PROP(SyntheticDataset, ComesBackFromTheDatabaseAsItWasMade, ()) {
    const domain::SyntheticDatasetOptions options{
        .users = *rc::gen::inRange<std::uint64_t>(10, 40),
        .movies = *rc::gen::inRange<std::uint64_t>(20, 60),
        .ratings_per_user = *rc::gen::inRange<std::uint64_t>(1, 10),
        .seed = *rc::gen::arbitrary<std::uint64_t>()};
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / (*rc::gen::arbitrary<bool>() ? "made.zip" : "made");
    tests::QuietProgress progress;
    const tests::StopFlag stop;
    const auto made = SyntheticDatasetGenerator().generate(options, path, progress, stop);

    Database database(folder.path() / "neurec.sqlite");
    SqlDatasetStore store(database);
    const auto reader = open_dataset(path);
    application::ImportDataset(store, progress, stop).execute(*reader, {});

    const SyntheticWorld world(options);
    const domain::Dataset data = store.load();
    RC_ASSERT(store.counts() == made);
    RC_ASSERT(data.movies() == world.movies());
    persistence::SqlUserProfileRepository profiles(database);
    for (std::uint64_t i = 0; i < options.users; ++i) {
        const SyntheticUser user = world.user(i);
        domain::UserProfile expected{user.user.demographics, {}};
        for (const domain::Rating& rating : world.ratings(user))
            expected.ratings.push_back({rating.movie, rating.rating, rating.timestamp});
        std::ranges::sort(expected.ratings, {}, &domain::RatedMovie::movie);
        RC_ASSERT(data.profile_of(static_cast<domain::UserIndex>(i)) == expected);
        domain::sort_by_time(expected.ratings);
        RC_ASSERT(profiles.find(user.user.id) == expected);
    }
}

RC_GTEST_PROP(TitleWords, AreOrderedDifferentAndWithoutSigns, ()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::oneOf(
        rc::gen::arbitrary<char>(), rc::gen::element('a', 'B', ' ', '\'', '\xc3', '\xa9')));
    const auto words = persistence::title_words(text);
    RC_ASSERT(std::ranges::adjacent_find(words, std::greater_equal()) == words.end());
    for (const std::string& word : words) {
        RC_ASSERT(!word.empty());
        RC_ASSERT(word.find_first_of(" '\"%,ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    }
}

RC_GTEST_PROP(SplitCsv, GivesBackAnyFieldsThatWereQuoted, (std::vector<std::string> fields)) {
    RC_PRE(!fields.empty());
    std::string line;
    for (const std::string& field : fields) {
        line += line.empty() ? "\"" : ",\"";
        for (const char c : field)
            line += c == '"' ? std::string("\"\"") : std::string(1, c);
        line += '"';
    }
    std::vector<std::string> split;
    RC_ASSERT(split_csv(line, split));
    RC_ASSERT(split == fields);
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
