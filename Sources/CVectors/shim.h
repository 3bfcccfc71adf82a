#pragma once
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef int8_t sixteen_bytes __attribute__((vector_size(16)));

// The highest bit of each byte, that of the first byte lowest: one instruction which Swift has no name
// for, and which compilers do not find behind other ways to say it.
static inline uint64_t high_bits(sixteen_bytes bytes) {
#ifdef __SSE2__
  return (uint64_t)_mm_movemask_epi8((__m128i)bytes);
#else
  uint64_t bits = 0;
  for (int place = 0; place < 16; place++) {
    bits |= (uint64_t)(bytes[place] < 0) << place;
  }
  return bits;
#endif
}
