# How every target of this project is made.
#
# Headers are included by their path below src/ ("domain/models/movie.hpp"), but no target has src/ itself on
# its include path. Each library gets a folder of its own under build/…/layers/<library>/ that holds one link,
# to its own sources; linking the library is the only way to that folder. A layer that includes what its link
# list does not name therefore fails to compile: the dependency rule is the link list.

find_program(NEUREC_CCACHE ccache)
if(NEUREC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what ccache asks for to keep units that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${NEUREC_CCACHE}")
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# Sanitized code keeps assertions and frames, and enough optimisation to train a small model in seconds.
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG" CACHE STRING "" FORCE)

add_library(neurec_build_flags INTERFACE)
target_compile_features(neurec_build_flags INTERFACE cxx_std_20)
target_compile_options(neurec_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wold-style-cast -Wextra-semi -Wimplicit-fallthrough
  # clang lays std::stable_sort's own use of std::get_temporary_buffer (libstdc++ 12) at its caller's door.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<BOOL:${NEUREC_WARNINGS_AS_ERRORS}>:-Werror>)
if(NEUREC_SANITIZE)
  target_compile_options(neurec_build_flags INTERFACE
    -fsanitize=${NEUREC_SANITIZE} -fno-sanitize-recover=all
    # g++ 12 reports values as maybe uninitialised that only the instrumentation separates from their writes.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(neurec_build_flags INTERFACE -fsanitize=${NEUREC_SANITIZE})
endif()
set(CMAKE_CXX_EXTENSIONS OFF)

# neurec_library(<name> FOLDER <folder below src/> SOURCES … [LINKS …] [PRIVATE_LINKS …])
function(neurec_library name)
  cmake_parse_arguments(ARG "" "FOLDER" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  set(include_root "${PROJECT_BINARY_DIR}/layers/${name}")
  cmake_path(GET ARG_FOLDER PARENT_PATH parent)
  file(MAKE_DIRECTORY "${include_root}/${parent}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${ARG_FOLDER}" "${include_root}/${ARG_FOLDER}" SYMBOLIC)
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${name} PRIVATE neurec_build_flags ${ARG_PRIVATE_LINKS})
    target_compile_features(${name} PUBLIC cxx_std_20)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${name} ${scope} "${include_root}")
  target_link_libraries(${name} ${scope} ${ARG_LINKS})
endfunction()

# g++ 12 warns wrongly, in optimised code alone, of strings in variants (-Wmaybe-uninitialized, GCC bug 105562) and of
# strings put together with operator+ (-Wrestrict, GCC bug 105651). Targets that meet either say so by this.
function(neurec_silence_gcc12_false_warnings target)
  target_compile_options(${target} PRIVATE
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)
endfunction()

# neurec_precompile(<target> HEADERS <header …> | FROM <target>): a precompiled header of its own, or that of another target.
function(neurec_precompile target)
  cmake_parse_arguments(ARG "" "FROM" "HEADERS" ${ARGN})
  if(ARG_FROM)
    target_precompile_headers(${target} REUSE_FROM ${ARG_FROM})
  else()
    target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
  endif()
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)  # for ccache
endfunction()

# Tests prove what optimised libraries do; optimising the tests themselves would only make everybody wait. At that level
# g++ 12 sees strings run over their ends in operator+ (GCC bug 105329); in tests the address sanitizer looks at that.
function(neurec_compile_as_test target)
  target_compile_options(${target} PRIVATE
    $<$<CONFIG:Release>:-O1>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-stringop-overflow>)
endfunction()

# neurec_executable(<name> SOURCES … LINKS …)
function(neurec_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE neurec_build_flags ${ARG_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
endfunction()

# neurec_test(<name> SUITE unit|integration|api|property SOURCES … LINKS … [TIMEOUT seconds])
# One GoogleTest program; ctest lists it under its suite's label, and the target tests_<suite> builds all of a suite.
function(neurec_test name)
  cmake_parse_arguments(ARG "" "SUITE;TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set(target ${ARG_SUITE}_${name})
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE neurec_build_flags neurec_test_support ${ARG_LINKS}
                                          GTest::gmock GTest::gtest_main)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(NOT TARGET tests_${ARG_SUITE})
    add_custom_target(tests_${ARG_SUITE})
  endif()
  add_dependencies(tests_${ARG_SUITE} ${target})
  neurec_silence_gcc12_false_warnings(${target})
  neurec_compile_as_test(${target})
  neurec_precompile(${target} FROM neurec_test_headers)
  add_test(NAME ${target} COMMAND ${target})
  set_tests_properties(${target} PROPERTIES LABELS ${ARG_SUITE} TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "NEUREC_DATABASE_URL=;NEUREC_BINARY_DIR=${PROJECT_BINARY_DIR}/bin;NEUREC_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()

# neurec_benchmark(<name> SOURCES … LINKS …): one Google Benchmark program in build/…/benchmarks.
function(neurec_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(bench_${name} ${ARG_SOURCES})
  target_link_libraries(bench_${name} PRIVATE neurec_build_flags ${ARG_LINKS} benchmark::benchmark_main)
  neurec_silence_gcc12_false_warnings(bench_${name})
  set_target_properties(bench_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/benchmarks")
endfunction()
