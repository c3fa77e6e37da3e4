# Every library from outside, in one place, as imported targets. All are packages of Debian 12, and of 13 (script/bootstrap).

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PkgConfig REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)  # its CMake configuration is broken in Debian 12
pkg_check_modules(LIBSODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(OPENBLAS REQUIRED IMPORTED_TARGET openblas)

# SOCI ships no CMake configuration in Debian 12.
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)
add_library(neurec_soci INTERFACE)
target_include_directories(neurec_soci SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}")
if(NEUREC_SANITIZE)
  # SOCI hides the type information that the check of dynamic types would look up.
  target_compile_options(neurec_soci INTERFACE -fno-sanitize=vptr)
endif()
target_link_libraries(neurec_soci INTERFACE ${SOCI_SQLITE3_LIBRARY} ${SOCI_POSTGRESQL_LIBRARY} ${SOCI_CORE_LIBRARY}
                      PkgConfig::SQLITE3 PkgConfig::LIBPQ)

find_path(HNSWLIB_INCLUDE_DIR hnswlib/hnswlib.h REQUIRED)
add_library(neurec_hnswlib INTERFACE)
target_include_directories(neurec_hnswlib SYSTEM INTERFACE "${HNSWLIB_INCLUDE_DIR}")
if(NEUREC_SANITIZE)
  # hnswlib lays labels behind links, wherever that is; clang's check sees it.
  target_compile_options(neurec_hnswlib INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=alignment>)
endif()

if(NEUREC_BUILD_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
if(NEUREC_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
