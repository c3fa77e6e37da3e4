#pragma once

#include <sys/types.h>

#include <map>
#include <string>

namespace neurec::tests {

/// Memory that a running process has now, or at most had so far, in MiB. 0 where there is no such
/// process.
double resident_mib(pid_t process);
double peak_resident_mib(pid_t process);

/// For the environment of a program that is measured: what the address sanitizer holds back of what
/// was freed (256 MiB otherwise) would count as the program's.
std::map<std::string, std::string> environment_for_measuring_memory();

}  // namespace neurec::tests
