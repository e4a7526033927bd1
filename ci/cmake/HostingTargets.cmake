include(GoogleTest)

# hosting_library(NAME SOURCES a.cpp … [DEPENDS libraries…] [TESTS a_test.cpp …])
#
# One static library per folder. Its tests stand beside its code and become the one executable NAME_test.
# Includes are written from the root of the component ("ftp/ftp_session.h"), those of reports/ from the root
# of the tree ("reports/record/run_record.h").
function(hosting_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;TESTS;TEST_DEPENDS" ${ARGN})
  if(HOSTING_LIBFUZZER)
    hosting_without_coroutines(ARG_SOURCES)
    unset(ARG_TESTS)
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${HOSTING_COMPONENT_ROOT})
  target_link_libraries(${name} PUBLIC hosting_options ${ARG_DEPENDS})
  if(ARG_TESTS)
    hosting_test(${name}_test SOURCES ${ARG_TESTS} DEPENDS ${name} ${ARG_TEST_DEPENDS})
  endif()
endfunction()

# Takes out of a list of sources those that wait for sockets: what fuzzers feed waits for nothing, and clang 14 cannot
# compile coroutines that count their edges ("Cannot represent a difference across sections").
function(hosting_without_coroutines variable)
  set(kept "")
  foreach(source IN LISTS ${variable})
    file(STRINGS "${source}" found REGEX "co_(await|return|spawn)" LIMIT_COUNT 1)
    if(NOT found)
      list(APPEND kept "${source}")
    endif()
  endforeach()
  if(NOT kept)
    list(GET ${variable} 0 kept)
  endif()
  set(${variable} ${kept} PARENT_SCOPE)
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
  hosting_patience(deadline 120)
  # By their numbers: the values of a parametrised test hold addresses, which are others in each run.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}:" NO_PRETTY_VALUES PROPERTIES TIMEOUT ${deadline} LABELS "${ARG_LABEL}")
endfunction()

# hosting_fuzzer(NAME SOURCES a_fuzz.cpp … DEPENDS libraries…): a program with the targets that ci/fuzzing/targets.txt
# names for it. In the preset "fuzz" it is libFuzzer's, built by `fuzzers`; otherwise each target is a test of ctest,
# fuzz:TARGET, which takes a second or so.
function(hosting_fuzzer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  if(NOT HOSTING_BUILD_TESTS)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} hosting_fuzzing_driver)
  if(HOSTING_LIBFUZZER)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers ${name})
    return()
  endif()
  target_compile_options(${name} PRIVATE -O0)
  set(table "${PROJECT_SOURCE_DIR}/ci/fuzzing/targets.txt")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${table}")
  file(STRINGS "${table}" rows REGEX "^[a-z0-9_.]+ +${name} ")
  foreach(row IN LISTS rows)
    string(REGEX REPLACE " .*" "" target "${row}")
    add_test(NAME fuzz:${target} COMMAND ${name} --target=${target} "${PROJECT_SOURCE_DIR}/fixtures/fuzz/${target}")
    set_tests_properties(fuzz:${target} PROPERTIES TIMEOUT 300 LABELS fuzz)
  endforeach()
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
