# hosting_version: `embedded::version` of "embedded/version.h", for people: the project's version, which project() in the
# tree's CMakeLists.txt alone tells, with the commit. Looked up in each build, as a commit needs no configuring; only main
# programs link it, since it is another with every commit.
set(source "${PROJECT_BINARY_DIR}/generated/version/version.cpp")
add_custom_target(hosting_find_version
  COMMAND ${CMAKE_COMMAND} -DVERSION=${PROJECT_VERSION} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${source}
          -P "${PROJECT_SOURCE_DIR}/ci/cmake/WriteCommit.cmake"
  BYPRODUCTS "${source}" VERBATIM)
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/version/embedded/version.h" CONTENT
"#pragma once
#include <string_view>
namespace embedded {
extern const std::string_view version;
}
")
add_library(hosting_version STATIC "${source}")
add_dependencies(hosting_version hosting_find_version)
target_include_directories(hosting_version PUBLIC "${PROJECT_BINARY_DIR}/generated/version")
