#include "infrastructure/logging/json_logger.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <cmath>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include "infrastructure/logging/line_writer.hpp"

namespace neurec::infrastructure::logging {

namespace {

spdlog::level::level_enum spdlog_level(domain::LogLevel level) {
    switch (level) {
        case domain::LogLevel::debug:
            return spdlog::level::debug;
        case domain::LogLevel::info:
            return spdlog::level::info;
        case domain::LogLevel::warning:
            return spdlog::level::warn;
        case domain::LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

void append_json(std::string& line, std::string_view text) {
    line += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

void append_json(std::string& line, const domain::LogValue& value) {
    struct Append {
        std::string& line;
        void operator()(std::string_view text) const { append_json(line, text); }
        void operator()(bool flag) const { line += flag ? "true" : "false"; }
        void operator()(std::int64_t number) const { line += std::to_string(number); }
        void operator()(double number) const {
            if (!std::isfinite(number)) {
                line += "null";
                return;
            }
            std::array<char, 32> digits;
            const auto [end, error] =
                std::to_chars(digits.data(), digits.data() + digits.size(), number);
            line.append(digits.data(), end);
        }
    };
    std::visit(Append{line}, value);
}

/// About a second's lines of a busy server.
constexpr std::size_t kQueueBytes = std::size_t{1} << 20U;

class QueueSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit QueueSink(LineWriter& writer) : writer_(writer) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        writer_.add({line.data(), line.size()});
    }
    void flush_() override {}

    LineWriter& writer_;
};

}  // namespace

struct JsonLogger::Implementation {
    Implementation(domain::LogLevel lowest, spdlog::sink_ptr sink,
                   std::unique_ptr<LineWriter> line_writer = nullptr)
        : writer(std::move(line_writer)), logger("neurec", std::move(sink)) {
        logger.set_level(spdlog_level(lowest));
        logger.flush_on(spdlog::level::debug);
        // spdlog's patterns do not escape JSON, so %v receives the escaped remainder of the object.
        logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    }
    /// Tells of lines that were dropped, once there is room again.
    void tell_dropped() {
        const std::uint64_t dropped = writer ? writer->take_dropped() : 0;
        if (dropped == 0) return;
        logger.log(spdlog::level::warn,
                   "\"message\":\"log lines dropped\",\"lines\":" + std::to_string(dropped));
    }

    std::unique_ptr<LineWriter> writer;  ///< null where the sink writes by itself
    spdlog::logger logger;
};

JsonLogger::JsonLogger(domain::LogLevel lowest, int descriptor, domain::Counter& dropped) {
    auto writer = std::make_unique<LineWriter>(descriptor, dropped, kQueueBytes);
    auto sink = std::make_shared<QueueSink>(*writer);
    implementation_ = std::make_unique<Implementation>(lowest, std::move(sink), std::move(writer));
}

JsonLogger::JsonLogger(domain::LogLevel lowest, std::ostream& out)
    : implementation_(std::make_unique<Implementation>(
          lowest, std::make_shared<spdlog::sinks::ostream_sink_mt>(out))) {}

JsonLogger::~JsonLogger() = default;

void JsonLogger::write(domain::LogLevel level, std::string_view message,
                       std::initializer_list<domain::LogField> fields) {
    const spdlog::level::level_enum native_level = spdlog_level(level);
    if (!implementation_->logger.should_log(native_level)) return;
    try {
        implementation_->tell_dropped();
        std::string line = "\"message\":";
        append_json(line, message);
        for (const auto& [name, value] : fields) {
            line += ',';
            append_json(line, name);
            line += ':';
            append_json(line, value);
        }
        implementation_->logger.log(native_level, spdlog::string_view_t(line.data(), line.size()));
    } catch (const std::bad_alloc&) {
        // Those who log are often those whom memory has just failed: they lose the line, no more.
    }
}

}  // namespace neurec::infrastructure::logging
