// Sixteen floats, the unit in which every kernel is written: the sixteen channels of one pixel.
//
// The type is the compiler's own vector; it becomes one register of 512 bits, two of 256 or four of
// 128. Each variant adds what the plain type cannot say: fused multiply-add and binary16.
#ifndef STYLIZE_LANES_H
#define STYLIZE_LANES_H

#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t int_lanes __attribute__((vector_size(64)));
typedef uint16_t half_lanes __attribute__((vector_size(32)));

INLINE lanes lanes_load(const float *from) {
  lanes x;
  memcpy(&x, from, sizeof x);
  return x;
}

INLINE void lanes_store(float *to, lanes x) { memcpy(to, &x, sizeof x); }

INLINE lanes lanes_all(float x) {
  return (lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

INLINE lanes lanes_select(int_lanes mask, lanes yes, lanes no) {
  return (lanes)((mask & (int_lanes)yes) | (~mask & (int_lanes)no));
}

/// All bits set in the first `count` lanes.
INLINE int_lanes lanes_first(int count) {
  const int_lanes index = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const int_lanes limit = {count, count, count, count, count, count, count, count,
                           count, count, count, count, count, count, count, count};
  return index < limit;
}

/// The largest finite binary16.
static const float largest_half = 65504;

#endif
