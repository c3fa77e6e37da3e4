#include "presentation/http/connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <memory>
#include <utility>

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

/// Whether two servers in a chain could disagree about where this message ends or whom it is for
/// (RFC 9112, 6.1 and 3.2).
[[nodiscard]] bool is_ambiguous(const http::request_header<>& head) {
    const auto lengths = head.count(http::field::content_length);
    const auto encodings = head.count(http::field::transfer_encoding);
    if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0)) return true;
    if (encodings > 0 && !beast::iequals(head[http::field::transfer_encoding], "chunked"))
        return true;
    const auto length = head[http::field::content_length];
    if (length.find_first_not_of("0123456789") != length.npos) return true;  // "5, 5"
    const auto hosts = head.count(http::field::host);
    return hosts > 1 || (hosts == 0 && head.version() >= 11);
}

}  // namespace

Connection::Connection(Stream stream, const ConnectionContext& context, bool from_loopback,
                       std::optional<Response> refusal)
    : stream_(std::move(stream)),
      context_(context),
      from_loopback_(from_loopback),
      refusal_(std::move(refusal)),
      buffer_(context.limits.header_bytes + kReadBytes) {}

Awaitable<void> Connection::serve() {
    while (!finishing_ && co_await serve_one()) {
    }
    beast::error_code ignored;
    ignored = stream_.socket().shutdown(Tcp::socket::shutdown_both, ignored);
}

void Connection::finish() {
    finishing_ = true;
    if (between_requests_) cut();
}

void Connection::cut() {
    stream_.close();
}

void Connection::limit_time(std::chrono::milliseconds duration) {
    stream_.expires_at(std::min(Clock::now() + duration, begun_ + context_.limits.total));
}

Awaitable<bool> Connection::serve_one() {
    between_requests_ = true;
    read_refusal_.reset();
    Parser parser;
    const Outcome outcome = co_await read_request(parser);
    if (outcome == Outcome::closed) co_return false;

    Request request = request_from(parser);
    if (outcome == Outcome::refused) {
        log(request, {}, read_refusal_->status);
        if (co_await write(*read_refusal_, request, false)) co_await linger();
        co_return false;
    }
    const Resolution resolution = context_.router.resolve(request);
    const Response response = co_await answer(request, resolution);
    ++served_;
    const bool keep_alive = parser.get().keep_alive() && !finishing_ && !refusal_ &&
                            served_ < context_.limits.requests_per_connection;
    const bool written = co_await write(response, request, keep_alive);
    co_return written&& keep_alive;
}

Awaitable<Connection::Outcome> Connection::read_request(Parser& parser) {
    std::size_t head_bytes = 0;
    const Outcome head = co_await read_head(head_bytes);
    if (head != Outcome::whole) co_return head;
    const Outcome parsed = parse_head(parser, head_bytes);
    if (parsed != Outcome::whole || parser.is_done()) co_return parsed;
    co_return co_await read_body(parser);
}

Awaitable<Connection::Outcome> Connection::read_head(std::size_t& head_bytes) {
    std::size_t checked = 0;
    for (;;) {
        // An empty line before a request is passed over (RFC 9112, 2.2).
        while (checked == 0 && buffer_.size() >= 2 &&
               std::string_view(static_cast<const char*>(buffer_.data().data()), 2) == "\r\n")
            buffer_.consume(2);
        const std::string_view bytes(static_cast<const char*>(buffer_.data().data()),
                                     buffer_.size());
        if (!bytes.empty() && between_requests_) {
            between_requests_ = false;
            begun_ = Clock::now();
            limit_time(context_.limits.header);
        }
        const HeadScan scan = scan_head(bytes, checked);
        if (scan.state == HeadScan::State::malformed)
            co_return refuse(400, "The request is not valid HTTP");
        if (scan.state == HeadScan::State::complete && scan.bytes <= context_.limits.header_bytes) {
            head_bytes = scan.bytes;
            co_return Outcome::whole;
        }
        if (bytes.size() > context_.limits.header_bytes) co_return refuse_unfinished_head();
        checked = bytes.size();

        if (between_requests_)
            stream_.expires_after(refusal_ ? context_.limits.header : context_.limits.idle);
        auto [error, read] =
            co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kAsTuple);
        if (error) co_return Outcome::closed;
        buffer_.commit(read);
    }
}

Connection::Outcome Connection::refuse(int status, std::string_view detail) {
    read_refusal_ = error_response(status, detail);
    return Outcome::refused;
}

Connection::Outcome Connection::refuse_unfinished_head() {
    const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    const bool is_in_request_line = bytes.find('\n') > context_.limits.target_bytes;
    return is_in_request_line ? refuse(414, "The request's target is too long")
                              : refuse(431, "The request's headers are too large");
}

Connection::Outcome Connection::parse_head(Parser& parser, std::size_t head_bytes) {
    parser.header_limit(static_cast<std::uint32_t>(context_.limits.header_bytes));
    parser.body_limit(context_.limits.body_bytes);
    beast::error_code error;
    parser.put(asio::buffer(buffer_.data().data(), head_bytes), error);
    buffer_.consume(head_bytes);
    is_http_1_0_ = parser.is_header_done() && parser.get().version() == 10;
    if (error == http::error::body_limit) return refuse(413, "The request's body is too large");
    if (error || !parser.is_header_done()) return refuse(400, "The request is not valid HTTP");
    const auto& head = parser.get();
    if (is_ambiguous(head)) return refuse(400, "The request is not valid HTTP");
    if (head.target().size() > context_.limits.target_bytes)
        return refuse(414, "The request's target is too long");
    if (head.count(http::field::expect) > 0 &&
        !beast::iequals(head[http::field::expect], "100-continue"))
        return refuse(417, "Only \"Expect: 100-continue\" is understood");
    return Outcome::whole;
}

Awaitable<Connection::Outcome> Connection::read_body(Parser& parser) {
    limit_time(context_.limits.body);
    if (parser.get().count(http::field::expect) > 0 && buffer_.size() == 0) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [error, written] =
            co_await asio::async_write(stream_, asio::buffer(kContinue), kAsTuple);
        if (error) co_return Outcome::closed;
    }
    parser.eager(true);
    auto [error, read] = co_await http::async_read(stream_, buffer_, parser, kAsTuple);
    if (!error) co_return Outcome::whole;
    if (error == http::error::body_limit) co_return refuse(413, "The request's body is too large");
    const bool is_our_grammar =
        error.category() == http::make_error_code(http::error::bad_chunk).category();
    const bool has_ended =
        error == http::error::partial_message || error == http::error::end_of_stream;
    if (is_our_grammar && !has_ended) co_return refuse(400, "The request is not valid HTTP");
    co_return Outcome::closed;
}

Request Connection::request_from(Parser& parser) const {
    Request request;
    auto& message = parser.get();
    request.method = method_of(message.method());
    request.target = std::string(message.target());
    for (const auto& field : message)
        request.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    request.id = request_id_for(request.header("x-request-id"));
    request.from_loopback = from_loopback_ && request.header("x-forwarded-for").empty() &&
                            request.header("forwarded").empty() &&
                            request.header("x-real-ip").empty();
    return request;
}

Awaitable<Response> Connection::answer(const Request& request, const Resolution& resolution) {
    if (resolution.answer) {
        log(request, resolution, resolution.answer->status);
        co_return *resolution.answer;
    }
    if (resolution.route->info.answered_at_once) {
        Response response = context_.router.run(resolution, request);
        log(request, resolution, response.status);
        co_return response;
    }
    if (refusal_) {
        log(request, resolution, refusal_->status);
        co_return *refusal_;
    }

    Response response;
    const auto run = [&] {
        response =
            Clock::now() < begun_ + context_.limits.total
                ? context_.router.run(resolution, request)
                : unavailable_response("The request waited too long; try again in a moment.");
        log(request, resolution, response.status);
    };
    // The socket's timer must not fire while the handler runs: nothing reads or writes then.
    stream_.expires_never();
    const bool has_run = co_await asio::async_initiate<const UseAwaitable, void(bool)>(
        [this, &run](auto resume) {
            auto shared = std::make_shared<decltype(resume)>(std::move(resume));
            const Executor executor = stream_.get_executor();
            const auto complete = [shared, executor](bool ran) {
                asio::post(executor, [shared, ran] {
                    auto handler = std::move(*shared);
                    handler(ran);
                });
            };
            const bool queued = context_.workers.try_submit([&run, complete] {
                run();
                complete(true);
            });
            if (!queued) complete(false);
        },
        UseAwaitable{});
    if (!has_run) {
        response = unavailable_response("The server is busy; try again in a moment.");
        log(request, resolution, response.status);
    }
    co_return response;
}

Awaitable<bool> Connection::write(const Response& response, const Request& request,
                                  bool keep_alive) {
    const std::string bytes = wire_form(response, {.request_id = request.id,
                                                   .keep_alive = keep_alive,
                                                   .is_http_1_0 = is_http_1_0_,
                                                   .head_only = request.method == Method::head});
    // At least the lingering time, so that an answer after a long queue still goes out.
    stream_.expires_at(
        std::max(begun_ + context_.limits.total, Clock::now() + context_.limits.lingering));
    auto [error, written] = co_await asio::async_write(stream_, asio::buffer(bytes), kAsTuple);
    co_return !error;
}

Awaitable<void> Connection::linger() {
    // Closing with unread bytes resets the connection, and the client may never see why it was
    // refused.
    beast::error_code ignored;
    ignored = stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    stream_.expires_after(context_.limits.lingering);
    for (;;) {
        buffer_.clear();
        auto [error, read] =
            co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kAsTuple);
        if (error) co_return;
    }
}

void Connection::log(const Request& request, const Resolution& resolution, int status) const {
    const std::chrono::duration<double, std::milli> duration = Clock::now() - begun_;
    context_.logger.write(
        domain::LogLevel::info, "request",
        {{"id", std::string_view(request.id)},
         {"method", name_of(request.method)},
         {"route", resolution.route != nullptr ? std::string_view(resolution.route->info.path)
                                               : std::string_view("-")},
         {"status", std::int64_t{status}},
         {"duration_ms", duration.count()}});
}

}  // namespace neurec::presentation::http
