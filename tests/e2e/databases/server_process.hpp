#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "e2e/journey/home.hpp"
#include "support/child_process.hpp"
#include "support/http_client.hpp"

namespace neurec::tests {

/// `neurec serve` as a process of its own, listening when the constructor returns.
class ServerProcess {
  public:
    ServerProcess(const std::filesystem::path& home,
                  const std::map<std::string, std::string>& environment)
        : process_({program_path("neurec").string(), "--home", home.string(), "--port", "0",
                    "--request-log", "off", "serve"},
                   environment),
          port_(port_of(process_)) {}

    [[nodiscard]] HttpAnswer send(std::string_view method, std::string_view target,
                                  std::string_view body = {}, std::string_view headers = {}) const {
        return exchange(port_, method, target, body, headers);
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] ChildProcess& process() { return process_; }

  private:
    ChildProcess process_;
    std::uint16_t port_;
};

}  // namespace neurec::tests
