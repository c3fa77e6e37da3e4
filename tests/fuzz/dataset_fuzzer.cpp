// Any bytes in place of a data set's files. The first character names the layout ('0' ml-1m, '1'
// ml-100k, anything else CSV), the files follow, with "\n====\n" between them.

#include "domain/errors.hpp"
#include "infrastructure/datasets/open_dataset.hpp"
#include "input.hpp"
#include "read_dataset.hpp"
#include "support/temporary_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const neurec::tests::TemporaryFolder one_m;
    static const neurec::tests::TemporaryFolder hundred_k;
    static const neurec::tests::TemporaryFolder csv;

    const std::string_view text = neurec::tests::as_text(data, size);
    const auto files = neurec::tests::files_in(text.substr(1), 3);
    const auto file = [&](std::size_t i) { return i < files.size() ? files[i] : ""; };
    const auto read = [&](const neurec::tests::TemporaryFolder& folder, const auto&... names) {
        std::size_t i = 0;
        (static_cast<void>(folder.write(names, file(i++))), ...);
        neurec::tests::read_dataset(folder.path());
    };
    if (text.front() == '0')
        read(one_m, "movies.dat", "users.dat", "ratings.dat");
    else if (text.front() == '1')
        read(hundred_k, "u.item", "u.user", "u.data");
    else
        read(csv, "movies.csv", "ratings.csv");
    return 0;
}
