#include <gtest/gtest.h>

#include <array>

#include "mutator.hpp"
#include "served_api.hpp"

namespace neurec::tests {
namespace {

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
