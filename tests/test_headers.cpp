// Without a unit of its own, the tests' precompiled header would not be made.
