#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.hpp"
#include "support/schema_validator.hpp"

namespace neurec::tests {

/// Holds answers against an OpenAPI document: the status is declared for the route and method, the
/// content type and the headers are those, and the body fits its schema.
class ApiContract {
  public:
    explicit ApiContract(boost::json::object document);
    ApiContract(const ApiContract&) = delete;
    ApiContract& operator=(const ApiContract&) = delete;

    /// What does not fit of an answer to that request, one line each.
    [[nodiscard]] std::vector<std::string> faults(std::string_view method, std::string_view target,
                                                  const HttpAnswer& answer) const;
    /// The same of an answer to bytes that are no request, or none that one can be sure of.
    [[nodiscard]] std::vector<std::string> faults_of_refusal(const HttpAnswer& answer) const;

    /// Every "GET /movies/{movie_id}" of the document, in its order.
    [[nodiscard]] std::vector<std::string> operations() const;
    [[nodiscard]] const boost::json::object& document() const { return document_; }
    [[nodiscard]] const SchemaValidator& validator() const { return validator_; }

  private:
    using Faults = std::vector<std::string>;

    /// The path's object of methods; null where no path of the document fits.
    [[nodiscard]] const boost::json::object* path_of(std::string_view target) const;
    [[nodiscard]] bool begins_as_a_path(std::string_view target) const;
    [[nodiscard]] Faults faults_beside_the_paths(std::string_view target,
                                                 const HttpAnswer& answer) const;
    [[nodiscard]] Faults faults_by_response(const boost::json::value& response,
                                            const HttpAnswer& answer, bool has_body) const;

    boost::json::object document_;
    SchemaValidator validator_{document_};
};

/// From here on, every answer that a RawConnection of this process reads is held against the
/// document that its server has at /openapi.json; what does not fit is a failure of the test.
/// Always true: for a variable that has this done before any test.
bool hold_answers_to_the_contract();

}  // namespace neurec::tests
