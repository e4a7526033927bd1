# Writes SOURCE and HEADER, which hold the bytes of INPUT as a string constant named SYMBOL.
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${HEADER}"
"#pragma once
#include <string_view>
namespace embedded {
extern const std::string_view ${SYMBOL};
}
")
file(WRITE "${SOURCE}"
"#include \"embedded/${SYMBOL}.h\"
namespace embedded {
namespace {
constexpr unsigned char bytes[] = {
${bytes}0};
}
const std::string_view ${SYMBOL}{reinterpret_cast<const char*>(bytes), sizeof bytes - 1};
}
")
