#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "domain/errors.hpp"
#include "main/command_line.hpp"
#include "main/composition.hpp"

namespace {

/// Goes on as neurec-train, which stands beside this program: LibTorch costs 0.4 s and 168 MB at
/// every start, and only training is worth that.
[[noreturn]] void continue_in_neurec_train(const std::vector<std::string>& command_line) {
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "neurec-train";
    std::vector<char*> arguments;
    std::vector<std::string> copies = neurec::with_secrets_in_environment(command_line);
    arguments.reserve(copies.size() + 1);
    for (std::string& each : copies)
        arguments.push_back(each.data());
    arguments.push_back(nullptr);
    // LibTorch brings OpenBLAS, which makes threads as it is loaded; training asks for its own.
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    execv(program.c_str(), arguments.data());
    throw neurec::domain::Unavailable(
        "Training and exporting need " + program.string() + ", which cannot be started (" +
        std::strerror(errno) +
        "). Build it with -DNEUREC_BUILD_TRAINING=ON, or install the whole package.");
}

}  // namespace

int main(int count, char** values) {
    const neurec::Composition::TrainingAdapters training = {
        .make_trainer = [](const std::vector<std::string>& command_line)
            -> std::unique_ptr<neurec::domain::ModelTrainer> {
            continue_in_neurec_train(command_line);
        },
        .make_exporter =
            [](const std::vector<std::string>& command_line,
               const std::filesystem::path&) -> std::unique_ptr<neurec::domain::ModelExporter> {
            continue_in_neurec_train(command_line);
        }};
    return neurec::run(count, values, training);
}
