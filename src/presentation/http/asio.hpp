#pragma once

// Only for the few .cpp of the HTTP library that move bytes: Asio and Beast are slow to compile.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>

namespace neurec::presentation::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

/// The executor's type is spelled out everywhere: the type-erased one costs a fifth of the
/// throughput.
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Stream = beast::basic_stream<Tcp, Executor, beast::unlimited_rate_policy>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using UseAwaitable = asio::use_awaitable_t<Executor>;
/// Completion as a tuple that begins with the error, instead of an exception.
inline constexpr auto kAsTuple = asio::as_tuple(UseAwaitable{});

}  // namespace neurec::presentation::http
