#include <gmock/gmock.h>
#include <zlib.h>

#include "server_fixture.hpp"

namespace neurec::presentation::http {
namespace {

using testing::HasSubstr;

[[nodiscard]] std::string gzip(std::string_view text) {
    z_stream stream{};
    constexpr int kOnlyGzip = 16;
    EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kOnlyGzip, 8,
                           Z_DEFAULT_STRATEGY),
              Z_OK);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// /echo gives a JSON text back, /bulk takes larger ones, /form gives a form's field back.
class ContentEncodingTest : public ServerTest {
  protected:
    ContentEncodingTest() {
        using Bulk = Endpoint<None, None, Echo>;
        router_.add(Bulk::route({.method = Method::post, .path = "/bulk", .takes_bulk = true},
                                [](const Bulk::CallType& call) { return call.body; }));
        using Fields = Endpoint<None, None, Form<Echo>>;
        router_.add(Fields::route({.method = Method::post, .path = "/form"},
                                  [](const Fields::CallType& call) { return call.body.fields; }));
    }
    [[nodiscard]] tests::HttpAnswer post(std::string_view path, std::string_view body,
                                         const std::string& coding,
                                         std::string_view more = {}) const {
        return tests::exchange(port(), "POST", path, body,
                               "Content-Encoding: " + coding + "\r\n" + std::string(more));
    }
};

constexpr std::string_view kJson = R"({"text":"packed"})";

TEST_F(ContentEncodingTest, IsUndoneForJsonAndForms) {
    start();
    for (const char* coding : {"gzip", "x-gzip", "GZip"})
        EXPECT_EQ(post("/echo", gzip(kJson), coding).body, kJson) << coding;
    EXPECT_EQ(post("/form", gzip("text=packed"), "gzip",
                   "Content-Type: application/x-www-form-urlencoded\r\n")
                  .body,
              kJson);
    EXPECT_EQ(post("/echo", kJson, "identity").body, kJson);
    EXPECT_EQ(post("/echo", gzip(R"({"text":)") + gzip(R"("packed"})"), "gzip").body, kJson)
        << "several members are one file";
}

TEST_F(ContentEncodingTest, IsUndoneForChunkedBodies) {
    start();
    const std::string packed = gzip(kJson);
    std::string bytes =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: "
        "gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char each : packed)
        bytes += std::string("1\r\n") + each + "\r\n";
    EXPECT_EQ(answer_to(bytes + "0\r\n\r\n").body, kJson);
}

TEST_F(ContentEncodingTest, ThatIsNotUnderstoodIs415WithWhatIs) {
    start();
    for (const char* coding : {"br", "deflate", "gzip, gzip", "gzip\r\nContent-Encoding: gzip"}) {
        const auto answer = post("/echo", gzip(kJson), coding);
        EXPECT_EQ(answer.status, 415) << coding;
        EXPECT_EQ(answer.headers.at("accept-encoding"), "gzip");
    }
    EXPECT_EQ(post("/echo", gzip(kJson), "gzip", "Content-Type: text/plain\r\n").status, 415);
}

TEST_F(ContentEncodingTest, ThatDoesNotFitTheBodyIs400) {
    start();
    const std::string packed = gzip(kJson);
    std::string flipped = packed;
    flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 0x55);
    for (const std::string& body :
         {std::string(kJson), packed.substr(0, packed.size() - 1), packed.substr(0, 5), flipped,
          packed + "more", packed + packed.substr(0, 3)}) {
        const auto answer = post("/echo", body, "gzip");
        EXPECT_EQ(answer.status, 400) << body.size();
        EXPECT_THAT(answer.body, HasSubstr("not whole gzip"));
    }
    EXPECT_EQ(post("/echo", gzip("{"), "gzip").status, 422) << "whole, but no JSON";
    EXPECT_EQ(post("/echo", gzip(""), "gzip").status, 422) << "whole, but nothing";
}

TEST_F(ContentEncodingTest, CountsUnpackedAgainstTheSameLimits) {
    start({.body_bytes = 10'000, .bulk_body_bytes = 40'000});
    const auto body_of = [](std::size_t bytes) {
        return gzip(R"({"text":")" + std::string(bytes - 11, 'x') + R"("})");
    };
    EXPECT_EQ(post("/echo", body_of(10'000), "gzip").status, 200);
    EXPECT_EQ(post("/echo", body_of(10'001), "gzip").status, 413);
    EXPECT_EQ(post("/bulk", body_of(40'000), "gzip").status, 200);
    EXPECT_EQ(post("/bulk", body_of(40'001), "gzip").status, 413);
}

TEST_F(ContentEncodingTest, StopsUnpackingABombAtTheLimit) {
    start();
    // 1 GB of spaces, put together from the same member: unpacking all of it takes seconds.
    const std::string member = gzip(std::string(8UL * 1024 * 1024, ' '));
    std::string bomb;
    while (bomb.size() + member.size() < 1024UL * 1024)
        bomb += member;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(post("/echo", bomb, "gzip").status, 413);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST_F(ServerTest, TakesLargeBodiesWhereARouteAsksForThemAndNowhereElse) {
    using Bulk = Endpoint<None, None, Echo>;
    router_.add(Bulk::route({.method = Method::post, .path = "/bulk", .takes_bulk = true},
                            [](const Bulk::CallType& call) { return call.body; }));
    start({.body_bytes = 1000, .bulk_body_bytes = 4000});
    const auto body_of = [](std::size_t bytes) {
        return R"({"text":")" + std::string(bytes - 11, 'x') + R"("})";
    };
    EXPECT_EQ(tests::exchange(port(), "POST", "/bulk", body_of(4000)).status, 200);
    EXPECT_EQ(tests::exchange(port(), "POST", "/bulk", body_of(4001)).status, 413);
    EXPECT_EQ(tests::exchange(port(), "POST", "/echo", body_of(1001)).status, 413);
    EXPECT_EQ(tests::exchange(port(), "POST", "/nowhere", body_of(1001)).status, 413);
    const auto chunked = [&](const char* path, std::size_t bytes) {
        std::string request = "POST " + std::string(path) +
                              " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n";
        for (const char each : body_of(bytes))
            request += std::string("1\r\n") + each + "\r\n";
        return answer_to(request + "0\r\n\r\n").status;
    };
    EXPECT_EQ(chunked("/bulk", 4000), 200);
    EXPECT_EQ(chunked("/bulk", 4001), 413);
    EXPECT_EQ(chunked("/echo", 1001), 413);
}

TEST_F(ServerTest, HoldsOnlySoManyLargeBodiesAtOnce) {
    using Bulk = Endpoint<None, None, Echo>;
    router_.add(Bulk::route({.method = Method::post, .path = "/bulk", .takes_bulk = true},
                            [](const Bulk::CallType& call) { return call.body; }));
    start({.body_bytes = 1000, .bulk_body_bytes = 4000, .bulk_bodies = 1});
    const std::string body = R"({"text":")" + std::string(2000, 'x') + R"("})";
    const std::string head =
        "POST /bulk HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        "Content-Type: application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n";
    tests::RawConnection first(port());
    first.send(head);
    ASSERT_EQ(first.read_answer()->status, 100) << "it is the one";
    const auto refused = tests::exchange(port(), "POST", "/bulk", body);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(metric(R"(neurec_http_requests_refused_total{reason="bulk_bodies"})"), 1);
    EXPECT_EQ(tests::exchange(port(), "POST", "/bulk", R"({"text":"small"})").status, 200);
    first.send(body);
    EXPECT_EQ(first.read_answer()->status, 200);
    // Its share is free once its connection has gone on to the next request.
    first.send("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(first.read_answer()->status, 200);
    EXPECT_EQ(tests::exchange(port(), "POST", "/bulk", body).status, 200);
}

}  // namespace
}  // namespace neurec::presentation::http
