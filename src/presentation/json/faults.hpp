#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace neurec::presentation::json {

/// One step of the way to a value: a member's name or a list position (0-based).
using Step = std::variant<std::string, std::int64_t>;

/// One thing that is wrong with a request, in the form that FastAPI's clients read.
struct Fault {
    std::string type;            ///< "missing", "int_parsing" …, as pydantic 2 names them
    std::vector<Step> location;  ///< begins with "body", "query" or "path"
    std::string message;
    boost::json::value input;     ///< what was given, secrets made unreadable
    boost::json::object context;  ///< figures that the message names; may be empty
};

/// Collects every fault of one request; knows where the reader stands. Not thread-safe.
///
/// A request of many faults must not make an answer that is many times its size: the first
/// kMostTold are kept and the others counted, and of long texts, inputs and names the beginning.
class Faults {
  public:
    static constexpr std::size_t kMostTold = 100;
    static constexpr std::size_t kLongestEcho = 1024;  ///< bytes
    /// Stands for secrets in echoed input.
    static constexpr std::string_view kRedacted = "**********";

    /// While it lives, the reader is one step further inside.
    class Inside {
      public:
        Inside(Faults& faults, Step step) : faults_(faults) {
            faults_.location_.push_back(std::move(step));
        }
        ~Inside() { faults_.location_.pop_back(); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

      private:
        Faults& faults_;
    };

    /// Adds a fault at the reader's place. In `input`, every member called like a secret
    /// ("password" in any case) is redacted, at any depth.
    void add(std::string_view type, std::string message, const boost::json::value& input,
             boost::json::object context = {});
    /// Adds a fault whose location is given whole.
    void add(Fault fault);

    /// Makes the input of every fault from position `first` on unreadable: it belongs to a secret
    /// member.
    void redact_since(std::size_t first);

    [[nodiscard]] bool empty() const { return faults_.empty(); }
    /// Those that are kept.
    [[nodiscard]] const std::vector<Fault>& all() const { return faults_; }
    /// The body of the 422 answer: {"detail":[{"type","loc","msg","input","ctx"?}…]}, and where
    /// some were not kept, "more_faults", their number.
    [[nodiscard]] std::string to_json() const;

  private:
    std::vector<Step> location_;
    std::vector<Fault> faults_;
    std::size_t more_ = 0;  ///< faults beyond kMostTold
};

}  // namespace neurec::presentation::json
