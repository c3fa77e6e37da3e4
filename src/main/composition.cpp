#include "main/composition.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "infrastructure/datasets/open_dataset.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/logging/json_logger.hpp"
#include "infrastructure/persistence/database.hpp"
#include "main/stop_signal.hpp"
#include "presentation/cli/run_program.hpp"
#include "presentation/cli/terminal_progress.hpp"

namespace neurec {

namespace {

domain::LogLevel log_level_of(const std::string& name) {
    if (name == "debug") return domain::LogLevel::debug;
    if (name == "warning") return domain::LogLevel::warning;
    if (name == "error") return domain::LogLevel::error;
    return domain::LogLevel::info;
}

std::size_t terminal_columns() {
    constexpr std::size_t kUsual = 80;
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return kUsual;
    return size.ws_col;
}

/// The object in `slot`, made by `make` where there is none yet.
template <class T, class Make>
T& made_once(std::unique_ptr<T>& slot, Make make) {
    if (!slot) slot = make();
    return *slot;
}

}  // namespace
