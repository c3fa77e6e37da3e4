#include "domain/exhaustion.hpp"

#include <new>
#include <system_error>

namespace neurec::domain {

std::string_view exhausted_resource(const std::exception& failure) noexcept {
    if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr) return "memory";
    const auto* const refused = dynamic_cast<const std::system_error*>(&failure);
    if (refused == nullptr) return {};
    const std::error_code& code = refused->code();
    if (code == std::errc::not_enough_memory) return "memory";
    // What std::thread and fork() say, also where it is memory for a stack that they lack.
    if (code == std::errc::resource_unavailable_try_again) return "threads or processes";
    if (code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system)
        return "open files";
    if (code == std::errc::no_space_on_device) return "disk space";
    return {};
}

}  // namespace neurec::domain
