#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace neurec::tests {

/// Holds JSON values against the part of JSON Schema (2020-12) that the API's document uses.
/// Stricter than the standard in two ways: a member that is not declared is a fault, so that
/// answers show nothing but what they say they show; and a keyword that is not known here throws
/// std::logic_error, so that nothing is passed over unchecked.
class SchemaValidator {
  public:
    /// `document`: what references ("#/components/…") lead into; must outlive it.
    explicit SchemaValidator(const boost::json::object& document) : document_(document) {}

    /// What does not fit, one line each: "/recommendations/0/title: is no string".
    [[nodiscard]] std::vector<std::string> faults(const boost::json::value& schema,
                                                  const boost::json::value& value) const;

    /// What a reference leads to; `value` itself where it is none.
    [[nodiscard]] const boost::json::value& resolved(const boost::json::value& value) const;

  private:
    void check(const boost::json::object& schema, const boost::json::value& value,
               const std::string& place, std::vector<std::string>& out) const;
    void check_members(const boost::json::object& schema, const boost::json::object& value,
                       const std::string& place, std::vector<std::string>& out) const;

    const boost::json::object& document_;
};

}  // namespace neurec::tests
