// Any bytes as the JSON body of every endpoint that takes one: a value of the DTO or faults that
// can be written out, never both, never neither.

#include <boost/json/parse.hpp>

#include "application/dtos/accounts.hpp"
#include "application/dtos/movies.hpp"
#include "application/dtos/ratings.hpp"
#include "application/dtos/recommendations.hpp"
#include "input.hpp"
#include "presentation/json/reader.hpp"
#include "presentation/json/writer.hpp"

namespace {

namespace json = neurec::presentation::json;
using neurec::tests::require;

template <class Dto>
void decode(std::string_view body) {
    json::Faults faults;
    const auto value = json::decode_body<Dto>(body, faults);
    require(value.has_value() == faults.empty(), "a value, or faults that say why there is none");
    std::string out;
    if (value)
        json::write(out, *value);
    else
        out = faults.to_json();
    boost::system::error_code error;
    const auto document = boost::json::parse(out, error);
    require(!error, "what is written is JSON");
    if (!value) return;
    json::Faults none;
    require(json::decode<Dto>(document, none).has_value(), "what was written is read again");
}

/// As decode(), of what is never written.
template <class Dto>
void decode_request(std::string_view body) {
    json::Faults faults;
    const auto value = json::decode_body<Dto>(body, faults);
    require(value.has_value() == faults.empty(), "a value, or faults that say why there is none");
    boost::system::error_code error;
    static_cast<void>(boost::json::parse(faults.to_json(), error));
    require(!error, "faults are JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = neurec::tests::as_text(data, size);
    decode<neurec::application::UserSchema>(body);
    decode_request<neurec::application::UserChanges>(body);
    decode_request<neurec::application::PasswordChange>(body);
    decode<neurec::application::MovieSchema>(body);
    decode<std::vector<neurec::application::RatingSchema>>(body);
    decode<neurec::application::NewUserRecommendationRequest>(body);
    return 0;
}
