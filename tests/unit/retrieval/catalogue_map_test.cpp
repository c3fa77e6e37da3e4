#include "infrastructure/retrieval/catalogue_map.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::infrastructure::retrieval {
namespace {

using domain::Movie;
using domain::MovieId;

TEST(CatalogueMap, LeadsBothWaysBetweenModelAndCatalogue) {
    const std::vector<std::int64_t> model = {10, 20, 30};
    const std::vector<Movie> catalogue = {
        {MovieId{30}, "C", {}}, {MovieId{25}, "new", {}}, {MovieId{10}, "A", {}}};

    const CatalogueMap map(model, catalogue);

    EXPECT_EQ(map.movies(), 3U);
    EXPECT_EQ(map.model_movies(), 3U);
    EXPECT_EQ(map.model_position(0), 2U);
    EXPECT_EQ(map.model_position(1), std::nullopt);
    EXPECT_EQ(map.model_position(2), 0U);
    EXPECT_EQ(map.catalogue_position(0), 2U);
    EXPECT_EQ(map.catalogue_position(1), std::nullopt);
    EXPECT_EQ(map.catalogue_position(2), 0U);
    EXPECT_EQ(map.index_of(MovieId{25}), 1U);
    EXPECT_EQ(map.index_of(MovieId{20}), std::nullopt);
}

TEST(CatalogueMap, RefusesAnIdThatIsThereTwice) {
    const std::vector<Movie> catalogue = {{MovieId{30}, "C", {}}, {MovieId{30}, "C again", {}}};

    EXPECT_THROW(CatalogueMap({}, catalogue), domain::InvalidInput);
}

}  // namespace
}  // namespace neurec::infrastructure::retrieval
