#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "domain/random.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

/// Damages a body as careless and hostile clients do. Deterministic by seed.
class Mutator {
  public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] std::string mutated(std::string text) {
        for (std::uint64_t edits = 1 + random_.below(4); edits > 0; --edits)
            edit(text);
        return text;
    }

  private:
    void edit(std::string& text) {
        static constexpr std::array<std::string_view, 24> kTokens = {
            "null",  "true", "-1",   "1e999",    "0.5",         "\"\"",
            "[",     "]",    "{",    "}",        ",",           ":",
            "\"5\"", "NaN",  "\\u0", "\xff",     "\"\\ud800\"", "9999999999999999999999",
            "-0",    "1.5",  "\x01", "[[[[[[[[", "{\"a\":",     " "};
        const std::size_t at = random_.below(text.size() + 1);
        const std::size_t length = std::min<std::size_t>(random_.below(8), text.size() - at);
        switch (random_.below(5)) {
            case 0:
                text.insert(at, kTokens[random_.below(kTokens.size())]);
                break;
            case 1:
                text.replace(at, length, kTokens[random_.below(kTokens.size())]);
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(at, text.substr(at, length));
                break;
            default:
                if (at < text.size()) text[at] = static_cast<char>(random_.below(256));
        }
    }
    domain::Random random_;
};

class MutatedBodies : public ServedApi {};

TEST_F(MutatedBodies, AreAnsweredWithoutAFailure) {
    const std::array<std::string, 3> bodies = {
        R"({"age":25,"gender":"F","occupation":3,"num_recommendations":5,"ratings":[{"movie_id":)" +
            id(1) + R"(,"rating":4.5},{"movie_id":)" + id(2) + R"(,"rating":"2"}]})",
        R"({"user_id":3,"candidates":[)" + id(3) + "," + id(4) +
            R"(],"genres":["Drama"],"strategy":"hybrid"})",
        R"({"diversity":0.5,"explain":true,"ratings":[{"movie_id":)" + id(5) + R"(,"rating":5}]})"};
    Mutator mutator(7);
    RawConnection connection(port());
    std::map<int, int> count_of;
    for (int i = 0; i < 10'000; ++i) {
        const std::string body =
            mutator.mutated(bodies[static_cast<std::size_t>(i) % bodies.size()]);
        ASSERT_TRUE(connection.send(
            request_bytes("POST", "/recommendations/cold-start", body, home().as_admin())));
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer) << body;
        ASSERT_TRUE(answer->status == 200 || answer->status == 422 || answer->status == 404)
            << answer->status << body << answer->body;
        boost::system::error_code error;
        static_cast<void>(boost::json::parse(answer->body, error));
        ASSERT_FALSE(error) << answer->body;
        ++count_of[answer->status];
        if (i % 9'000 == 8'999)
            connection = RawConnection(port());  // a connection has its share of requests
    }
    EXPECT_GT(count_of[200], 500);
    EXPECT_GT(count_of[422], 5'000);
}

TEST_F(MutatedBodies, AndTargetsAndHeadsAreAnsweredWithoutAFailure) {
    Mutator mutator(8);
    const std::string plain = request_bytes(
        "GET", "/movies/?page=1&size=2&title=a+b&genre=Drama&year_from=1990&sort=year", "",
        "Accept: */*\r\nX-Request-ID: abc\r\n");
    for (int i = 0; i < 2'000; ++i) {
        const std::string bytes = mutator.mutated(plain);
        RawConnection connection(port());
        connection.send(bytes);
        connection.finish_sending();
        const auto answer = connection.read_answer();
        ASSERT_LT(answer ? answer->status : 0, 500) << bytes;
    }
    EXPECT_EQ(get("/health/live").status, 200);
}

}  // namespace
}  // namespace neurec::tests
