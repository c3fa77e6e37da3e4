#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "application/dtos/accounts.hpp"
#include "application/dtos/ratings.hpp"
#include "application/dtos/recommendations.hpp"
#include "domain/parallel_blocks.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/logging/json_logger.hpp"
#include "presentation/http/endpoint.hpp"
#include "presentation/http/router.hpp"
#include "presentation/json/reader.hpp"
#include "support/failing_allocations.hpp"
#include "support/recording_sink.hpp"
#include "support/served_fakes.hpp"
#include "support/temporary_folder.hpp"

// Memory that fails at any one allocation ends what was asked for with std::bad_alloc and nothing
// else: no crash, no leak (the address sanitizer looks), no half result taken for a whole one.
namespace neurec::tests {
namespace {

namespace json = presentation::json;
namespace http = presentation::http;

/// Calls `deed` with each of its allocations failing in turn; `check` sees what it gives where it
/// gives something.
template <class Deed, class Check>
void fail_each_allocation(Deed deed, Check check) {
    std::size_t nth = 0;
    std::size_t refusals = 0;
    for (bool has_failed = true; has_failed; ++nth) {
        ASSERT_LT(nth, 20'000U) << "the deed comes to an end";
        std::optional<decltype(deed())> result;
        {
            const FailingAllocations failing(nth);
            try {
                result.emplace(deed());
            } catch (const std::bad_alloc&) {
                ++refusals;
            }
            has_failed = failing.has_failed();
        }
        if (result) check(*result);
    }
    EXPECT_GT(nth, 10U) << "there were allocations to fail";
    EXPECT_GT(refusals, 0U);
}

struct Decoded {
    bool has_value = false;
    std::string faults;
};

template <class Dto>
Decoded decoded(std::string_view body) {
    json::Faults faults;
    const bool has_value = json::decode_body<Dto>(body, faults).has_value();
    return {has_value, faults.empty() ? std::string() : faults.to_json()};
}

template <class Dto>
void fail_while_decoding(std::string_view body) {
    const Decoded whole = decoded<Dto>(body);
    fail_each_allocation([&] { return decoded<Dto>(body); },
                         [&](const Decoded& result) {
                             EXPECT_EQ(result.has_value, whole.has_value);
                             EXPECT_EQ(result.faults, whole.faults);
                         });
}

TEST(FailingAllocation, OfTheJsonReaderIsNoHalfValueAndNoHalfRefusal) {
    fail_while_decoding<application::NewUserRecommendationRequest>(
        R"({"age":25,"gender":"F","ratings":[{"movie_id":1,"rating":4.5},{"movie_id":2,"rating":3}],)"
        R"("genres":["Drama","a genre with a name that does not fit into a small string"]})");
    fail_while_decoding<application::UserSchema>(
        R"({"username":"a name that does not fit into a small string","email":"ann@example.org",)"
        R"("password":"correct horse battery staple"})");
    fail_while_decoding<application::UserSchema>(
        R"({"username":"","email":"no address","password":"short","age":-1,"gender":"X"})");
    fail_while_decoding<std::vector<application::RatingSchema>>(
        R"([{"user_id":1,"movie_id":2,"rating":4},{"user_id":1,"movie_id":"x","rating":9}])");
    fail_while_decoding<std::vector<application::RatingSchema>>(R"([{"user_id":1,)");
}

/// What a data set of this layout is read as, however much memory there is.
void fail_while_reading(const std::vector<std::pair<std::string, std::string>>& files) {
    const TemporaryFolder folder;
    for (const auto& [name, content] : files)
        static_cast<void>(folder.write(name, content));
    // Opened before memory fails: libstdc++'s directory iterators are noexcept, and would end the
    // program.
    const auto reader = infrastructure::datasets::open_dataset(folder.path());
    const auto read = [&] {
        RecordingSink rows;
        reader->read(rows);
        return rows;
    };
    const RecordingSink whole = read();
    fail_each_allocation(read, [&](const RecordingSink& rows) {
        EXPECT_EQ(rows.movies, whole.movies);
        EXPECT_EQ(rows.users, whole.users);
        EXPECT_EQ(rows.ratings, whole.ratings);
        EXPECT_EQ(rows.bad_lines.size(), whole.bad_lines.size());
    });
}

TEST(FailingAllocation, OfADatasetReaderLosesNoRowInSilence) {
    fail_while_reading({{"movies.dat",
                         "1::Made Up, a Title of Some Length (1995)::Drama|Comedy\n"
                         "2::Other, The (1901)::Crime\nbad\n"},
                        {"users.dat", "1::F::1::10::00000\n2::M::56::16::11111\n"},
                        {"ratings.dat", "1::1::5::978300760\n2::2::3::978302109\n2::9::3::1\n"}});
    fail_while_reading(
        {{"movies.csv", "movieId,title,genres\n1,\"Made, The (1995)\",Drama|Comedy\n"},
         {"ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.5,1147880044\n"}});
}

}  // namespace

struct EchoedText {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(EchoedText, (), (text))

struct EchoedQuery {
    std::optional<std::string> a;
};
BOOST_DESCRIBE_STRUCT(EchoedQuery, (), (a))

}  // namespace neurec::tests

template <>
inline constexpr neurec::application::Constraints
    neurec::application::kConstraints<&neurec::tests::EchoedText::text> = {.max_length = 200};

namespace neurec::tests {
namespace {

TEST(FailingAllocation, OfALogLineLosesTheLineAlone) {
    std::size_t nth = 0;
    std::string written;
    for (bool has_failed = true; has_failed; ++nth) {
        std::ostringstream out;
        infrastructure::logging::JsonLogger logger(domain::LogLevel::info, out);
        {
            const FailingAllocations failing(nth);
            logger.write(domain::LogLevel::info, "a message that does not fit into a small string",
                         {{"field", std::string_view("and a value that does not, either")}});
            has_failed = failing.has_failed();
        }
        if (!has_failed) written = out.str();
    }
    EXPECT_GT(nth, 2U);
    EXPECT_NE(written.find("a value that does not"), std::string::npos) << written;
}

TEST(FailingAllocation, OfHelpersLeavesTheWorkToTheCaller) {
    std::vector<int> visits(100);
    const std::function<void(std::size_t, std::size_t)> work = [&](std::size_t begin,
                                                                   std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            ++visits[i];
    };
    {
        const FailingAllocations failing(0, SIZE_MAX);
        domain::for_each_block(visits.size(), 10, 4, work, nullptr);
    }
    EXPECT_EQ(visits, std::vector<int>(100, 1));
}

TEST(FailingAllocation, OfARequestIsAnAnswerAndTheServerGoesOn) {
    RecordingLogger logger;
    http::Router router(logger);
    router.add(http::Endpoint<http::None, EchoedQuery, EchoedText>::route(
        {.method = http::Method::post, .path = "/echo"},
        [](const auto& call) { return call.body; }));
    const http::Request request{
        .method = http::Method::post,
        .target = "/echo?a=b",
        .body = R"({"text":"a text that does not fit into a small string, and goes on"})"};
    const http::Resolution resolution = router.resolve(request);

    fail_each_allocation(
        [&] {
            const http::Response response = router.run(resolution, request);
            if (response.status == 503) throw std::bad_alloc();  // counted as a refusal
            return response;
        },
        [&](const http::Response& response) {
            EXPECT_EQ(response.status, 200);
            EXPECT_EQ(response.body, request.body);
        });
    EXPECT_GT(logger.count("request cannot be served now"), 0U);

    std::optional<http::Response> without_memory;
    {
        const FailingAllocations failing(3, SIZE_MAX);
        without_memory.emplace(router.run(resolution, request));
    }
    EXPECT_EQ(without_memory->status, 503);
    EXPECT_EQ(without_memory->body, "");
    EXPECT_EQ(router.run(resolution, request).status, 200);
}

}  // namespace
}  // namespace neurec::tests
