#include "infrastructure/baselines/positive_definite.hpp"

#include <dlfcn.h>

#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

#include "domain/errors.hpp"

namespace neurec::infrastructure::baselines {

namespace {

/// OpenBLAS, loaded when something is first solved. It makes its threads as it is loaded: where one
/// cannot be had, it ends the program by a signal, and where one finds no memory for its buffer,
/// the program's end waits for it without end. What solves nothing (the server) does without.
class OpenBlas {
  public:
    static const OpenBlas& instance() {
        static const OpenBlas loaded;
        return loaded;
    }

    // Fortran's interface.
    void (*spotrf)(const char* triangle, const int* n, float* a, const int* stride,
                   int* info) = nullptr;
    void (*spotri)(const char* triangle, const int* n, float* a, const int* stride,
                   int* info) = nullptr;
    void (*spotrs)(const char* triangle, const int* n, const int* columns, const float* a,
                   const int* stride, float* b, const int* stride_b, int* info) = nullptr;
    void (*set_num_threads)(int count) = nullptr;

  private:
    OpenBlas() {
        setenv("OPENBLAS_NUM_THREADS", "1", 0);  // solve_on_threads() asks for more
        void* const library = dlopen("libopenblas.so.0", RTLD_NOW);
        if (library == nullptr) refuse();
        find(library, "spotrf_", spotrf);
        find(library, "spotri_", spotri);
        find(library, "spotrs_", spotrs);
        find(library, "openblas_set_num_threads", set_num_threads);
    }

    template <class Function>
    static void find(void* library, const char* name, Function& function) {
        function = reinterpret_cast<Function>(dlsym(library, name));
        if (function == nullptr) refuse();
    }
    [[noreturn]] static void refuse() {
        throw domain::Unavailable(std::string("OpenBLAS cannot be loaded (") + dlerror() +
                                  "). Install libopenblas0.");
    }
};

// Fortran reads rows as columns: our lower triangle is its upper one.
constexpr char kOurLower = 'U';

void factorise(std::span<float> a, int n) {
    int info = 0;
    OpenBlas::instance().spotrf(&kOurLower, &n, a.data(), &n, &info);
    if (info != 0) throw std::domain_error("the matrix is not positive definite");
}

}  // namespace

void solve_on_threads(unsigned threads) {
    // Where a thread's buffer cannot be had, OpenBLAS asks for it again without end.
    constexpr std::size_t kBuffer = std::size_t{128} << 20U;
    ::operator delete(::operator new(threads * kBuffer));
    OpenBlas::instance().set_num_threads(static_cast<int>(threads));
}

void invert_positive_definite(std::span<float> matrix, std::size_t n) {
    assert(matrix.size() == n * n);
    if (n == 0) return;
    const int size = static_cast<int>(n);
    factorise(matrix, size);
    int info = 0;
    OpenBlas::instance().spotri(&kOurLower, &size, matrix.data(), &size, &info);
    if (info != 0) throw std::domain_error("the matrix is not positive definite");
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < row; ++column)
            matrix[column * n + row] = matrix[row * n + column];
}

void solve_positive_definite(std::span<float> a, std::size_t n, std::span<float> b,
                             std::size_t columns) {
    assert(a.size() == n * n && b.size() == n * columns);
    if (n == 0 || columns == 0) return;
    const int size = static_cast<int>(n);
    const int count = static_cast<int>(columns);
    factorise(a, size);
    int info = 0;
    OpenBlas::instance().spotrs(&kOurLower, &size, &count, a.data(), &size, b.data(), &size, &info);
}

}  // namespace neurec::infrastructure::baselines
