#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "domain/errors.hpp"
#include "server_fixture.hpp"
#include "support/certificates.hpp"
#include "support/temporary_folder.hpp"
#include "support/tls_client.hpp"

namespace neurec::presentation::http {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
using tests::KeyPair;
using tests::RawConnection;
using tests::request_bytes;
using tests::TlsConnection;

/// A server with a certificate made for the test, number 1.
class TlsTest : public ServerTest {
  protected:
    TlsTest() {
        pair_.write_certificate(files_.certificate, 1);
        pair_.write_key(files_.key);
    }
    void start_tls(const ServerLimits& limits = {}) {
        start_with({.metrics = metrics_, .tls = files_}, limits);
    }
    /// Why the server does not start; empty where it does.
    [[nodiscard]] std::string refusal() {
        try {
            start_tls();
        } catch (const domain::InvalidInput& error) {
            return error.what();
        }
        return {};
    }

    KeyPair pair_;
    tests::TemporaryFolder folder_;
    TlsFiles files_{.certificate = folder_.path() / "certificate.pem",
                    .key = folder_.path() / "key.pem"};
};

TEST_F(TlsTest, AnswersOverTls13And12) {
    start_tls();
    for (const int newest : {0, TLS1_2_VERSION}) {
        TlsConnection connection(port(), newest);
        ASSERT_TRUE(connection.is_connected());
        EXPECT_EQ(connection.version(), newest == 0 ? "TLSv1.3" : "TLSv1.2");
        EXPECT_EQ(connection.protocol(), "http/1.1");
        connection.send(request_bytes("POST", "/echo", R"({"text":"x"})"));
        EXPECT_THAT(connection.read_until(R"({"text":"x"})"), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
}

TEST_F(TlsTest, RefusesOlderVersions) {
    start_tls();
    EXPECT_FALSE(TlsConnection(port(), TLS1_1_VERSION).is_connected());
    TlsConnection current(port());
    current.send(request_bytes("GET", "/quick"));
    EXPECT_THAT(current.read_until("quick"), StartsWith("HTTP/1.1 200"));
    server_->stop();
    EXPECT_EQ(metric("neurec_tls_failed_handshakes_total"), 1);
}

TEST_F(TlsTest, KeepsTheConnectionAndTakesLargeAndPipelinedBodies) {
    start_tls();
    TlsConnection connection(port());
    const std::string body = "{\"text\":\"" + std::string(100'000, 'x') + "\"}";
    connection.send(request_bytes("POST", "/echo", body) + request_bytes("GET", "/quick"));
    EXPECT_THAT(connection.read_until(body), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(connection.read_until(R"({"text":"quick"})"), StartsWith("HTTP/1.1 200"));
}

TEST_F(TlsTest, AsksBrowsersToStayWithIt) {
    start_tls();
    TlsConnection connection(port());
    connection.send(request_bytes("GET", "/quick"));
    EXPECT_THAT(connection.read_until("\r\n\r\n"),
                HasSubstr("\r\nStrict-Transport-Security: max-age=31536000\r\n"));
}

TEST_F(TlsTest, SaysThatAnAnswerIsTheLast) {
    start_tls();
    TlsConnection connection(port());
    connection.send(request_bytes("GET", "/quick", "", "Connection: close\r\n"));
    EXPECT_THAT(connection.read_until(R"({"text":"quick"})"), HasSubstr("Connection: close"));
    EXPECT_TRUE(connection.was_ended_properly());
}

TEST_F(TlsTest, ShowsARefusalBeforeItEnds) {
    start_tls({.body_bytes = 1000});
    TlsConnection connection(port());
    connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                    std::string(100'000, ' '));
    EXPECT_THAT(connection.read_until("\r\n"), StartsWith("HTTP/1.1 413"));
}

TEST_F(TlsTest, LimitsTheTimeOfAHandshake) {
    start_tls({.header = milliseconds(50)});
    RawConnection silent(port());
    EXPECT_TRUE(silent.is_closed_by_server());
    server_->stop();
    EXPECT_EQ(metric(R"(neurec_http_timeouts_total{reason="handshake"})"), 1);
}

TEST_F(TlsTest, ClosesAConnectionThatSpeaksPlainHttp) {
    start_tls({.header = milliseconds(2000)});
    RawConnection plain(port());
    plain.send(request_bytes("GET", "/quick"));
    EXPECT_FALSE(plain.read_answer().has_value());
    EXPECT_TRUE(TlsConnection(port()).is_connected());
}

TEST_F(TlsTest, TakesUpARenewedCertificateWhileConnectionsStand) {
    start_tls();
    TlsConnection old(port());
    EXPECT_EQ(old.serial(), 1);

    const KeyPair renewed;
    renewed.write_certificate(files_.certificate, 2);
    renewed.write_key(files_.key);
    server_->reload_certificate();

    EXPECT_EQ(TlsConnection(port()).serial(), 2);
    old.send(request_bytes("GET", "/quick"));
    EXPECT_THAT(old.read_until(R"({"text":"quick"})"), StartsWith("HTTP/1.1 200"));
}

TEST_F(TlsTest, KeepsItsCertificateWhereTheRenewedOneIsNoGood) {
    start_tls();
    std::ofstream(files_.certificate) << "rubbish";
    EXPECT_THROW(server_->reload_certificate(), domain::InvalidInput);
    EXPECT_EQ(TlsConnection(port()).serial(), 1);
}

TEST_F(TlsTest, StopsWhileConnectionsStand) {
    start_tls();
    const TlsConnection idle(port());
    EXPECT_TRUE(idle.is_connected());
    EXPECT_TRUE(server_->stop());
}

TEST_F(TlsTest, DoesNotStartWithFilesThatCannotBeRead) {
    std::filesystem::remove(files_.certificate);
    EXPECT_THAT(refusal(), AllOf(HasSubstr(files_.certificate.string()),
                                 HasSubstr("cannot be read, or is empty")));
    pair_.write_certificate(files_.certificate, 1);
    std::filesystem::remove(files_.key);
    EXPECT_THAT(refusal(), HasSubstr("The key " + files_.key.string() + " cannot be read"));
}

TEST_F(TlsTest, DoesNotStartWithFilesThatHoldSomethingElse) {
    std::ofstream(files_.certificate) << "rubbish";
    EXPECT_THAT(refusal(), HasSubstr("is no certificate in PEM form"));
    pair_.write_certificate(files_.certificate, 1);
    std::ofstream(files_.key) << "rubbish";
    EXPECT_THAT(refusal(), HasSubstr("is no private key in PEM form"));
}

TEST_F(TlsTest, DoesNotStartWithAKeyUnderAPassPhrase) {
    pair_.write_key(files_.key, "pass phrase");
    EXPECT_THAT(refusal(), HasSubstr("without a pass phrase"));
}

TEST_F(TlsTest, DoesNotStartWithAKeyOfAnotherCertificate) {
    KeyPair().write_key(files_.key);
    EXPECT_THAT(refusal(), HasSubstr("does not belong to the certificate"));
}

TEST_F(TlsTest, DoesNotStartWithACertificateThatIsNotValidNow) {
    pair_.write_certificate(files_.certificate, 1, hours(-2), hours(-1));
    EXPECT_THAT(refusal(), HasSubstr(" expired at 20"));
    pair_.write_certificate(files_.certificate, 1, hours(1), hours(2));
    EXPECT_THAT(refusal(), HasSubstr(" is not valid before 20"));
}

}  // namespace
}  // namespace neurec::presentation::http
