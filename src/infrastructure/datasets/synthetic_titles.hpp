#pragma once

#include <cstdint>
#include <string>

namespace neurec::infrastructure::datasets {

/// An invented title, without its year; different for every number, readable up to some hundred
/// thousand of them
/// ("The Silent Harbour", "Letters from Vienna") and told apart by parts above ("… Part II").
std::string synthetic_title(std::uint64_t number);

}  // namespace neurec::infrastructure::datasets
