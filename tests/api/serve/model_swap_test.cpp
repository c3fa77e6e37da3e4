#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <map>
#include <thread>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

class ModelSwap : public ServedApi {};

TEST_F(ModelSwap, DropsNoRequestAndMixesNoAnswer) {
    const std::string body = R"({"age":30,"gender":"F","num_recommendations":20})";
    std::map<std::string, std::string> answer_of;
    for (const char* model : {"m2", "m1"}) {
        home().models().activate(model);
        api_->models().refresh();
        answer_of[model] = cold_start(body).body;
    }
    ASSERT_NE(answer_of["m1"], answer_of["m2"]);

    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::map<std::string, std::atomic<int>> seen;
    seen["m1"] = 0;
    seen["m2"] = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            RawConnection connection(port());
            while (!done) {
                connection.send(request_bytes("POST", "/recommendations/cold-start", body));
                const auto answer = connection.read_answer();
                if (answer && answer->status == 200 && answer->body == answer_of.at("m1"))
                    ++seen.at("m1");
                else if (answer && answer->status == 200 && answer->body == answer_of.at("m2"))
                    ++seen.at("m2");
                else
                    ++wrong;
            }
        });
    for (int swap = 0; swap < 20; ++swap) {
        const std::string model = swap % 2 == 0 ? "m2" : "m1";
        const int before = seen.at(model);
        home().models().activate(model);
        api_->models().refresh();
        while (seen.at(model) == before && wrong == 0)
            std::this_thread::yield();
    }
    done = true;
    for (std::thread& client : clients)
        client.join();

    EXPECT_EQ(wrong, 0);
    EXPECT_GE(seen.at("m1"), 10);
    EXPECT_GE(seen.at("m2"), 10);
}

TEST_F(ModelSwap, GoesOnWithTheOldModelWhenTheNewOneIsDamaged) {
    home().add_model("damaged", 3);
    std::ofstream(home().models().folder() / "damaged" / "model.safetensors", std::ios::app) << "x";
    home().models().activate("damaged");
    api_->monitor().check();

    const HttpAnswer ready = get("/health/ready");
    EXPECT_EQ(ready.status, 200);
    EXPECT_EQ(parsed(ready).at("status"), "degraded");
    EXPECT_EQ(parsed(ready).at("checks").at("model").at("status"), "degraded");
    EXPECT_EQ(cold_start("{}").status, 200);
    EXPECT_GE(home().logger().count("model not taken up"), 1U);

    // And the old one goes on following the catalogue.
    const HttpAnswer posted =
        send("POST", "/movies/", R"({"title":"New","genres":["Drama"]})", home().as_admin());
    ASSERT_EQ(posted.status, 201) << posted.body;
    const std::string id = std::to_string(parsed(posted).at("id").as_int64());
    EXPECT_EQ(
        parsed(cold_start("{\"candidates\":[" + id + "]}")).at("recommendations").as_array().size(),
        1U);
}

TEST(ServerWithoutAModel, RunsAndSaysWhenToComeBack) {
    ServedHome home;
    presentation::http::Api api(home.ports(), "1.2.3");
    const presentation::http::Server server(
        api.router(), {.host = "127.0.0.1", .port = 0, .workers = 1}, {}, home.logger());
    for (const char* target :
         {"/recommendations/onboarding-movies", "/recommendations/health", "/health/ready"}) {
        const HttpAnswer answer = exchange(server.port(), "GET", target);
        EXPECT_EQ(answer.status, 503) << target;
        EXPECT_EQ(answer.headers.count("retry-after"), 1U) << target;
    }
    EXPECT_EQ(exchange(server.port(), "POST", "/recommendations/cold-start", "{}").status, 503);
    EXPECT_EQ(exchange(server.port(), "GET", "/movies/").status, 200);
    EXPECT_EQ(exchange(server.port(), "GET", "/health/live").status, 200);

    home.add_model("first", 1);
    home.models().activate("first");
    api.monitor().check();
    EXPECT_EQ(exchange(server.port(), "POST", "/recommendations/cold-start", "{}").status, 200);
}

}  // namespace
}  // namespace neurec::tests
