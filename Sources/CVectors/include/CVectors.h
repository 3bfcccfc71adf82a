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

// Asks for the cache line of an address, so that it is there when it is read: a hint which Swift has no
// name for, and which reads nothing.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
  __builtin_prefetch(address);
}

// Vectors of four doubles are passed between inlined functions alone, so that no caller meets the
// convention which differs without AVX.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef double four_doubles __attribute__((vector_size(32), aligned(8)));
typedef long long four_masks __attribute__((vector_size(32), aligned(8)));

// Squared distances from a row to four others.
//
// Each is operation by operation what `squaredDistance` of Learning gives, so that both have the same
// bits: none may be fused with another.
static inline __attribute__((always_inline)) four_doubles squared_distances(
    const double *row, const double *const others[4], long count) {
#pragma clang fp contract(off)
  four_doubles a = {0, 0, 0, 0}, b = a, c = a, d = a;
  long index = 0;
  for (; index + 4 <= count; index += 4) {
    four_doubles cells = *(const four_doubles *)(row + index);
    four_doubles to_a = cells - *(const four_doubles *)(others[0] + index);
    four_doubles to_b = cells - *(const four_doubles *)(others[1] + index);
    four_doubles to_c = cells - *(const four_doubles *)(others[2] + index);
    four_doubles to_d = cells - *(const four_doubles *)(others[3] + index);
    a += to_a * to_a;
    b += to_b * to_b;
    c += to_c * to_c;
    d += to_d * to_d;
  }
  four_doubles ab =
      __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
  four_doubles cd =
      __builtin_shufflevector(c, d, 0, 1, 4, 5) + __builtin_shufflevector(c, d, 2, 3, 6, 7);
  four_doubles sums =
      __builtin_shufflevector(ab, cd, 0, 2, 4, 6) + __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
  for (; index < count; index++) {
    four_doubles other = {
        others[0][index], others[1][index], others[2][index], others[3][index]};
    four_doubles difference = row[index] - other;
    sums += difference * difference;
  }
  return sums;
}

static inline __attribute__((always_inline)) four_doubles lesser(four_doubles a, double b) {
  four_doubles other = {b, b, b, b};
  four_masks is_less = a < other;
  return (four_doubles)(((four_masks)a & is_less) | ((four_masks)other & ~is_less));
}

// Rows that are looked at again for the next four points while they are in the cache.
enum { rows_at_once = 128 };

static inline __attribute__((always_inline)) void lower_distances_of_rows(
    const double *x, long first_row, long row_count, long columns, long point,
    const long *candidates, long candidate_count, int32_t number, const double *far,
    double *squared, int32_t *nearest, double *sums) {
  long group_count = candidate_count / 4 + 1;
  for (long start = 0; start < row_count; start += rows_at_once) {
    long end = start + rows_at_once < row_count ? start + rows_at_once : row_count;
    const double *rows = x + (first_row + start) * columns;
    const double *to = x + point * columns;
    // The point and three candidates, then four candidates at a time; where there are fewer the last
    // comes again, and its sum is left.
    for (long first = -1; first < candidate_count; first += 4) {
      const double *others[4];
      four_doubles sum = {0, 0, 0, 0};
      for (long lane = 0; lane < 4; lane++) {
        long candidate = first + lane < candidate_count ? first + lane : candidate_count - 1;
        others[lane] = candidate < 0 ? to : x + candidates[candidate] * columns;
        if (first + lane >= 0 && first + lane < candidate_count) sum[lane] = sums[first + lane];
      }
      const double *row = rows, *far_from = far + (first + 1) / 4;
      for (long index = start; index < end; index++, row += columns) {
        // Where all four are so far from the nearest seed, none of them is nearer to the row.
        if (squared[index] <= far_from[nearest[index] * group_count]) {
          sum += squared[index];
          continue;
        }
        four_doubles distances = squared_distances(row, others, columns);
        if (first < 0 && distances[0] < squared[index]) {
          squared[index] = distances[0];
          nearest[index] = number;
        }
        sum += lesser(distances, squared[index]);
      }
      for (long lane = 0; lane < 4; lane++) {
        if (first + lane >= 0 && first + lane < candidate_count) sums[first + lane] = sum[lane];
      }
    }
  }
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static inline void lower_distances_by_fours(
    const double *x, long first_row, long row_count, long columns, long point,
    const long *candidates, long candidate_count, int32_t number, const double *far,
    double *squared, int32_t *nearest, double *sums) {
  lower_distances_of_rows(
      x, first_row, row_count, columns, point, candidates, candidate_count, number, far, squared,
      nearest, sums);
}
#endif

// Lowers the squared distances of rows of `x` to those to a further point, one of its rows, and adds to
// each candidate's sum what it would leave of them. The point becomes the nearest of the rows that come
// nearer to it, by its number.
//
// By nearest point and by fours of the further point and the candidates, `far` says up to which squared
// distance a row need not be compared with any of the four.
//
// In C, since Swift has no way to compile one function for processors with vectors of four doubles,
// which not all have: they take half the time, and give the same bits.
static inline void lower_distances(
    const double *x, long first_row, long row_count, long columns, long point,
    const long *candidates, long candidate_count, int32_t number, const double *far,
    double *squared, int32_t *nearest, double *sums) {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    lower_distances_by_fours(
        x, first_row, row_count, columns, point, candidates, candidate_count, number, far, squared,
        nearest, sums);
    return;
  }
#endif
  lower_distances_of_rows(
      x, first_row, row_count, columns, point, candidates, candidate_count, number, far, squared,
      nearest, sums);
}

#pragma clang diagnostic pop
