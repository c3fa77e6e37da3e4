/// hnswlib locks each point's links while it inserts, in an order that the thread sanitizer takes
/// for a possible deadlock; indexes are built by one thread.
extern "C" const char*
__tsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __tsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
    return "deadlock:hnswlib::";
}
