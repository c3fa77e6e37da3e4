#include "presentation/http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <memory>
#include <utility>

#include "presentation/http/request_log.hpp"
#include "presentation/http/target.hpp"
#include "presentation/http/wire.hpp"

namespace neurec::presentation::http {

namespace http = beast::http;

namespace {

constexpr std::size_t kReadBytes = 8UL * 1024;

[[nodiscard]] Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get:
            return Method::get;
        case http::verb::head:
            return Method::head;
        case http::verb::post:
            return Method::post;
        case http::verb::put:
            return Method::put;
        case http::verb::patch:
            return Method::patch;
        case http::verb::delete_:
            return Method::delete_;
        case http::verb::options:
            return Method::options;
        default:
            return Method::other;
    }
}

[[nodiscard]] std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// What a chain of proxies says of the client's own connection: "https", or a list of which the
/// first is the client's.
[[nodiscard]] bool says_https(std::string_view forwarded_proto) {
    std::string first = lower_case(forwarded_proto.substr(0, forwarded_proto.find(',')));
    std::erase_if(first, [](char c) { return c == ' ' || c == '\t'; });
    return first == "https";
}

/// Whether two servers in a chain could disagree about where this message ends or whom it is for
/// (RFC 9112, 6.1 and 3.2).
[[nodiscard]] bool is_ambiguous(const http::request_header<>& head) {
    const auto lengths = head.count(http::field::content_length);
    const auto encodings = head.count(http::field::transfer_encoding);
    if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0)) return true;
    if (encodings > 0 && head.version() < 11) return true;  // HTTP/1.0 knows no such field
    if (encodings > 0 && !beast::iequals(head[http::field::transfer_encoding], "chunked"))
        return true;
    const auto length = head[http::field::content_length];
    if (length.find_first_not_of("0123456789") != length.npos) return true;  // "5, 5"
    const auto hosts = head.count(http::field::host);
    return hosts > 1 || (hosts == 0 && head.version() >= 11) || !is_host(head[http::field::host]);
}

/// A client that waits for "100 Continue" before it sends the body; HTTP/1.0 knows no such thing.
[[nodiscard]] bool expects_something(const http::request_header<>& head) {
    return head.version() >= 11 && head.count(http::field::expect) > 0;
}

/// An answer's header, or an empty text.
[[nodiscard]] std::string_view header_of(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &Header::first);
    return found == response.headers.end() ? std::string_view() : std::string_view(found->second);
}

/// What an answer adds to those on their way, as long as it lives.
class AnswerShare {
  public:
    AnswerShare(std::atomic<std::size_t>& total, std::size_t bytes) : total_(total), bytes_(bytes) {
        total_ += bytes_;
    }
    ~AnswerShare() { total_ -= bytes_; }
    AnswerShare(const AnswerShare&) = delete;
    AnswerShare& operator=(const AnswerShare&) = delete;

  private:
    std::atomic<std::size_t>& total_;
    std::size_t bytes_;
};

/// One more in a gauge, as long as it lives.
class CountedUp {
  public:
    explicit CountedUp(domain::Gauge& gauge) : gauge_(gauge) { gauge_.add(1); }
    ~CountedUp() { gauge_.add(-1); }
    CountedUp(const CountedUp&) = delete;
    CountedUp& operator=(const CountedUp&) = delete;

  private:
    domain::Gauge& gauge_;
};

}  // namespace

Connection::Connection(Stream stream, Transport::TlsContext tls, const ConnectionContext& context,
                       const IpAddress& peer, std::optional<ShedReason> refusal)
    : transport_(std::move(stream), std::move(tls)),
      context_(context),
      peer_(peer),
      peer_is_trusted_proxy_(is_in(context.options.trusted_proxies, peer)),
      refusal_(refusal),
      buffer_(context.limits.header_bytes + kReadBytes) {}

Awaitable<void> Connection::serve() {
    if (!co_await shake_hands()) co_return;
    while (!finishing_ && co_await serve_one()) {
    }
    if (transport_.is_tls()) {
        transport_.tcp().expires_after(context_.limits.lingering);
        co_await transport_.say_end();
    }
    beast::error_code ignored;
    ignored = transport_.tcp().socket().shutdown(Tcp::socket::shutdown_both, ignored);
}

Awaitable<bool> Connection::shake_hands() {
    if (!transport_.is_tls()) co_return true;
    transport_.tcp().expires_after(context_.limits.header);
    const beast::error_code error = co_await transport_.handshake();
    if (!error) co_return true;
    context_.metrics.failed_handshakes().add();
    static_cast<void>(lost(error, TimeoutReason::handshake));
    co_return false;
}

void Connection::finish() {
    finishing_ = true;
    if (between_requests_) cut();
}

void Connection::cut() {
    transport_.tcp().close();
}

void Connection::limit_time(std::chrono::milliseconds duration) {
    transport_.tcp().expires_at(std::min(Clock::now() + duration, begun_ + context_.limits.total));
}

Awaitable<bool> Connection::serve_one() {
    between_requests_ = true;
    read_refusal_.reset();
    bulk_body_.reset();
    Parser parser;
    const Outcome outcome = co_await read_request(parser);
    if (outcome == Outcome::closed) co_return false;

    RequestNotes notes;
    IpAddress client;
    Request request = request_from(parser, notes, client);
    const CorsPolicy& cors = context_.options.cors;
    if (outcome == Outcome::refused) {
        cors.apply(request, *read_refusal_);
        const std::size_t bytes = co_await write(*read_refusal_, request, false);
        record(request, nullptr, read_refusal_->status, bytes);
        if (bytes > 0) co_await linger();
        co_return false;
    }
    const CountedUp in_flight(context_.metrics.in_flight());
    // Connections count for their address, but those of a proxy carry requests of many clients:
    // each request counts for its own.
    std::optional<AddressCounts::Share> share;
    std::optional<ShedReason> refusal = refusal_;
    if (peer_is_trusted_proxy_) {
        share.emplace(context_.addresses, client);
        if (!refusal && share->count() > context_.limits.connections_per_address)
            refusal = ShedReason::connections_per_address;
    }
    const Resolution resolution = context_.router.resolve(request);
    request.body_limit = resolution.route != nullptr && resolution.route->info.takes_bulk
                             ? context_.limits.bulk_body_bytes
                             : context_.limits.body_bytes;
    Response response;
    try {
        response = co_await answer(request, resolution, refusal);
    } catch (const std::bad_alloc&) {
        response = response_without_memory();
    }
    const AnswerShare share_of_answers(context_.answer_bytes, response.body.size());
    cors.apply(request, response);
    ++served_;
    const bool keep_alive = parser.get().keep_alive() && !finishing_ && !refusal_ &&
                            served_ < context_.limits.requests_per_connection;
    const std::size_t bytes = co_await write(response, request, keep_alive);
    record(request, resolution.route, response.status, bytes);
    co_return bytes > 0 && keep_alive;
}

Awaitable<Connection::Outcome> Connection::read_request(Parser& parser) {
    std::size_t head_bytes = 0;
    const Outcome head = co_await read_head(head_bytes);
    if (head != Outcome::whole) co_return head;
    const Outcome parsed = parse_head(parser, head_bytes);
    if (parsed != Outcome::whole || parser.is_done()) co_return parsed;
    co_return co_await read_body(parser);
}

std::string_view Connection::buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
}

Awaitable<Connection::Outcome> Connection::read_head(std::size_t& head_bytes) {
    const Clock::time_point idle_end =
        Clock::now() + (refusal_ ? context_.limits.header : context_.limits.idle);
    std::size_t checked = 0;
    for (;;) {
        // Empty lines before a request are passed over (RFC 9112, 2.2), and begin none.
        while (between_requests_ && buffered().starts_with("\r\n"))
            buffer_.consume(2);
        const bool is_nothing_yet = between_requests_ && (buffered().empty() || buffered() == "\r");
        const std::string_view bytes = is_nothing_yet ? std::string_view() : buffered();
        if (!bytes.empty() && between_requests_) {
            between_requests_ = false;
            begun_ = Clock::now();
            limit_time(context_.limits.header);
        }
        const HeadScan scan = scan_head(bytes, checked);
        if (scan.state == HeadScan::State::malformed) co_return refuse_malformed();
        if (scan.state == HeadScan::State::complete && scan.bytes <= context_.limits.header_bytes) {
            head_bytes = scan.bytes;
            co_return Outcome::whole;
        }
        if (bytes.size() > context_.limits.header_bytes) co_return refuse_unfinished_head();
        checked = bytes.size();

        if (between_requests_) transport_.tcp().expires_at(idle_end);
        auto [error, read] =
            co_await transport_.async_read_some(buffer_.prepare(kReadBytes), kAsTuple);
        if (error)
            co_return lost(error, between_requests_ ? TimeoutReason::idle : TimeoutReason::header);
        buffer_.commit(read);
    }
}

Connection::Outcome Connection::refuse(RefusalReason reason, int status, std::string_view detail) {
    context_.metrics.refused(reason);
    read_refusal_ = error_response(status, detail);
    return Outcome::refused;
}

Connection::Outcome Connection::refuse_malformed() {
    return refuse(RefusalReason::malformed, 400, "The request is not valid HTTP");
}

Connection::Outcome Connection::refuse_method() {
    const Outcome refused = refuse(RefusalReason::method, 405, "Method Not Allowed");
    read_refusal_->headers.emplace_back("Allow", std::string(kEveryMethod));
    return refused;
}

Connection::Outcome Connection::lost(const beast::error_code& error, TimeoutReason reason) {
    if (error == beast::error::timeout) context_.metrics.timed_out(reason);
    return Outcome::closed;
}

Connection::Outcome Connection::refuse_unfinished_head() {
    const bool is_in_request_line = buffered().find('\n') > context_.limits.target_bytes;
    return is_in_request_line
               ? refuse(RefusalReason::target_too_long, 414, "The request's target is too long")
               : refuse(RefusalReason::header_too_large, 431,
                        "The request's headers are too large");
}

Connection::Outcome Connection::parse_head(Parser& parser, std::size_t head_bytes) {
    parser.header_limit(static_cast<std::uint32_t>(context_.limits.header_bytes));
    parser.body_limit(std::max(context_.limits.body_bytes, context_.limits.bulk_body_bytes));
    beast::error_code error;
    parser.put(asio::buffer(buffer_.data().data(), head_bytes), error);
    buffer_.consume(head_bytes);
    is_http_1_0_ = parser.is_header_done() && parser.get().version() == 10;
    if (error == http::error::body_limit)
        return refuse(RefusalReason::body_too_large, 413, "The request's body is too large");
    if (error || !parser.is_header_done()) return refuse_malformed();
    const auto& head = parser.get();
    if (head.method() == http::verb::trace || head.method() == http::verb::connect)
        return refuse_method();
    if (is_ambiguous(head)) return refuse_malformed();
    if (head.target().size() > context_.limits.target_bytes)
        return refuse(RefusalReason::target_too_long, 414, "The request's target is too long");
    if (expects_something(head) && !beast::iequals(head[http::field::expect], "100-continue"))
        return refuse(RefusalReason::expectation, 417,
                      "Only \"Expect: 100-continue\" is understood");
    return limit_body(parser);
}

Connection::Outcome Connection::limit_body(Parser& parser) {
    const ServerLimits& limits = context_.limits;
    const std::uint64_t announced =
        parser.chunked() ? limits.body_bytes + 1 : parser.content_length().value_or(0);
    std::size_t most = limits.body_bytes;
    if (announced > most &&
        context_.router.takes_bulk(method_of(parser.get().method()), parser.get().target())) {
        if (context_.bulk_bodies >= limits.bulk_bodies) {
            const Outcome refused = refuse(RefusalReason::bulk_bodies, 503, "");
            read_refusal_ = unavailable_response(
                "The server has many large requests in hand; try again in a moment.");
            return refused;
        }
        ++context_.bulk_bodies;
        bulk_body_ =
            std::shared_ptr<void>(nullptr, [&count = context_.bulk_bodies](void*) { --count; });
        most = limits.bulk_body_bytes;
    }
    if (!parser.chunked() && announced > most)
        return refuse(RefusalReason::body_too_large, 413, "The request's body is too large");
    parser.body_limit(most);
    return Outcome::whole;
}

Awaitable<Connection::Outcome> Connection::read_body(Parser& parser) {
    limit_time(context_.limits.body);
    if (expects_something(parser.get()) && buffer_.size() == 0) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [error, written] =
            co_await asio::async_write(transport_, asio::buffer(kContinue), kAsTuple);
        if (error) co_return lost(error, TimeoutReason::body);
    }
    parser.eager(true);
    auto [error, read] = co_await http::async_read(transport_, buffer_, parser, kAsTuple);
    if (!error) co_return Outcome::whole;
    if (error == http::error::body_limit)
        co_return refuse(RefusalReason::body_too_large, 413, "The request's body is too large");
    const bool is_our_grammar =
        error.category() == http::make_error_code(http::error::bad_chunk).category();
    const bool has_ended =
        error == http::error::partial_message || error == http::error::end_of_stream;
    if (is_our_grammar && !has_ended) co_return refuse_malformed();
    co_return lost(error, TimeoutReason::body);
}

Request Connection::request_from(Parser& parser, RequestNotes& notes, IpAddress& client) const {
    Request request;
    auto& message = parser.get();
    request.method = method_of(message.method());
    request.target = std::string(message.target());
    for (const auto& field : message)
        request.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    request.id = request_id_for(request.header("x-request-id"));
    request.notes = &notes;
    client = client_of(request);
    request.client = client.text();
    request.subscriber = client.subscriber().text();
    request.from_loopback = peer_.is_loopback() && request.header("x-forwarded-for").empty() &&
                            request.header("forwarded").empty() &&
                            request.header("x-real-ip").empty();
    request.is_encrypted = transport_.is_tls() || (peer_is_trusted_proxy_ &&
                                                   says_https(request.header("x-forwarded-proto")));
    return request;
}

IpAddress Connection::client_of(const Request& request) const {
    if (!peer_is_trusted_proxy_) return peer_;
    std::vector<std::string_view> forwarded_for;
    for (const auto& [name, value] : request.headers)
        if (name == "x-forwarded-for") forwarded_for.emplace_back(value);
    return presentation::http::client_of(peer_, forwarded_for, context_.options.trusted_proxies);
}

Awaitable<Response> Connection::answer(const Request& request, const Resolution& resolution,
                                       std::optional<ShedReason> refusal) {
    if (resolution.answer) {
        const auto preflight =
            context_.options.cors.preflight(request, header_of(*resolution.answer, "Allow"));
        co_return preflight ? *preflight : *resolution.answer;
    }
    if (resolution.route->info.answered_at_once) co_return run(request, resolution);
    if (refusal) co_return shed(*refusal, "Too many connections; try again in a moment.");
    co_return co_await answer_from_pool(
        resolution.route->info.hashes_passwords ? context_.password_workers : context_.workers,
        request, resolution);
}

Awaitable<Response> Connection::answer_from_pool(WorkerPool& pool, const Request& request,
                                                 const Resolution& resolution) {
    Response response;
    const Clock::time_point queued_at = Clock::now();
    const auto job = [&] {
        const Clock::time_point now = Clock::now();
        context_.metrics.queued().add(-1);
        context_.metrics.stages().queue.observe(now - queued_at);
        try {
            if (now >= begun_ + context_.limits.total || context_.is_cutting)
                response = shed(ShedReason::waited_too_long,
                                "The request waited too long; try again in a moment.");
            else if (context_.answer_bytes > context_.limits.answers_bytes)
                response = shed(ShedReason::answers,
                                "The server has many answers to send; try again in a moment.");
            else
                response = run(request, resolution);
        } catch (const std::bad_alloc&) {
            response = response_without_memory();
        }
    };
    // The socket's timer must not fire while the handler runs: nothing reads or writes then.
    transport_.tcp().expires_never();
    const bool has_run = co_await asio::async_initiate<const UseAwaitable, void(bool)>(
        [this, &pool, &job](auto resume) {
            auto shared = std::make_shared<decltype(resume)>(std::move(resume));
            const Executor executor = transport_.get_executor();
            const HandlerRoom::Allocator<std::byte> room(resume_room_);
            const auto complete = [shared, executor, room](bool ran) {
                asio::post(executor, asio::bind_allocator(room, [shared, ran] {
                               auto handler = std::move(*shared);
                               handler(ran);
                           }));
            };
            context_.metrics.queued().add(1);
            bool queued = false;
            try {
                queued = pool.try_submit([&job, complete] {
                    job();
                    complete(true);
                });
            } catch (const std::bad_alloc&) {
                // No room in memory is no room in the queue.
            }
            if (queued) return;
            context_.metrics.queued().add(-1);
            complete(false);
        },
        UseAwaitable{});
    if (!has_run)
        response = shed(ShedReason::queue_full, "The server is busy; try again in a moment.");
    co_return response;
}

Response Connection::run(const Request& request, const Resolution& resolution) const {
    const Clock::time_point begin = Clock::now();
    Response response = context_.router.run(resolution, request);
    const Clock::time_point end = Clock::now();
    const ServerMetrics::Stages& stages = context_.metrics.stages();
    const Clock::time_point validated = request.notes->validated.value_or(end);
    stages.validate.observe(validated - begin);
    if (request.notes->validated) stages.handle.observe(end - validated);
    return response;
}

Response Connection::shed(ShedReason reason, std::string_view detail) const {
    context_.metrics.shed(reason);
    return unavailable_response(detail);
}

Awaitable<std::size_t> Connection::write(const Response& response, const Request& request,
                                         bool keep_alive) {
    const Clock::time_point begin = Clock::now();
    const std::string bytes = wire_form(response, {.request_id = request.id,
                                                   .keep_alive = keep_alive,
                                                   .is_http_1_0 = is_http_1_0_,
                                                   .head_only = request.method == Method::head,
                                                   .is_tls = transport_.is_tls()});
    const bool sends_shared = response.shared_body && request.method != Method::head &&
                              response.status != 204 && response.status != 304;
    const std::array<asio::const_buffer, 2> parts{
        asio::buffer(bytes),
        sends_shared ? asio::buffer(*response.shared_body) : asio::const_buffer()};
    // At least the lingering time, so that an answer after a long queue still goes out.
    const beast::error_code error = co_await send(
        parts, std::max(begun_ + context_.limits.total, begin + context_.limits.lingering));
    context_.metrics.stages().write.observe(Clock::now() - begin);
    if (error == beast::error::timeout) context_.metrics.timed_out(TimeoutReason::write);
    co_return error ? 0 : asio::buffer_size(parts);
}

template <class Buffers>
Awaitable<beast::error_code> Connection::send(Buffers buffers, Clock::time_point deadline) {
    beast::buffers_suffix<Buffers> left(buffers);
    for (std::size_t bytes = asio::buffer_size(buffers); bytes > 0;) {
        transport_.tcp().expires_at(std::min(deadline, Clock::now() + context_.limits.stall));
        auto [error, written] = co_await transport_.async_write_some(left, kAsTuple);
        if (error) co_return error;
        left.consume(written);
        bytes -= written;
    }
    co_return beast::error_code();
}

Awaitable<void> Connection::linger() {
    // Closing with unread bytes resets the connection, and the client may never see why it was
    // refused.
    transport_.tcp().expires_after(context_.limits.lingering);
    co_await transport_.say_end();
    for (;;) {
        buffer_.clear();
        auto [error, read] =
            co_await transport_.tcp().async_read_some(buffer_.prepare(kReadBytes), kAsTuple);
        if (error) co_return;
    }
}

void Connection::record(const Request& request, const Route* route, int status,
                        std::size_t bytes) const {
    const auto duration = Clock::now() - begun_;
    context_.metrics.answered(route, status, duration);
    if (!context_.options.request_log) return;
    log_request(context_.logger,
                {.request = request,
                 .route = route != nullptr ? std::string_view(route->info.path) : "-",
                 .status = status,
                 .bytes = bytes,
                 .duration = duration});
}

}  // namespace neurec::presentation::http
