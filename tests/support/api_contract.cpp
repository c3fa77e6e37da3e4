#include "support/api_contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <cctype>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace neurec::tests {

namespace {

namespace json = boost::json;

/// Answers that may come before it is known which endpoint is asked.
constexpr std::array<std::string_view, 4> kBeforeRouting = {"413", "414", "417", "431"};

[[nodiscard]] std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
    return result;
}

/// Percent-decoded, as far as escapes are whole.
[[nodiscard]] std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                               std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
        if (!is_escape) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
    }
    return result;
}

[[nodiscard]] std::vector<std::string> segments_of(std::string_view target) {
    target = target.substr(0, target.find('?'));
    std::vector<std::string> segments;
    while (!target.empty()) {
        target.remove_prefix(1);
        const std::size_t end = std::min(target.find('/'), target.size());
        segments.push_back(decoded(target.substr(0, end)));
        target.remove_prefix(end);
    }
    return segments;
}

[[nodiscard]] bool fits(const std::vector<std::string>& pattern,
                        const std::vector<std::string>& segments) {
    return std::ranges::equal(pattern, segments, [](const auto& expected, const auto& given) {
        return expected.starts_with('{') ? !given.empty() : expected == given;
    });
}

/// The path below the server that the document names ("/recs"), where the target is there.
[[nodiscard]] std::string_view below_server(const json::object& document, std::string_view target) {
    const json::value* servers = document.if_contains("servers");
    const std::string_view url = servers == nullptr
                                     ? std::string_view()
                                     : std::string_view(servers->at(0).at("url").as_string());
    constexpr std::string_view kScheme = "http://";
    if (target.starts_with(kScheme))
        target.remove_prefix(std::min(target.find('/', kScheme.size()), target.size()));
    if (url.size() > 1 && target.starts_with(url)) target.remove_prefix(url.size());
    return target;
}

[[nodiscard]] bool is_json(const HttpAnswer& answer) {
    const auto type = answer.headers.find("content-type");
    return type != answer.headers.end() && type->second == "application/json";
}

}  // namespace

ApiContract::ApiContract(json::object document) : document_(std::move(document)) {}

const json::object* ApiContract::path_of(std::string_view target) const {
    const auto segments = segments_of(target);
    const json::object* found = nullptr;
    for (const auto& [path, methods] : document_.at("paths").as_object()) {
        const std::string_view pattern(path.data(), path.size());
        if (!fits(segments_of(pattern), segments)) continue;
        if (found == nullptr || pattern.find('{') == std::string_view::npos)
            found = &methods.as_object();
    }
    return found;
}

bool ApiContract::begins_as_a_path(std::string_view target) const {
    const auto segments = segments_of(target);
    if (segments.empty()) return false;
    return std::ranges::any_of(document_.at("paths").as_object(), [&](const auto& each) {
        return segments_of({each.key().data(), each.key().size()}).front() == segments.front();
    });
}

std::vector<std::string> ApiContract::faults(std::string_view method, std::string_view target,
                                             const HttpAnswer& answer) const {
    if (method == "OPTIONS" && answer.status == 204) return {};
    target = below_server(document_, target);
    const json::object* path = path_of(target);
    if (path == nullptr) return faults_beside_the_paths(target, answer);
    const bool is_head = method == "HEAD";
    const std::string status = std::to_string(answer.status);
    const json::object& refusals = document_.at("x-refusals").as_object();
    const json::value* operation = path->if_contains(is_head ? "get" : lower_case(method));
    if (operation == nullptr) {
        // 400: bytes that look like a request, and are none.
        if (status != "405" && status != "400")
            return {status + " for a method that is not declared"};
        return faults_by_response(refusals.at(status), answer, true);
    }
    const json::value* response = operation->at("responses").as_object().if_contains(status);
    if (response == nullptr && std::ranges::find(kBeforeRouting, status) != kBeforeRouting.end())
        response = refusals.if_contains(status);
    if (response == nullptr) return {"status " + status + " is not declared"};
    return faults_by_response(*response, answer, !is_head && answer.status != 304);
}

std::vector<std::string> ApiContract::faults_of_refusal(const HttpAnswer& answer) const {
    const std::string status = std::to_string(answer.status);
    if (answer.status < 400) return {};
    const json::value* refusal = document_.at("x-refusals").as_object().if_contains(status);
    // What was sent may have been a request after all.
    if (refusal == nullptr) return {};
    return faults_by_response(*refusal, answer, true);
}

std::vector<std::string> ApiContract::faults_beside_the_paths(std::string_view target,
                                                              const HttpAnswer& answer) const {
    if (answer.status == 307) {
        const bool says_where = answer.headers.contains("location");
        return says_where ? Faults{} : Faults{"a redirect without Location"};
    }
    if (answer.status >= 400) return faults_of_refusal(answer);
    if (begins_as_a_path(target) || is_json(answer))
        return {std::to_string(answer.status) + " for a path that is not declared"};
    return {};  // a page
}

std::vector<std::string> ApiContract::faults_by_response(const json::value& response,
                                                         const HttpAnswer& answer,
                                                         bool has_body) const {
    const json::object& declared = validator_.resolved(response).as_object();
    Faults faults;
    for (const auto& each : declared.at("headers").as_object())
        if (!answer.headers.contains(lower_case(each.key())))
            faults.push_back("lacks the header " + std::string(each.key()));
    if (!has_body || !declared.contains("content")) return faults;
    const auto& content = *declared.at("content").as_object().begin();
    const auto given = answer.headers.find("content-type");
    const std::string type = given == answer.headers.end() ? "" : given->second;
    if (type.substr(0, type.find(';')) != std::string_view(content.key()))
        faults.push_back("content type \"" + type + "\"");
    if (content.key() != "application/json") return faults;
    boost::system::error_code error;
    const json::value body = json::parse(answer.body, error);
    if (error) return {"the body is no JSON"};
    for (std::string& each : validator_.faults(content.value().at("schema"), body))
        faults.push_back(std::move(each));
    return faults;
}

std::vector<std::string> ApiContract::operations() const {
    std::vector<std::string> all;
    for (const auto& [path, methods] : document_.at("paths").as_object())
        for (const auto& method : methods.as_object()) {
            std::string name(method.key());
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return std::toupper(c); });
            all.push_back(name + " " + std::string(path));
        }
    return all;
}

namespace {

/// A request's first line, as far as it is one.
struct SentRequest {
    std::string method;
    std::string target;
};

/// The contract of the server on that port, fetched once; null where it has none.
[[nodiscard]] const ApiContract* contract_of(std::uint16_t port) {
    static std::mutex mutex;
    static std::map<std::uint16_t, std::unique_ptr<ApiContract>> known;
    const std::lock_guard lock(mutex);
    const auto found = known.find(port);
    if (found != known.end()) return found->second.get();
    const std::optional<HttpAnswer> answer = [&]() -> std::optional<HttpAnswer> {
        RawConnection connection = RawConnection::unobserved(port);
        connection.send(request_bytes("GET", "/openapi.json"));
        return connection.read_answer();
    }();
    if (!answer || answer->status != 200) return nullptr;
    return known.emplace(port, std::make_unique<ApiContract>(json::parse(answer->body).as_object()))
        .first->second.get();
}

/// Pairs the requests that a connection sends with the answers that it reads.
class ContractObserver : public ConnectionObserver {
  public:
    explicit ContractObserver(std::uint16_t port) : port_(port) {}

    void sent(std::string_view bytes) override { sent_ += bytes; }

    void answered(const HttpAnswer& answer) override {
        if (answer.status < 200) return;
        const auto request = next_request();
        std::vector<std::string> faults;
        try {
            const ApiContract* contract = contract_of(port_);
            if (contract == nullptr)
                faults = {"its server has no document at /openapi.json"};
            else if (request)
                faults = contract->faults(request->method, request->target, answer);
            else
                faults = contract->faults_of_refusal(answer);
        } catch (const std::exception& error) {
            faults = {error.what()};
        }
        for (const std::string& each : faults)
            ADD_FAILURE() << "Against the API's document, "
                          << (request ? request->method + " " + request->target : "a refusal")
                          << " answers " << answer.status << ": " << each << "\n"
                          << answer.body.substr(0, 1000);
    }

  private:
    /// Takes the next request off what was sent; nothing where it is not plainly one.
    std::optional<SentRequest> next_request() {
        const std::size_t head_end = sent_.find("\r\n\r\n");
        const std::size_t line_end = sent_.find("\r\n");
        if (head_end == std::string::npos || is_lost_) return lost();
        const std::string head = sent_.substr(0, head_end + 2);
        const std::string line = sent_.substr(0, line_end);
        const std::size_t first = line.find(' ');
        const std::size_t last = line.rfind(' ');
        if (first == std::string::npos || last <= first ||
            !(line.ends_with(" HTTP/1.1") || line.ends_with(" HTTP/1.0")) ||
            line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != first)
            return lost();
        const std::size_t length_at = lower_case(head).find("content-length:");
        std::size_t length = 0;
        if (length_at != std::string::npos) length = std::stoul(head.substr(length_at + 15));
        if (lower_case(head).find("transfer-encoding:") != std::string::npos) is_lost_ = true;
        SentRequest request{line.substr(0, first), line.substr(first + 1, last - first - 1)};
        sent_.erase(0, std::min(head_end + 4 + length, sent_.size()));
        return request;
    }
    /// From here on, one cannot say which answer belongs to what.
    std::optional<SentRequest> lost() {
        is_lost_ = true;
        return std::nullopt;
    }

    std::uint16_t port_;
    std::string sent_;
    bool is_lost_ = false;
};

}  // namespace

bool hold_answers_to_the_contract() {
    observe_connections([](std::uint16_t port) -> std::unique_ptr<ConnectionObserver> {
        return std::make_unique<ContractObserver>(port);
    });
    return true;
}

}  // namespace neurec::tests
