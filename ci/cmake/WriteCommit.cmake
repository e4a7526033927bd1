# Writes OUTPUT, which holds VERSION and, where it is known, the commit that SOURCE is at ("+": with changes that are in
# no commit). HOSTING_COMMIT of the environment names it where there is no repository, as in a container.
set(commit "$ENV{HOSTING_COMMIT}")
find_program(GIT git)
if(NOT commit AND GIT)
  # A repository above the tree is somebody else's; the index is not ours to refresh.
  get_filename_component(above "${SOURCE}" DIRECTORY)
  set(ENV{GIT_CEILING_DIRECTORIES} "${above}")
  set(ENV{GIT_OPTIONAL_LOCKS} 0)
  execute_process(COMMAND "${GIT}" describe --always --abbrev=12 --dirty=+ --exclude=*
    WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(version "${VERSION}")
if(commit MATCHES "^[0-9a-f]+\\+?$")
  string(APPEND version " (${commit})")
endif()
set(text
"#include \"embedded/version.h\"
namespace embedded {
const std::string_view version = \"${version}\";
}
")
set(there "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" there)
endif()
if(NOT there STREQUAL text)
  file(WRITE "${OUTPUT}" "${text}")
endif()
