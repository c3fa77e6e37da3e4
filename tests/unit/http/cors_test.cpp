#include "presentation/http/cors.hpp"

#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::presentation::http {
namespace {

TEST(CorsPolicy, TakesOriginsAsBrowsersSendThem) {
    EXPECT_NO_THROW(CorsPolicy({"https://a.example", "http://localhost:5173", "http://[::1]:80"}));
    EXPECT_NO_THROW(CorsPolicy({"*"}));
}

TEST(CorsPolicy, RefusesWhatNoBrowserSends) {
    for (const char* text :
         {"", "a.example", "https://", "https://a.example/", "https://A.example", "null",
          "ftp://a.example", "https://*.example", "https://a.example\r\nX: y", "https://u@a"})
        EXPECT_THROW(CorsPolicy({text}), domain::InvalidInput) << text;
}

}  // namespace
}  // namespace neurec::presentation::http
