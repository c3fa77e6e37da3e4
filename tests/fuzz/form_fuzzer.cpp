// Any bytes as a request's target, as its query and as a login form, plain and compressed.

#include <boost/json/parse.hpp>

#include "application/dtos/accounts.hpp"
#include "application/dtos/movies.hpp"
#include "application/dtos/ratings.hpp"
#include "application/dtos/recommendations.hpp"
#include "input.hpp"
#include "presentation/http/content_encoding.hpp"
#include "presentation/http/target.hpp"
#include "presentation/json/reader.hpp"

namespace {

namespace json = neurec::presentation::json;
namespace http = neurec::presentation::http;
using neurec::tests::require;

template <class Dto>
void decode(std::span<const json::Parameter> parameters) {
    json::Faults faults;
    const auto value = json::decode_parameters<Dto>(parameters, "query", faults);
    require(value.has_value() == faults.empty(), "a value, or faults that say why there is none");
    if (value) return;
    boost::system::error_code error;
    static_cast<void>(boost::json::parse(faults.to_json(), error));
    require(!error, "faults are JSON");
}

void refuse_all(std::span<const json::Parameter> parameters) {
    json::Faults faults;
    json::refuse_unknown(parameters, std::vector<std::string>{"page"}, faults);
    require(faults.all().size() <= 10, "an answer that does not grow with the query");
    boost::system::error_code error;
    static_cast<void>(boost::json::parse(faults.to_json(), error));
    require(!error, "faults are JSON");
}

void decode_all(std::span<const json::Parameter> parameters) {
    refuse_all(parameters);
    decode<neurec::application::LoginForm>(parameters);
    decode<neurec::application::UserListQuery>(parameters);
    decode<neurec::application::MovieListQuery>(parameters);
    decode<neurec::application::PageQuery>(parameters);
    decode<neurec::application::OwnRecommendationsQuery>(parameters);
    decode<neurec::application::OnboardingQuery>(parameters);
    decode<neurec::application::UserPath>(parameters);
    decode<neurec::application::MoviePath>(parameters);
    decode<neurec::application::RatingPath>(parameters);
}

void decode_compressed(std::string_view text) {
    http::Request request;
    request.headers = {{"content-encoding", "gzip"}};
    request.body = text;
    request.body_limit = 64UL * 1024;
    try {
        const http::DecodedBody body(request);
        require(body.text().size() <= request.body_limit, "no more is unpacked than allowed");
        decode_all(http::form_fields(body.text()));
    } catch (const http::DamagedContent&) {
    } catch (const http::ContentTooLarge&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = neurec::tests::as_text(data, size);
    decode_all(http::form_fields(text));
    decode_compressed(text);
    if (const auto target = http::parse_target(text)) {
        require(target->encoded_path.size() + target->encoded_query.size() <= text.size(),
                "a target's parts are parts of it");
        decode_all(target->query);
    }
    const std::string as_query = "/?" + std::string(text);
    if (const auto target = http::parse_target(as_query)) decode_all(target->query);
    return 0;
}
