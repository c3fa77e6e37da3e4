#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "served_api.hpp"
#include "support/certificates.hpp"
#include "support/child_process.hpp"
#include "support/tls_client.hpp"

namespace neurec::tests {
namespace {

/// The program itself, on a home with data and a model.
class ServeCommand : public testing::Test {
  protected:
    ServeCommand() {
        home_.add_model("m1", 1);
        home_.models().activate("m1");
    }
    [[nodiscard]] std::vector<std::string> command(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(),
                         {program_path("neurec").string(), "--home", home_.folder().string()});
        return arguments;
    }
    /// The port that the program says it listens on.
    static std::uint16_t port_of(ChildProcess& server, const std::string& scheme = "http") {
        EXPECT_TRUE(server.wait_for_text("Try\n")) << server.errors();
        const std::string output = server.output();
        const std::string mark = "listens on " + scheme + "://127.0.0.1:";
        return static_cast<std::uint16_t>(
            std::stoi(output.substr(output.find(mark) + mark.size())));
    }

    ServedHome home_;
};

TEST_F(ServeCommand, AnswersUntilItIsToldToStopAndExitsWithZero) {
    ChildProcess server(command({"serve", "--port", "0"}));
    const std::uint16_t port = port_of(server);
    RawConnection kept(port);
    kept.send(request_bytes("POST", "/recommendations/cold-start", "{}"));
    EXPECT_EQ(kept.read_answer()->status, 200);

    server.send(SIGTERM);
    // Readiness says 503 first, on a connection that still stands.
    int ready = 200;
    while (ready == 200) {
        kept.send(request_bytes("GET", "/health/ready"));
        const auto answer = kept.read_answer();
        ready = answer ? answer->status : 0;
    }
    EXPECT_EQ(ready, 503);
    const ExitStatus status = server.wait();
    EXPECT_EQ(status.code, 0) << server.errors();
}

TEST_F(ServeCommand, FinishesARequestThatIsUnderWayWhenItIsToldToStop) {
    ChildProcess server(command({"serve", "--port", "0"}));
    const std::uint16_t port = port_of(server);
    RawConnection under_way(port);
    RawConnection probe(port);
    under_way.send(
        "POST /recommendations/cold-start HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\n\r\n{");
    probe.send(request_bytes("GET", "/health/live"));
    EXPECT_EQ(probe.read_answer()->status, 200);  // so the server has read what came before

    server.send(SIGTERM);
    EXPECT_TRUE(probe.is_closed_by_server());  // half a second after readiness said 503
    EXPECT_THROW(RawConnection{port}, std::runtime_error);
    under_way.send("}");
    const auto answer = under_way.read_answer();
    ASSERT_TRUE(answer) << server.errors();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_EQ(server.wait().code, 0) << server.errors();
    EXPECT_NE(server.errors().find("\"every_request_answered\":true"), std::string::npos);
}

TEST_F(ServeCommand, OutlivesSignalsThatComeWhileItReloadsAndStopsByThem) {
    ChildProcess server(command({"serve", "--port", "0"}));
    const std::uint16_t port = port_of(server);
    for (int i = 0; i < 100; ++i) {
        server.send(SIGHUP);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(exchange(port, "GET", "/health/live").status, 200) << server.errors();

    server.send(SIGHUP);
    server.send(SIGTERM);
    EXPECT_EQ(server.wait().code, 0) << server.errors();
    EXPECT_NE(server.errors().find("\"every_request_answered\":true"), std::string::npos);
}

TEST_F(ServeCommand, ServesHttpsAndTakesUpARenewedCertificate) {
    const auto certificate = home_.folder() / "certificate.pem";
    const auto key = home_.folder() / "key.pem";
    const KeyPair pair;
    pair.write_certificate(certificate, 1);
    pair.write_key(key);
    ChildProcess server(command({"serve", "--port", "0", "--tls-certificate", certificate.string(),
                                 "--tls-key", key.string()}));
    const std::uint16_t port = port_of(server, "https");
    EXPECT_EQ(TlsConnection(port).serial(), 1);

    pair.write_certificate(certificate, 2);
    server.send(SIGHUP);
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (TlsConnection(port).serial() != 2)
        ASSERT_LT(std::chrono::steady_clock::now(), give_up) << server.errors();

    pair.write_certificate(certificate, 3, std::chrono::hours(-2), std::chrono::hours(-1));
    server.send(SIGHUP);
    EXPECT_TRUE(server.wait_for_text("certificate not taken up")) << server.errors();
    EXPECT_EQ(TlsConnection(port).serial(), 2);
}

TEST_F(ServeCommand, DoesNotStartWithSettingsOfTheEdgeThatCannotBeMeant) {
    const auto error_of = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"serve", "--port", "0"});
        const Finished finished = run(command(arguments));
        EXPECT_EQ(finished.status.code, 2) << finished.output;
        return finished.errors;
    };
    EXPECT_NE(error_of({"--tls-key", "key.pem"}).find("belong together"), std::string::npos);
    EXPECT_NE(error_of({"--tls-key", "/no.pem", "--tls-certificate", "/no.pem"})
                  .find("The certificate /no.pem cannot be read"),
              std::string::npos);
    EXPECT_NE(error_of({"--cors-origin", "a.example"}).find("is no origin"), std::string::npos);
    EXPECT_NE(error_of({"--trusted-proxy", "10.0.0.1/8"}).find("is no network"), std::string::npos);
}

TEST_F(ServeCommand, LogsRequestsUnlessItIsToldNotTo) {
    ChildProcess logging(command({"serve", "--port", "0"}));
    EXPECT_EQ(exchange(port_of(logging), "GET", "/health/live").status, 200);
    EXPECT_TRUE(logging.wait_for_text("\"route\":\"/health/live\""));
    ChildProcess quiet(command({"serve", "--port", "0", "--request-log", "off"}));
    EXPECT_EQ(exchange(port_of(quiet), "GET", "/health/live").status, 200);
    quiet.send(SIGTERM);
    EXPECT_EQ(quiet.wait().code, 0);
    EXPECT_EQ(quiet.errors().find("/health/live"), std::string::npos) << quiet.errors();
}

TEST_F(ServeCommand, TakesUpANewlyActivatedModelByItself) {
    ChildProcess server(command({"serve", "--port", "0"}));
    const std::uint16_t port = port_of(server);
    home_.add_model("m2", 2);
    home_.models().activate("m2");
    EXPECT_TRUE(server.wait_for_text("\"model\":\"m2\""));
    EXPECT_NE(exchange(port, "GET", "/recommendations/health").body.find("m2"), std::string::npos);
}

TEST_F(ServeCommand, SaysWhatToDoWhenItsPortIsTaken) {
    ChildProcess first(command({"serve", "--port", "0"}));
    const std::string port = std::to_string(port_of(first));
    const Finished second = run(command({"serve", "--port", port}));
    EXPECT_EQ(second.status.code, 6);
    EXPECT_NE(second.errors.find("Another program already listens on port " + port),
              std::string::npos)
        << second.errors;
}

TEST_F(ServeCommand, WarnsWhenOthersCanReachIt) {
    ChildProcess server(command({"serve", "--host", "0.0.0.0", "--port", "0"}));
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    EXPECT_NE(server.output().find("Beyond this machine"), std::string::npos);
    EXPECT_NE(server.output().find("in the clear"), std::string::npos);
    ChildProcess local(command({"serve", "--port", "0"}));
    ASSERT_TRUE(local.wait_for_text("Try\n")) << local.errors();
    EXPECT_EQ(local.output().find("Beyond this machine"), std::string::npos);
}

TEST_F(ServeCommand, DoesNotSayThatPasswordsTravelInTheClearWhereItSpeaksTls) {
    const auto certificate = home_.folder() / "certificate.pem";
    const auto key = home_.folder() / "key.pem";
    const KeyPair pair;
    pair.write_certificate(certificate, 1);
    pair.write_key(key);
    ChildProcess server(command({"serve", "--host", "0.0.0.0", "--port", "0", "--tls-certificate",
                                 certificate.string(), "--tls-key", key.string()}));
    ASSERT_TRUE(server.wait_for_text("Try\n")) << server.errors();
    EXPECT_NE(server.output().find("Beyond this machine"), std::string::npos);
    EXPECT_EQ(server.output().find("in the clear"), std::string::npos) << server.output();
}

TEST_F(ServeCommand, IsOpenToAllOnlyWhereOthersCannotReachItUnlessItIsToldTwice) {
    const Finished refused =
        run(command({"serve", "--host", "0.0.0.0", "--port", "0", "--auth-enforcement", "seed"}));
    EXPECT_EQ(refused.status.code, 2);
    EXPECT_NE(refused.errors.find("--allow-insecure on"), std::string::npos) << refused.errors;
    EXPECT_EQ(refused.output, "") << "it never listened";

    ChildProcess insecure(command({"serve", "--host", "0.0.0.0", "--port", "0",
                                   "--auth-enforcement", "seed", "--allow-insecure", "on"}));
    EXPECT_TRUE(insecure.wait_for_text("Beyond this machine")) << insecure.errors();
    ChildProcess local(command({"serve", "--port", "0", "--auth-enforcement", "seed"}));
    EXPECT_EQ(exchange(port_of(local), "GET", "/users/").status, 200);
}

TEST_F(ServeCommand, DoesNotStartWithAShortKey) {
    for (const char* name : {"NEUREC_JWT_SECRET", "NEUREC_JWT_SECRET_PREVIOUS"}) {
        const Finished refused = run(command({"serve", "--port", "0"}), {{name, "too short"}});
        EXPECT_EQ(refused.status.code, 2) << name;
        EXPECT_NE(refused.errors.find("openssl rand -hex 32"), std::string::npos);
        EXPECT_EQ(refused.errors.find("too short"), std::string::npos) << "not shown";
    }
}

TEST_F(ServeCommand, AcceptsTokensOfThePreviousKeyAfterARotation) {
    const std::string old_key(32, 'o');
    const std::string new_key(32, 'n');
    const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
    std::string header;
    {
        ChildProcess before(command({"serve", "--port", "0"}), {{"NEUREC_JWT_SECRET", old_key}});
        const std::uint16_t port = port_of(before);
        ASSERT_EQ(exchange(port, "POST", "/users/",
                           R"({"username":"a","email":"a@b.org","password":"correct horse"})")
                      .status,
                  201);
        const HttpAnswer token = exchange(port, "POST", "/auth/token",
                                          "username=a%40b.org&password=correct+horse", form);
        header = "Authorization: Bearer " +
                 std::string(parsed(token).at("access_token").as_string()) + "\r\n";
    }
    {
        ChildProcess during(
            command({"serve", "--port", "0"}),
            {{"NEUREC_JWT_SECRET", new_key}, {"NEUREC_JWT_SECRET_PREVIOUS", old_key}});
        EXPECT_EQ(exchange(port_of(during), "GET", "/users/me", {}, header).status, 200);
    }
    ChildProcess after(command({"serve", "--port", "0"}), {{"NEUREC_JWT_SECRET", new_key}});
    EXPECT_EQ(exchange(port_of(after), "GET", "/users/me", {}, header).status, 401);
}

TEST_F(ServeCommand, EndsATrainingJobWhenItIsToldToStop) {
    if (!std::filesystem::exists(program_path("neurec-train")))
        GTEST_SKIP() << "neurec-train is not part of this build";
    ChildProcess server(command({"serve", "--port", "0"}),
                        {{"NEUREC_JWT_SECRET", std::string(32, 'k')}});
    const std::uint16_t port = port_of(server);
    ASSERT_EQ(exchange(port, "POST", "/admin/training-jobs",
                       R"({"epochs":100000,"patience":100000})", home_.as_admin())
                  .status,
              201);
    ASSERT_TRUE(server.wait_for_text("training job started")) << server.errors();
    server.send(SIGTERM);
    EXPECT_EQ(server.wait().code, 0) << server.errors();
    EXPECT_NE(server.errors().find("training job ended"), std::string::npos);
    const std::string home = home_.folder().string();
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
        std::ifstream environment(process.path() / "environ");
        std::ostringstream text;
        text << environment.rdbuf();
        EXPECT_EQ(text.str().find("NEUREC_HOME=" + home), std::string::npos) << process.path();
    }
}

using ModelCommand = ServeCommand;

TEST_F(ModelCommand, ListsModelsThoughTheActiveOneIsNotThereOrCannotBeTold) {
    EXPECT_NE(run(command({"model", "list"})).output.find("m1     yes"), std::string::npos);
    for (const char* const current : {"gone\n", "../elsewhere", "", "no id at all \x1b[2J"}) {
        std::ofstream(home_.folder() / "models" / "current") << current;
        const Finished list = run(command({"model", "list"}));
        EXPECT_EQ(list.status.code, 0) << list.errors;
        EXPECT_NE(list.output.find("m1"), std::string::npos) << list.output;
        EXPECT_EQ(list.output.find("yes"), std::string::npos) << list.output;
        EXPECT_NE(list.errors.find("neurec model activate ID"), std::string::npos) << list.errors;
        EXPECT_EQ(list.errors.find('\x1b'), std::string::npos);
    }
    EXPECT_EQ(run(command({"model", "activate", "m1"})).status.code, 0) << "as it was told";
    EXPECT_NE(run(command({"model", "list"})).output.find("m1     yes"), std::string::npos);
}

using RecommendCommand = ServeCommand;

TEST_F(RecommendCommand, GivesTheSameAsTheServer) {
    ChildProcess server(command({"serve", "--port", "0"}));
    const std::string first = std::to_string(home_.data().movies()[0].id.value);
    const std::string second = std::to_string(home_.data().movies()[1].id.value);
    const HttpAnswer answer =
        exchange(port_of(server), "POST", "/recommendations/cold-start",
                 "{\"age\":25,\"gender\":\"F\",\"occupation\":3,\"num_recommendations\":4,"
                 "\"ratings\":[{\"movie_id\":" +
                     first + ",\"rating\":5},{\"movie_id\":" + second + ",\"rating\":4.5}]}");
    const Finished command_line =
        run(command({"recommend", "--ratings", first + ":5," + second + ":4.5", "--age", "25",
                     "--gender", "F", "--occupation", "3", "-n", "4", "--json"}));
    EXPECT_EQ(command_line.status.code, 0) << command_line.errors;
    EXPECT_EQ(command_line.output, answer.body + "\n");
}

TEST_F(RecommendCommand, PrintsATableForPeople) {
    const std::string user = std::to_string(home_.data().users()[0].id.value);
    const Finished result = run(command({"recommend", "--user", user, "-n", "3"}));
    EXPECT_EQ(result.status.code, 0) << result.errors;
    EXPECT_EQ(std::ranges::count(result.output, '\n'), 5) << result.output;
    EXPECT_NE(result.output.find("match"), std::string::npos);
    EXPECT_NE(result.output.find(" %\n"), std::string::npos);
}

TEST_F(RecommendCommand, SaysWhatIsWrong) {
    const Finished no_rating = run(command({"recommend", "--ratings", "1:9"}));
    EXPECT_EQ(no_rating.status.code, 2);
    EXPECT_NE(no_rating.errors.find("\"1:9\" is not a rating"), std::string::npos)
        << no_rating.errors;
    const Finished no_movie = run(command({"recommend", "--ratings", "987654:5"}));
    EXPECT_EQ(no_movie.status.code, 2);
    EXPECT_NE(no_movie.errors.find("there is no movie 987654"), std::string::npos)
        << no_movie.errors;
    const Finished no_user = run(command({"recommend", "--user", "987654"}));
    EXPECT_EQ(no_user.status.code, 3);
    EXPECT_NE(no_user.errors.find("User not found"), std::string::npos) << no_user.errors;
    const Finished both = run(command({"recommend", "--user", "1", "--age", "20"}));
    EXPECT_EQ(both.status.code, 2);
    EXPECT_NE(both.errors.find("not both"), std::string::npos) << both.errors;
    for (const Finished* each : {&no_rating, &no_movie, &no_user, &both})
        EXPECT_EQ(each->output, "");
}

}  // namespace
}  // namespace neurec::tests
