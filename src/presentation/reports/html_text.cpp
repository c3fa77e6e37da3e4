#include "presentation/reports/html_text.hpp"

namespace neurec::presentation::reports {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default: {
                const auto byte = static_cast<unsigned char>(c);
                const bool is_forbidden = byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
                out += is_forbidden ? std::string_view("\xEF\xBF\xBD") : std::string_view(&c, 1);
            }
        }
    }
    return out;
}

}  // namespace neurec::presentation::reports
