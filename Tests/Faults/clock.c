// Moves the clock of a program by FAULTS_CLOCK seconds, from its FAULTS_AFTER-th question on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long moved(void) {
  static int asked;
  const char *by = getenv("FAULTS_CLOCK"), *after = getenv("FAULTS_AFTER");
  return by != NULL && asked++ >= (after != NULL ? atoi(after) : 0) ? atol(by) : 0;
}

int clock_gettime(clockid_t kind, struct timespec *now) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(kind, now);
  if (kind == CLOCK_REALTIME) now->tv_sec += moved();
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(now, zone);
  now->tv_sec += moved();
  return result;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place != NULL) *place = now.tv_sec;
  return now.tv_sec;
}
