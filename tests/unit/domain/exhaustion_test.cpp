#include "domain/exhaustion.hpp"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>

namespace neurec::domain {
namespace {

std::system_error failure_of(std::errc code) {
    return std::system_error(std::make_error_code(code));
}

TEST(ExhaustedResource, IsNamedWhereTheFailureTellsOfOne) {
    EXPECT_EQ(exhausted_resource(std::bad_alloc()), "memory");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::not_enough_memory)), "memory");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::resource_unavailable_try_again)),
              "threads or processes");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::too_many_files_open)), "open files");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::too_many_files_open_in_system)),
              "open files");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::no_space_on_device)), "disk space");
}

TEST(ExhaustedResource, IsNoneWhereTheFailureIsOfAnotherKind) {
    EXPECT_EQ(exhausted_resource(std::runtime_error("out of memory")), "");
    EXPECT_EQ(exhausted_resource(failure_of(std::errc::permission_denied)), "");
}

}  // namespace
}  // namespace neurec::domain
