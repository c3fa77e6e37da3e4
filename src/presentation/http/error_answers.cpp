#include "presentation/http/error_answers.hpp"

#include <boost/json/value_from.hpp>
#include <exception>

#include "application/dtos/invalid_request.hpp"
#include "domain/errors.hpp"
#include "domain/exhaustion.hpp"
#include "presentation/http/content_encoding.hpp"
#include "presentation/http/endpoint.hpp"

namespace neurec::presentation::http {

namespace {

[[nodiscard]] Response unprocessable(const json::Faults& faults) {
    Response response;
    response.status = 422;
    response.body = faults.to_json();
    return response;
}

[[nodiscard]] json::Fault fault_of(const application::FieldFault& fault) {
    boost::json::value input;
    std::visit([&](const auto& value) { input = boost::json::value_from(value); }, fault.input);
    return {.type = "value_error",
            .location = fault.location,
            .message = "Value error, " + fault.problem,
            .input = std::move(input),
            .context = {{"error", boost::json::object()}}};
}

[[nodiscard]] Response answer_to(const application::InvalidRequest& error) {
    json::Faults faults;
    for (const application::FieldFault& each : error.faults())
        faults.add(fault_of(each));
    return unprocessable(faults);
}

[[nodiscard]] Response internal_error(const Request& request, std::string_view what,
                                      domain::Logger& logger) {
    logger.write(domain::LogLevel::error, "request failed",
                 {{"id", std::string_view(request.id)}, {"error", what}});
    Response response = error_response(500, "Internal Server Error");
    response.body.pop_back();
    response.body += R"(,"request_id":)";
    json::write_text(response.body, request.id);
    response.body += '}';
    return response;
}

/// The cause may name files and hosts: it is for the log.
[[nodiscard]] Response unavailable(const Request& request, std::string_view problem,
                                   domain::Logger& logger) {
    logger.write(domain::LogLevel::warning, "request cannot be served now",
                 {{"id", std::string_view(request.id)}, {"problem", problem}});
    return unavailable_response("The service cannot answer this now; try again in a moment.");
}

[[nodiscard]] Response answer_to(const domain::Error& error, const Request& request,
                                 domain::Logger& logger) {
    switch (error.kind()) {
        case domain::ErrorKind::invalid_input: {
            json::Faults faults;
            faults.add({.type = "value_error",
                        .location = {"body"},
                        .message = std::string("Value error, ") + error.what(),
                        .input = nullptr,
                        .context = {}});
            return unprocessable(faults);
        }
        case domain::ErrorKind::not_found:
            return error_response(404, error.what());
        case domain::ErrorKind::conflict:
            return error_response(409, error.what());
        case domain::ErrorKind::unauthenticated: {
            Response response = error_response(401, error.what());
            response.headers.emplace_back("WWW-Authenticate", "Bearer");
            return response;
        }
        case domain::ErrorKind::too_many_attempts: {
            Response response = error_response(429, error.what());
            if (const auto* limited = dynamic_cast<const domain::TooManyAttempts*>(&error))
                response.headers.emplace_back("Retry-After", std::to_string(limited->wait()));
            return response;
        }
        case domain::ErrorKind::forbidden:
            return error_response(403, error.what());
        case domain::ErrorKind::unavailable:
            return unavailable(request, error.what(), logger);
        case domain::ErrorKind::interrupted:
            break;
    }
    return internal_error(request, error.what(), logger);
}

}  // namespace

Response answer_to_current_exception(const Request& request, domain::Logger& logger) {
    try {
        throw;
    } catch (const ValidationFailed& error) {
        return unprocessable(error.faults());
    } catch (const application::InvalidRequest& error) {
        return answer_to(error);
    } catch (const UnsupportedMediaType& error) {
        return error_response(415, error.what());
    } catch (const UnsupportedContentCoding& error) {
        Response response = error_response(415, error.what());
        response.headers.emplace_back("Accept-Encoding", kContentCodings);
        return response;
    } catch (const ContentTooLarge& error) {
        return error_response(413, error.what());
    } catch (const DamagedContent& error) {
        return error_response(400, error.what());
    } catch (const domain::Error& error) {
        return answer_to(error, request, logger);
    } catch (const std::exception& error) {
        if (!domain::exhausted_resource(error).empty())
            return unavailable(request, error.what(), logger);
        return internal_error(request, error.what(), logger);
    }
}

}  // namespace neurec::presentation::http
