include(GoogleTest)

# hosting_library(NAME SOURCES a.cpp … [DEPENDS libraries…] [TESTS a_test.cpp …])
#
# One static library per folder. Its tests stand beside its code and become the one executable NAME_test.
# Includes are written from the root of the component ("ftp/ftp_session.h"), those of reports/ from the root
# of the tree ("reports/record/run_record.h").
function(hosting_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;TESTS;TEST_DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${HOSTING_COMPONENT_ROOT})
  target_link_libraries(${name} PUBLIC hosting_options ${ARG_DEPENDS})
  if(ARG_TESTS)
    hosting_test(${name}_test SOURCES ${ARG_TESTS} DEPENDS ${name} ${ARG_TEST_DEPENDS})
  endif()
endfunction()

# hosting_test(NAME SOURCES a_test.cpp … DEPENDS libraries… [LABEL e2e]): one GoogleTest executable, run by ctest. The
# label e2e is for those that open ports. Tests are compiled without optimisation, which would take a third of the
# whole build's time and gain them nothing.
function(hosting_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPENDS" ${ARGN})
  if(NOT HOSTING_BUILD_TESTS)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE -O0)
  target_compile_definitions(${name} PRIVATE HOSTING_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             HOSTING_BINARY_DIR="${PROJECT_BINARY_DIR}")
  # By their numbers: the values of a parametrised test hold addresses, which are others in each run.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}:" NO_PRETTY_VALUES PROPERTIES TIMEOUT 120 LABELS "${ARG_LABEL}")
endfunction()

# hosting_embed(LIBRARY SYMBOL FILE): FILE's text as `const std::string_view SYMBOL` in namespace embedded,
# so that the programs need no data folder at run time. The header "embedded/SYMBOL.h" declares it.
function(hosting_embed library symbol file)
  set(source "${PROJECT_BINARY_DIR}/generated/embedded/${symbol}.cpp")
  set(header "${PROJECT_BINARY_DIR}/generated/embedded/${symbol}.h")
  add_custom_command(OUTPUT "${source}" "${header}"
    COMMAND ${CMAKE_COMMAND} -DSYMBOL=${symbol} -DINPUT=${file} -DSOURCE=${source} -DHEADER=${header}
            -P "${PROJECT_SOURCE_DIR}/ci/cmake/EmbedFile.cmake"
    DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/ci/cmake/EmbedFile.cmake" VERBATIM)
  target_sources(${library} PRIVATE "${source}" "${header}")
  target_include_directories(${library} PRIVATE "${PROJECT_BINARY_DIR}/generated")
endfunction()
