# Writes a text file into a .cpp as kCommonPasswords, so that the program needs no files beside it.
# cmake -DINPUT=… -DOUTPUT=… -P embed_text.cmake
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}" "#include <string_view>

namespace neurec::infrastructure::security {

extern const std::string_view kCommonPasswords;
const std::string_view kCommonPasswords = R\"txt(${text})txt\";

}  // namespace neurec::infrastructure::security
")
