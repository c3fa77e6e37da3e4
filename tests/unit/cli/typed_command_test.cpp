#include "presentation/cli/typed_command.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/child_process.hpp"

namespace neurec::presentation::cli {
namespace {

using Words = std::vector<std::string>;

TEST(TypedCommand, QuotesWhatMeansSomethingToAShellAlone) {
    EXPECT_EQ(typed_command({"evaluate", "--k", "0,5", "--html", "my page.html"}),
              "neurec evaluate --k 0,5 --html 'my page.html'");
    EXPECT_EQ(typed_command({"it's"}), "neurec 'it'\\''s'");
    EXPECT_EQ(typed_command({""}), "neurec ''");
}

TEST(TypedCommand, IsTakenByAShellAsItWasTyped) {
    const Words typed{"evaluate",   "a b", "it's", "'",  "$HOME", "`id`",      "back\\slash",
                      "two\nlines", "*",   "",     "\"", ";",     "--x=ö & y", "~"};
    std::string expected;
    for (const std::string& each : typed)
        expected += "<" + each + ">";
    const tests::Finished shell =
        tests::run({"sh", "-c", "neurec() { printf '<%s>' \"$@\"; }; " + typed_command(typed)});
    EXPECT_EQ(shell.output, expected) << shell.errors;
}

TEST(TypedCommand, HasNoSecret) {
    EXPECT_EQ(typed_command({"--database-url", "postgresql://u:secret@h/d", "evaluate",
                             "--database-url=postgresql://h/d?password=secret", "--k", "0"}),
              "neurec evaluate --k 0");
}

TEST(WithoutPasswords, LeavesOutWhatMayBeOneInAUrl) {
    EXPECT_EQ(without_passwords("no postgresql://u:secret@h:5432/d here"),
              "no postgresql://…@h:5432/d here");
    EXPECT_EQ(without_passwords("postgresql://u:my secret@w/ord@h/d"), "postgresql://…@h/d");
    EXPECT_EQ(without_passwords("postgresql://h/d?sslpassword=secret&user=u password=secret"),
              "postgresql://h/d?sslpassword=…&user=u password=…");
}

TEST(WithoutPasswords, KeepsEverythingElse) {
    for (const char* const text :
         {"", "ada@example.org is taken", "https://app.example:8443/a", "neurec: no.", "@ ://"})
        EXPECT_EQ(without_passwords(text), text);
}

}  // namespace
}  // namespace neurec::presentation::cli
