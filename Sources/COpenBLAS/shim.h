#pragma once
#include <cblas.h>
#include <stdlib.h>
#include <string.h>

// LAPACK's Fortran symbols live in libopenblas; their C interface (LAPACKE) does not on Debian 12.
// Arguments are passed by reference; the trailing lengths of character arguments may be left out
// for one-letter strings on every ABI that Debian ships.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info);
void dpotri_(const char *uplo, const int *n, double *a, const int *lda, int *info);

// Builds with threads of their own have it; others have nothing to end.
extern int blas_thread_shutdown_(void) __attribute__((weak));

static inline void end_blas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

// Builds that choose among kernels by the processor have both; others have nothing to choose.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

// The kernels that fit what a processor can do, by the library's names; null where its oldest do.
static inline const char *fitting_blas_kernels(void) {
#ifdef __x86_64__
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vl");
  if (has_avx512 && __builtin_cpu_is("intel")) return "SkylakeX";
  if (has_avx2) return "Haswell";
#endif
  return NULL;
}

// Gives a processor that is newer than the library the kernels that fit it.
//
// The library knows processors by number and takes one that it does not know for a Prescott of 2004,
// whose kernels take four times as long as those it has for the same instructions. What the user has set
// stays. To be called before any other thread reads the environment, and before the first product.
static inline void choose_blas_kernels(void) {
  const char *variable = "OPENBLAS_CORETYPE";
  if (!gotoblas_dynamic_init || !gotoblas_dynamic_quit || getenv(variable)) return;
  if (strcmp(openblas_get_corename(), "Prescott") != 0) return;
  const char *kernels = fitting_blas_kernels();
  if (!kernels || setenv(variable, kernels, 1) != 0) return;
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(variable);
}
