# Compiler settings of every target, as two INTERFACE libraries, and the packages that the tree uses.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

option(HOSTING_BUILD_TESTS "Build the tests beside the code" ON)
option(HOSTING_WARNINGS_AS_ERRORS "Treat warnings as errors" ON)
set(HOSTING_SANITIZE "" CACHE STRING "Sanitizers to build with, as given to -fsanitize=")
option(HOSTING_LIBFUZZER "Build the fuzzers with clang's libFuzzer, as ci/fuzz does, instead of as tests" OFF)

# A sanitizer's programs may take so many times longer: hosting_patience(VARIABLE SECONDS) is the deadline of a test.
function(hosting_patience variable seconds)
  if(HOSTING_SANITIZE)
    math(EXPR seconds "5 * ${seconds}")
  endif()
  set(${variable} ${seconds} PARENT_SCOPE)
endfunction()

add_library(hosting_options INTERFACE)
target_compile_options(hosting_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  # designated initialisers leave fields at their documented defaults on purpose
  -Wno-missing-field-initializers
  $<$<BOOL:${HOSTING_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(hosting_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION HOSTING_CTS_VERSION="${PROJECT_VERSION}")
if(HOSTING_SANITIZE)
  target_compile_options(hosting_options INTERFACE -fsanitize=${HOSTING_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(hosting_options INTERFACE -fsanitize=${HOSTING_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # GCC 12 inlines Asio's operator new of a coroutine's frame down to aligned_alloc() there, the delete beside it not,
    # and takes the two for strangers; and it cannot follow <regex> any more. Both are looked for in the release build,
    # and AddressSanitizer sees whether memory is freed as it was got.
    target_compile_options(hosting_options INTERFACE -Wno-mismatched-new-delete -Wno-maybe-uninitialized)
    if(HOSTING_SANITIZE MATCHES thread)
      # ThreadSanitizer knows no fences, which Asio puts around what its locks order already.
      target_compile_options(hosting_options INTERFACE -Wno-tsan)
    endif()
  endif()
endif()

if(HOSTING_LIBFUZZER)
  # What is broken ends the run, and each edge of the code that an input reaches is counted.
  target_compile_options(hosting_options INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined)
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(pugixml REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_library(HOSTING_CRYPT crypt REQUIRED)
find_library(HOSTING_CARES cares REQUIRED)
find_library(HOSTING_PCRE2 pcre2-8 REQUIRED)
find_library(HOSTING_GD gd REQUIRED)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

# Where the tree lies is nothing that programs tell: the packages have the same octets wherever they are built. ccache sees
# to it for what lies below its base_dir, and knows its objects in another tree again; else the compiler is told.
set(ccache_base "")
if(CCACHE_PROGRAM)
  execute_process(COMMAND "${CCACHE_PROGRAM}" --get-config base_dir OUTPUT_VARIABLE ccache_base
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
string(FIND "${PROJECT_SOURCE_DIR}/" "${ccache_base}/" below)
if(ccache_base STREQUAL "" OR NOT below EQUAL 0)
  add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=..")
endif()

# Asio and the Process library are compiled once, here, instead of in every file that includes them.
# Written only when it is not there yet: it takes long to compile, and every configuring would make it newer.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/asio_implementation.cpp"
  CONTENT "#include <boost/asio/impl/src.hpp>\n" @ONLY)
add_library(hosting_asio STATIC "${PROJECT_BINARY_DIR}/generated/asio_implementation.cpp")
target_link_libraries(hosting_asio PUBLIC hosting_options Boost::headers Threads::Threads)
