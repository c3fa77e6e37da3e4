// Loaded before a program (LD_PRELOAD): makes one of its allocations or threads fail, and those
// after it, counted over all threads from the moment that main begins.
//
// FAILING_START           "allocation", "thread", or another word to fail nothing
// FAILING_START_AT        which one (0: the first)
// FAILING_START_MORE      how many after it
// FAILING_START_COUNTS    a file that gets "allocations threads" as the program ends
//
// Only what allocates nothing is used here.

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

struct Plan {
    std::atomic<bool> is_armed{false};
    std::atomic<long> allocations{0};
    std::atomic<long> threads{0};
    bool fails_allocations = false;
    bool fails_threads = false;
    long from = 0;
    long more = 0;
};
Plan plan;

/// Whether the call that is being made is one to fail.
bool fails(std::atomic<long>& calls, bool is_chosen) {
    if (!plan.is_armed.load(std::memory_order_relaxed)) return false;
    const long call = calls.fetch_add(1, std::memory_order_relaxed);
    return is_chosen && call >= plan.from && call - plan.from <= plan.more;
}
bool fails_to_allocate() {
    if (!fails(plan.allocations, plan.fails_allocations)) return false;
    errno = ENOMEM;
    return true;
}

long number_in(const char* variable) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? 0 : std::atol(text);
}

void write_counts() {
    const char* const file = std::getenv("FAILING_START_COUNTS");
    if (file == nullptr) return;
    const int opened = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dprintf(opened, "%ld %ld", plan.allocations.load(), plan.threads.load());
    close(opened);
}

using Main = int (*)(int, char**, char**);
Main program_main = nullptr;

int armed_main(int count, char** words, char** environment) {
    const char* const what = std::getenv("FAILING_START");
    plan.fails_allocations = what != nullptr && std::string_view(what) == "allocation";
    plan.fails_threads = what != nullptr && std::string_view(what) == "thread";
    plan.from = number_in("FAILING_START_AT");
    plan.more = number_in("FAILING_START_MORE");
    unsetenv("LD_PRELOAD");  // for programs that this one starts
    plan.is_armed = true;
    const int code = program_main(count, words, environment);
    plan.is_armed = false;
    write_counts();
    return code;
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);

void* malloc(std::size_t bytes) {
    return fails_to_allocate() ? nullptr : __libc_malloc(bytes);
}
void* calloc(std::size_t count, std::size_t bytes) {
    return fails_to_allocate() ? nullptr : __libc_calloc(count, bytes);
}
void* realloc(void* memory, std::size_t bytes) {
    return fails_to_allocate() ? nullptr : __libc_realloc(memory, bytes);
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
    return fails_to_allocate() ? nullptr : __libc_memalign(alignment, bytes);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) {
    if (fails_to_allocate()) return ENOMEM;
    *memory = __libc_memalign(alignment, bytes);
    return *memory == nullptr ? ENOMEM : 0;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
    if (fails(plan.threads, plan.fails_threads)) return EAGAIN;
    return create(thread, attributes, run, argument);
}

// As glibc starts a program.
int __libc_start_main(Main main, int count, char** words, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
    using Start = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
    const auto start = reinterpret_cast<Start>(dlsym(RTLD_NEXT, "__libc_start_main"));
    program_main = main;
    return start(armed_main, count, words, init, fini, rtld_fini, stack_end);
}

}  // extern "C"
