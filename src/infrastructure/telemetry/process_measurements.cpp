#include "infrastructure/telemetry/process_measurements.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace neurec::infrastructure::telemetry {

namespace {

using domain::Measurement;

/// The fields of /proc/self/stat that are of use, in their units there (proc(5)).
struct Stat {
    std::uint64_t user_ticks = 0;    ///< field 14
    std::uint64_t system_ticks = 0;  ///< field 15
    std::int64_t threads = 0;        ///< field 20
    std::uint64_t start_ticks = 0;   ///< field 22, since the machine's start
    std::uint64_t virtual_bytes = 0;
    std::uint64_t resident_pages = 0;
};

[[nodiscard]] std::optional<Stat> read_stat() {
    std::ifstream file("/proc/self/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    // The program's name, in parentheses, may hold anything; fields are counted from its end.
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos) return std::nullopt;
    std::istringstream fields(text.substr(name_end + 1));
    std::string passed_over;
    const auto skip = [&](int count) {
        for (int i = 0; i < count; ++i)
            fields >> passed_over;
    };
    Stat stat;
    skip(11);
    fields >> stat.user_ticks >> stat.system_ticks;
    skip(4);
    fields >> stat.threads;
    skip(1);
    fields >> stat.start_ticks >> stat.virtual_bytes >> stat.resident_pages;
    if (!fields) return std::nullopt;
    return stat;
}

/// When the machine started, in seconds since 1970.
[[nodiscard]] std::optional<double> boot_time() {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("btime ")) return std::stod(line.substr(6));
    return std::nullopt;
}

/// It cannot change while the process lives.
[[nodiscard]] const std::optional<double>& boot_time_read_once() {
    static const std::optional<double> time = boot_time();
    return time;
}

}  // namespace

std::vector<Measurement> process_measurements() {
    std::vector<Measurement> result;
    const auto ticks_a_second = static_cast<double>(sysconf(_SC_CLK_TCK));
    if (const auto stat = read_stat()) {
        const auto bytes =
            static_cast<double>(stat->resident_pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
        result.push_back({"process_resident_memory_bytes", "Memory in use, in bytes.", {}, bytes});
        result.push_back({"process_virtual_memory_bytes",
                          "Address space in use, in bytes.",
                          {},
                          static_cast<double>(stat->virtual_bytes)});
        result.push_back(
            {"process_cpu_seconds_total",
             "Processor time spent, in seconds.",
             {},
             static_cast<double>(stat->user_ticks + stat->system_ticks) / ticks_a_second,
             Measurement::Kind::counter});
        result.push_back(
            {"process_threads", "Threads of the process.", {}, static_cast<double>(stat->threads)});
        if (const auto& boot = boot_time_read_once())
            result.push_back({"process_start_time_seconds",
                              "When the process started, in seconds since 1970.",
                              {},
                              *boot + static_cast<double>(stat->start_ticks) / ticks_a_second});
    }
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0)
        result.push_back({"process_max_fds",
                          "Descriptors that the process may open.",
                          {},
                          static_cast<double>(files.rlim_cur)});
    return result;
}

}  // namespace neurec::infrastructure::telemetry
