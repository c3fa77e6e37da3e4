#pragma once

#include <string>
#include <vector>

namespace neurec::presentation::cli {

/// The command that somebody typed, quoted so that a shell takes it again, and without settings
/// that are secret: those come from the environment where it is typed again. `arguments`: what
/// followed the program's name.
[[nodiscard]] std::string typed_command(std::vector<std::string> arguments);

/// A message without passwords of URLs in it: what stands between the first "://" and the last "@",
/// and the values of parameters such as password= and sslpassword=.
[[nodiscard]] std::string without_passwords(std::string text);

}  // namespace neurec::presentation::cli
