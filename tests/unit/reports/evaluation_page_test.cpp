#include "presentation/reports/evaluation_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/sample_report.hpp"
#include "support/well_formed.hpp"

namespace neurec::presentation::reports {

namespace {

using testing::HasSubstr;
using testing::Not;

}  // namespace

TEST(EvaluationPage, IsWellFormedForEveryProtocol) {
    EXPECT_EQ(tests::xml_fault(evaluation_page(tests::sample_report())), std::nullopt);
    EXPECT_EQ(tests::xml_fault(evaluation_page(tests::sample_report(3))), std::nullopt);
    EXPECT_EQ(tests::xml_fault(evaluation_page(tests::sample_ncf_report())), std::nullopt);
}

TEST(EvaluationPage, NeedsNothingFromElsewhere) {
    const std::string page = evaluation_page(tests::sample_report());

    for (const char* outside : {"http:", "https:", "url(", "<script", "<link", "<img", "@import"})
        EXPECT_THAT(page, Not(HasSubstr(outside)));
    EXPECT_THAT(page, HasSubstr("prefers-color-scheme: dark"));
}

TEST(EvaluationPage, EscapesTextsOfTheReport) {
    application::EvaluationReport report = tests::sample_report();
    report.command = "neurec evaluate '<script>alert(1)</script>'";
    report.seeds[0].split = "</li><b>&";
    report.seeds[0].methods[0].method = "<model>";
    report.seeds[0].methods[1].description = "a \"quoted\" < thing";

    const std::string page = evaluation_page(report);

    EXPECT_EQ(tests::xml_fault(page), std::nullopt);
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<model>")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST(EvaluationPage, ShowsFiguresWithIntervalsAndMarksTheBestOfAColumn) {
    const std::string page = evaluation_page(tests::sample_report());

    EXPECT_THAT(page, HasSubstr("<td class=\"best\">0.4321<small>0.422 – 0.452</small></td>"));
    EXPECT_THAT(page, HasSubstr("<td class=\"best\">0.5021<small>0.492 – 0.522</small></td>"));
    EXPECT_THAT(page, HasSubstr("<td>0.3700<small>"));
    EXPECT_THAT(page, HasSubstr("<code>neurec evaluate --k 0,5</code>"));
}

TEST(EvaluationPage, ShowsDeviationsOverSeveralSeeds) {
    EXPECT_THAT(evaluation_page(tests::sample_report(3)), HasSubstr("<small>± 0.0042</small>"));
}

TEST(EvaluationPage, DrawsCalibrationForProbabilitiesAlone) {
    EXPECT_THAT(evaluation_page(tests::sample_report()), HasSubstr("Reliability of model, k = 5"));
    EXPECT_THAT(evaluation_page(tests::sample_report()),
                Not(HasSubstr("Reliability of popularity")));
    EXPECT_THAT(evaluation_page(tests::sample_ncf_report()), Not(HasSubstr("Reliability")));
}

}  // namespace neurec::presentation::reports
