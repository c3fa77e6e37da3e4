#include "support/process_memory.hpp"

#include <cstdlib>
#include <fstream>

namespace neurec::tests {

namespace {

double status_mib(pid_t process, const std::string& field) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field)) return std::stod(line.substr(field.size())) / 1024;
    return 0;
}

}  // namespace

double resident_mib(pid_t process) {
    return status_mib(process, "VmRSS:");
}

double peak_resident_mib(pid_t process) {
    return status_mib(process, "VmHWM:");
}

std::map<std::string, std::string> environment_for_measuring_memory() {
    const char* options = std::getenv("ASAN_OPTIONS");
    return {{"ASAN_OPTIONS", std::string(options == nullptr ? "" : options) +
                                 ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"}};
}

}  // namespace neurec::tests
