#include <gmock/gmock.h>

#include "served_api.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;

using MetricsEndpoint = ServedApi;

TEST_F(MetricsEndpoint, SpeaksPrometheusTextFormat) {
    const HttpAnswer answer = get("/metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(answer.body, HasSubstr("# TYPE neurec_http_request_duration_seconds histogram\n"));
    EXPECT_EQ(answer.body.back(), '\n');
}

TEST_F(MetricsEndpoint, TellsOfProgramModelAndProcess) {
    const std::string body = get("/metrics").body;
    EXPECT_THAT(body, HasSubstr("neurec_build_info{version=\"1.2.3\",compiler=\""));
    EXPECT_THAT(body, HasSubstr("\nneurec_model_info{model=\"m1\"} 1\n"));
    EXPECT_THAT(body, HasSubstr("\nneurec_model_generation 1\n"));
    EXPECT_THAT(body, HasSubstr("\nneurec_model_is_active 1\n"));
    EXPECT_THAT(body, HasSubstr("\nneurec_model_age_seconds "));
    EXPECT_THAT(body, HasSubstr("\nprocess_resident_memory_bytes "));
}

TEST_F(MetricsEndpoint, CountsGenerationsOfTheModel) {
    home().models().activate("m2");
    api_->monitor().check();
    const std::string body = get("/metrics").body;
    EXPECT_THAT(body, HasSubstr("\nneurec_model_info{model=\"m2\"} 1\n"));
    EXPECT_THAT(body, HasSubstr("\nneurec_model_generation 2\n"));
}

TEST_F(MetricsEndpoint, AnswersWithHealthWhenThereAreTooManyConnections) {
    using presentation::http::Server;
    using presentation::http::ServerLimits;
    for (const ServerLimits& limits :
         {ServerLimits{.connections = 1}, ServerLimits{.connections_per_address = 1}}) {
        const Server server(api_->router(), {}, limits, home().logger());
        RawConnection only(server.port());
        only.send(request_bytes("GET", "/health/live"));
        EXPECT_EQ(only.read_answer()->status, 200);
        for (const char* target : {"/health/live", "/health/ready", "/metrics"})
            EXPECT_EQ(exchange(server.port(), "GET", target).status, 200) << target;
        const HttpAnswer shed =
            exchange(server.port(), "POST", "/recommendations/cold-start", "{}");
        EXPECT_EQ(shed.status, 503);
        EXPECT_EQ(shed.headers.at("retry-after"), "1");
        only.send(request_bytes("POST", "/recommendations/cold-start", "{}"));
        EXPECT_EQ(only.read_answer()->status, 200);
    }
}

TEST_F(MetricsEndpoint, TimesTheStagesOfARecommendation) {
    const auto count = [&](const std::string& stage) {
        const std::string series =
            "\nneurec_recommendation_stage_seconds_count{stage=\"" + stage + "\"} ";
        const std::string body = get("/metrics").body;
        return std::stoi(body.substr(body.find(series) + series.size()));
    };
    for (const char* stage : {"profile", "features", "candidates", "ranking"}) {
        const int before = count(stage);
        EXPECT_EQ(cold_start("{}").status, 200);
        EXPECT_EQ(count(stage), before + 1) << stage;
    }
}

}  // namespace
}  // namespace neurec::tests
