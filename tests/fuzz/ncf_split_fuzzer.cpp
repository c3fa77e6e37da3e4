// Any bytes as the two files of the published NCF split, plain or compressed, with "\n====\n"
// between them, over a small data set.

#include "domain/errors.hpp"
#include "infrastructure/datasets/ncf_split.hpp"
#include "input.hpp"
#include "support/small_dataset.hpp"
#include "support/temporary_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using neurec::tests::require;
    // Two users; items are numbered 0: movie 3, 1: movie 1, 2: movie 2, 3: movie 4.
    static const neurec::domain::Dataset dataset = neurec::tests::small_dataset(
        2, 5, {{1, 3, 5, 10}, {1, 1, 3, 30}, {2, 1, 4, 20}, {2, 2, 2, 50}, {2, 4, 1, 40}});
    static const neurec::tests::TemporaryFolder folder;
    const auto files = neurec::tests::files_in(neurec::tests::as_text(data, size), 2);
    static_cast<void>(folder.write("ml-1m.test.rating", files.front()));
    static_cast<void>(folder.write("ml-1m.test.negative.gz", files.size() > 1 ? files.back() : ""));
    try {
        const auto split =
            neurec::infrastructure::datasets::NcfSplit(folder.path(), std::nullopt).load(dataset);
        require(split.has_value(), "a split that is there is read or refused");
        for (const auto& each : split->cases) {
            require(each.user < dataset.users().size(), "cases are of users that are there");
            require(each.held_out < dataset.movies().size(), "movies that are there");
            for (const auto movie : each.negatives)
                require(movie < dataset.movies().size(), "negatives are movies that are there");
        }
    } catch (const neurec::domain::InvalidInput&) {
    }
    return 0;
}
