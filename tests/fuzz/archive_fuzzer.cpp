// Any bytes as a zip archive with a data set.

#include "input.hpp"
#include "read_dataset.hpp"
#include "support/temporary_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const neurec::tests::TemporaryFolder folder;
    neurec::tests::read_dataset(folder.write("a.zip", neurec::tests::as_text(data, size)));
    return 0;
}
