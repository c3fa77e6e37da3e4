// Any bytes in place of each of a model folder's files, behind the checksums: tensors, manifest,
// index. The first character says which ('t' weights, 'c' candidate lists, 'm' manifest, else an
// index of 3 vectors).

#include <array>
#include <vector>

#include "domain/errors.hpp"
#include "infrastructure/deep_learning/model_file.hpp"
#include "infrastructure/deep_learning/model_tensors.hpp"
#include "infrastructure/deep_learning/safetensors.hpp"
#include "input.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace deep_learning = neurec::infrastructure::deep_learning;
namespace retrieval = neurec::infrastructure::retrieval;
using neurec::tests::require;

constexpr std::size_t kVectors = 3;
constexpr std::size_t kDimension = 64;

deep_learning::TensorFile tensors(std::string_view bytes) {
    const auto data = std::as_bytes(std::span(bytes));
    return {std::vector<std::byte>(data.begin(), data.end()), "fuzzed"};
}

void read_weights(std::string_view bytes) {
    const auto weights = deep_learning::weights_from(tensors(bytes));
    static_cast<void>(deep_learning::find_inconsistency(weights, 32, 22));
}

void read_candidate_lists(std::string_view bytes) {
    retrieval::CandidateArtefacts candidates;
    deep_learning::read_lists(tensors(bytes), kVectors, candidates);
    require(candidates.co_liked.rows() == kVectors, "a list of movies liked together a movie");
    for (const auto* lists : {&candidates.co_liked, &candidates.user_likes}) {
        for (std::size_t row = 0; row < lists->rows(); ++row)
            require(lists->begin[row] <= lists->begin[row + 1], "rows do not go backwards");
        require(lists->begin.back() <= lists->movie.size(), "rows end within the list");
    }
}

void read_manifest(std::string_view text) {
    const auto manifest = deep_learning::parse_manifest(text, "fuzzed");
    const std::string written = deep_learning::to_json(manifest);
    require(deep_learning::to_json(deep_learning::parse_manifest(written, "written")) == written,
            "a manifest that was read is written and read alike");
}

void search_index(std::string_view bytes) {
    static const neurec::tests::TemporaryFolder folder;
    const auto index =
        retrieval::HnswIndex::load(folder.write("i.hnsw", bytes), kDimension, kVectors);
    static const std::vector<float> query(kDimension, 0.1F);
    std::vector<retrieval::Neighbour> found;
    index.search(query, kVectors, found);
    for (const retrieval::Neighbour& neighbour : found)
        require(neighbour.id < kVectors, "what is found is in the index");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text = neurec::tests::as_text(data, size);
    const std::string_view file = text.substr(1);
    try {
        switch (text.front()) {
            case 't':
                read_weights(file);
                break;
            case 'c':
                read_candidate_lists(file);
                break;
            case 'm':
                read_manifest(file);
                break;
            default:
                search_index(file);
        }
    } catch (const neurec::domain::Unavailable&) {
        // The only refusal that there is.
    }
    return 0;
}
