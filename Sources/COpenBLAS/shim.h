#pragma once
#include <cblas.h>

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
