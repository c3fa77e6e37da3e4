#include "infrastructure/security/signing_keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "domain/errors.hpp"

namespace neurec::infrastructure::security {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

std::string random_key() {
    std::array<unsigned char, 32> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * bytes.size() + 1> text;
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
    throw domain::Unavailable("The token key file " + file.string() + " " + what);
}

/// Makes the file with a new key; false where it is there already, perhaps made by another process
/// this moment.
bool make_key_file(const std::filesystem::path& file) {
    std::filesystem::create_directories(file.parent_path());
    // Linked into place when whole, so that no other process ever reads half a key.
    const std::filesystem::path partial =
        file.string() + "." + std::to_string(getpid()) + ".partial";
    const int descriptor = open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        refuse(file, std::string("cannot be made (") + std::strerror(errno) +
                         "); make its folder writable.");
    const std::string text = random_key() + "\n";
    const bool written =
        write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        fsync(descriptor) == 0;
    close(descriptor);
    const bool linked = written && link(partial.c_str(), file.c_str()) == 0;
    const int error = errno;
    unlink(partial.c_str());
    if (!written) refuse(file, std::string("cannot be written (") + std::strerror(error) + ").");
    if (!linked && error != EEXIST)
        refuse(file, std::string("cannot be made (") + std::strerror(error) + ").");
    return linked;
}

/// The keys in the file, one a line, after making it where it is absent.
std::vector<std::string> keys_in(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) make_key_file(file);

    struct stat status{};
    if (stat(file.c_str(), &status) != 0)
        refuse(file, std::string("cannot be read (") + std::strerror(errno) + ").");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        refuse(file,
               "can be read by others. Whoever has it can log in as anyone: chmod 600 it, or "
               "delete it to have a "
               "new one made (all then log in anew).");
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        refuse(file,
               "cannot be read, or is empty. Delete it to have a new one made (all then log in "
               "anew).");
    return lines_of(text.str());
}

}  // namespace

SigningKeys::SigningKeys(std::vector<std::string> keys) : keys_(std::move(keys)) {
    if (keys_.empty())
        throw domain::InvalidInput(
            "There is no key for access tokens. Set NEUREC_JWT_SECRET to 32 random bytes or more "
            "(openssl rand -hex 32), or leave it empty to have one made.");
    for (const std::string& key : keys_)
        if (key.size() < kShortest)
            throw domain::InvalidInput(
                "A key for access tokens has " + std::to_string(key.size()) +
                " bytes; 32 are the least that is safe. Make one with: openssl rand -hex 32");
}

SigningKeys SigningKeys::load(const std::string& secret, const std::string& previous,
                              const std::filesystem::path& file) {
    if (sodium_init() < 0)
        throw domain::Unavailable("libsodium cannot start: the system gives no random numbers.");
    std::vector<std::string> keys =
        secret.empty() ? keys_in(file) : std::vector<std::string>{secret};
    if (!previous.empty()) keys.push_back(previous);
    return SigningKeys(std::move(keys));
}

}  // namespace neurec::infrastructure::security
