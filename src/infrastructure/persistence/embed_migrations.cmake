# Writes the migrations/*.sql into a .cpp, so that the program needs no files beside it.
# cmake -DFOLDER=… -DOUTPUT=… -P embed_migrations.cmake
file(GLOB scripts "${FOLDER}/*.sql")
list(SORT scripts)
set(rows "")
foreach(script IN LISTS scripts)
  cmake_path(GET script STEM name)
  string(REGEX MATCH "^[0-9]+" number "${name}")
  string(REGEX REPLACE "^0+" "" number "${number}")
  file(READ "${script}" text)
  string(APPEND rows "    {${number}, \"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"infrastructure/persistence/migrations.hpp\"

namespace neurec::infrastructure::persistence {

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all{
${rows}    };
    return all;
}

}  // namespace neurec::infrastructure::persistence
")
