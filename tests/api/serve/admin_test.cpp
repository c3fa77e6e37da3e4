#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include <fstream>
#include <thread>

#include "served_api.hpp"
#include "support/child_process.hpp"

namespace neurec::tests {
namespace {

using testing::HasSubstr;

class Admin : public ServedApi {
  protected:
    [[nodiscard]] HttpAnswer admin(std::string_view method, std::string_view path,
                                   std::string_view body = {}) const {
        return send(method, path, body, home().as_admin());
    }
    /// A model as the list has it.
    [[nodiscard]] boost::json::object model(std::string_view id) const {
        const boost::json::object list = parsed(admin("GET", "/admin/models"));
        for (const auto& each : list.at("models").as_array())
            if (each.at("id") == text_value(id)) return each.as_object();
        ADD_FAILURE() << id << " is not listed";
        return {};
    }
    /// The job when it has ended.
    [[nodiscard]] boost::json::object ended(std::int64_t job) const {
        const std::string path = "/admin/training-jobs/" + std::to_string(job);
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(3);
        boost::json::object shown = parsed(admin("GET", path));
        while (shown.at("finished_at").is_null() && std::chrono::steady_clock::now() < give_up) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            shown = parsed(admin("GET", path));
        }
        return shown;
    }
};

TEST_F(Admin, EveryEndpointAsksForAnAdminHoweverAccountsAreEnforced) {
    const Member member = sign_up();
    const std::pair<const char*, const char*> endpoints[] = {
        {"GET", "/admin/stats"},
        {"GET", "/admin/models"},
        {"POST", "/admin/models/m2/activate"},
        {"GET", "/admin/training-jobs"},
        {"POST", "/admin/training-jobs"},
        {"GET", "/admin/training-jobs/1"},
        {"POST", "/admin/training-jobs/1/cancel"}};
    for (const auto enforcement :
         {presentation::http::Enforcement::strict, presentation::http::Enforcement::seed}) {
        server_.reset();
        api_.emplace(home().ports(), "1.2.3",
                     presentation::http::AccessRules{.enforcement = enforcement});
        server_.emplace(
            api_->router(),
            presentation::http::ServerAddress{.host = "127.0.0.1", .port = 0, .workers = 2},
            presentation::http::ServerLimits{}, home().logger());
        for (const auto& [method, path] : endpoints) {
            EXPECT_EQ(send(method, path, "{}").status, 401) << path;
            EXPECT_EQ(send(method, path, "{}", member.header).status, 403) << path;
        }
    }
    EXPECT_EQ(home().models().active(), "m1") << "nothing was activated";
    EXPECT_EQ(api_->models().current()->ranking->id(), "m1");
}

TEST_F(Admin, StatsCountWhatThereIsAndHowItWasAnswered) {
    EXPECT_EQ(get("/movies/?size=1").status, 200);
    EXPECT_EQ(get("/movies/?size=0").status, 422);
    const boost::json::object stats = parsed(admin("GET", "/admin/stats"));
    EXPECT_EQ(stats.at("movies").to_number<std::size_t>(), home().data().movies().size());
    EXPECT_EQ(stats.at("ratings").to_number<std::size_t>(), home().data().rating_count());
    EXPECT_GE(stats.at("users").to_number<std::size_t>(), home().data().users().size());
    EXPECT_EQ(stats.at("model"), "m1");
    EXPECT_GE(stats.at("requests").to_number<int>(), 2);
    EXPECT_GT(stats.at("uptime_seconds").to_number<double>(), 0);
    bool has_movies = false;
    for (const auto& each : stats.at("routes").as_array())
        if (each.at("route") == "/movies/" && each.at("method") == "GET") {
            has_movies = true;
            EXPECT_GE(each.at("requests").to_number<int>(), 2);
            EXPECT_GT(each.at("p50_ms").to_number<double>(), 0);
            EXPECT_GE(each.at("p99_ms").to_number<double>(), each.at("p50_ms").to_number<double>());
        }
    EXPECT_TRUE(has_movies);
}

TEST_F(Admin, ModelsAreListedAndActivated) {
    const boost::json::object first = model("m1");
    EXPECT_EQ(first.at("active"), true);
    EXPECT_EQ(first.at("served"), true);
    EXPECT_TRUE(first.at("problem").is_null());
    EXPECT_TRUE(first.at("metrics").is_object());
    EXPECT_TRUE(first.at("epochs").is_array());
    EXPECT_EQ(model("m2").at("active"), false);
    const HttpAnswer ranked = cold_start("{}");

    const HttpAnswer activated = admin("POST", "/admin/models/m2/activate");
    EXPECT_EQ(activated.status, 200) << activated.body;
    EXPECT_EQ(parsed(activated).at("served"), true);
    EXPECT_NE(cold_start("{}").body, ranked.body) << "the very next request is the new model's";
    EXPECT_EQ(model("m1").at("active"), false);

    EXPECT_EQ(admin("POST", "/admin/models/m1/activate").status, 200);
    EXPECT_EQ(cold_start("{}").body, ranked.body);
    EXPECT_EQ(admin("POST", "/admin/models/none/activate").status, 404);
    EXPECT_EQ(admin("POST", "/admin/models/..%2F..%2Fetc/activate").status, 404);
}

TEST_F(Admin, ADamagedModelIsShownAndNotActivated) {
    home().add_model("damaged", 3);
    const auto tensors = home().models().folder() / "damaged" / "model.safetensors";
    std::ofstream(tensors, std::ios::trunc) << "nothing";
    const HttpAnswer refused = admin("POST", "/admin/models/damaged/activate");
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_EQ(home().models().active(), "m1");
    EXPECT_EQ(cold_start("{}").status, 200);
    std::filesystem::remove_all(tensors.parent_path());
}

TEST_F(Admin, ATrainingJobIsRefusedWhereItDoesNotFit) {
    EXPECT_EQ(admin("POST", "/admin/training-jobs").status, 422);
    EXPECT_EQ(admin("POST", "/admin/training-jobs", R"({"preset":"other"})").status, 422);
    EXPECT_EQ(admin("POST", "/admin/training-jobs", R"({"epochs":0})").status, 422);
    EXPECT_EQ(admin("POST", "/admin/training-jobs", R"({"seed":-1})").status, 422);
    EXPECT_EQ(admin("GET", "/admin/training-jobs/999").status, 404);
    EXPECT_EQ(admin("POST", "/admin/training-jobs/999/cancel").status, 404);
    EXPECT_EQ(parsed(admin("GET", "/admin/training-jobs")).at("jobs").as_array().size(), 0U);
}

TEST_F(Admin, ATrainingJobMakesAModelThatIsServed) {
    if (!std::filesystem::exists(program_path("neurec-train")))
        GTEST_SKIP() << "neurec-train is not part of this build";
    const HttpAnswer submitted = admin("POST", "/admin/training-jobs", R"({"epochs":2,"seed":5})");
    ASSERT_EQ(submitted.status, 201) << submitted.body;
    const std::int64_t id = parsed(submitted).at("id").as_int64();
    EXPECT_EQ(cold_start("{}").status, 200) << "the server goes on";

    const boost::json::object job = ended(id);
    ASSERT_EQ(job.at("status"), "succeeded") << boost::json::serialize(job);
    ASSERT_EQ(job.at("epochs").as_array().size(), 2U);
    EXPECT_GT(job.at("epochs").at(1).at("samples_per_second").to_number<double>(), 0);
    const std::string model(job.at("model_id").as_string());
    EXPECT_EQ(home().models().active(), model);
    EXPECT_THAT(get("/recommendations/health").body, HasSubstr(model));
    EXPECT_EQ(parsed(admin("GET", "/admin/training-jobs")).at("jobs").at(0).at("id"), id);
}

TEST_F(Admin, ATrainingJobIsCancelled) {
    const HttpAnswer submitted =
        admin("POST", "/admin/training-jobs", R"({"epochs":100000,"patience":100000})");
    ASSERT_EQ(submitted.status, 201) << submitted.body;
    const std::int64_t id = parsed(submitted).at("id").as_int64();
    const std::string path = "/admin/training-jobs/" + std::to_string(id);
    const HttpAnswer cancelled = admin("POST", path + "/cancel");
    const std::string status(ended(id).at("status").as_string());
    if (std::filesystem::exists(program_path("neurec-train"))) {
        EXPECT_EQ(cancelled.status, 200) << cancelled.body;
        EXPECT_EQ(status, "cancelled");
    } else {
        EXPECT_THAT(status, testing::AnyOf("cancelled", "failed"));
    }
    EXPECT_EQ(admin("POST", path + "/cancel").status, 409);
    EXPECT_EQ(home().models().active(), "m1");
}

}  // namespace
}  // namespace neurec::tests
