#pragma once

#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neurec::tests {

/// What is wrong with an XML text (a page in XML's form, with an HTML doctype), or nothing: every
/// element closed in its order, attributes quoted and each once named, no bare & or <, no unknown
/// entity.
inline std::optional<std::string> xml_fault(std::string_view text) {
    const std::string_view doctype = "<!DOCTYPE html>";
    if (text.starts_with(doctype)) text.remove_prefix(doctype.size());
    const auto is_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':';
    };
    const auto entity_ends = [&](std::size_t at) {
        for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
            if (text.substr(at).starts_with(entity)) return true;
        return false;
    };
    std::vector<std::string> open;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&' && !entity_ends(i))
            return "a bare & at " + std::string(text.substr(i, 30));
        if (text[i] != '<') {
            ++i;
            continue;
        }
        const bool closes = i + 1 < text.size() && text[i + 1] == '/';
        std::size_t at = i + (closes ? 2 : 1);
        std::string name;
        while (at < text.size() && is_name(text[at]))
            name += text[at++];
        if (name.empty()) return "a bare < at " + std::string(text.substr(i, 30));
        bool is_empty = false;
        std::vector<std::string> attributes;
        while (at < text.size() && text[at] != '>') {
            if (text[at] == ' ' || text[at] == '\n') {
                ++at;
            } else if (text[at] == '/') {
                is_empty = true;
                ++at;
            } else {
                std::string attribute;
                while (at < text.size() && is_name(text[at]))
                    attribute += text[at++];
                if (attribute.empty() || text.substr(at, 2) != "=\"")
                    return "a broken attribute in <" + name;
                for (const std::string& other : attributes)
                    if (other == attribute) return "attribute " + attribute + " twice in <" + name;
                attributes.push_back(attribute);
                at += 2;
                for (; at < text.size() && text[at] != '"'; ++at)
                    if (text[at] == '<' || (text[at] == '&' && !entity_ends(at)))
                        return "a bare & or < in an attribute of <" + name;
                if (at == text.size()) return "an unended attribute in <" + name;
                ++at;
            }
        }
        if (at == text.size()) return "an unended <" + name;
        if (closes) {
            if (open.empty() || open.back() != name) return "</" + name + "> closes nothing";
            open.pop_back();
        } else if (!is_empty) {
            open.push_back(name);
        }
        i = at + 1;
    }
    if (!open.empty()) return "<" + open.back() + "> is never closed";
    return std::nullopt;
}

}  // namespace neurec::tests
