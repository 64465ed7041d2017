// Sixteen floats in whatever registers the compiler has. fused(a, b, c) = a · b + c, rounded twice:
// without the instruction a true fused multiply-add is a library call.
#if defined(__aarch64__)
#define MULTIPLY_PIXELS 6  // 24 of 32 registers accumulate
#else
#define MULTIPLY_PIXELS 2  // 8 of 16 registers accumulate
#endif
#define MULTIPLY_VECTORS 1

INLINE lanes lanes_fused(lanes a, lanes b, lanes c) { return a * b + c; }

// A comparison with NaN is false, so NaN in x survives.
INLINE lanes lanes_max(lanes floor, lanes x) { return lanes_select(floor > x, floor, x); }
INLINE lanes lanes_min(lanes ceiling, lanes x) { return lanes_select(ceiling < x, ceiling, x); }

/// binary16 → binary32. The exponent is moved by a multiplication, which makes subnormals right.
INLINE lanes lanes_load_half(const uint16_t *from) {
  half_lanes half;
  memcpy(&half, from, sizeof half);
  const int_lanes bits = __builtin_convertvector(half, int_lanes);
  const int_lanes magnitude = (bits & 0x7fff) << 13;
  const lanes scaled = (lanes)magnitude * 0x1p112f;
  const int_lanes special = magnitude >= (0x1f << 23);  // infinity, NaN
  const int_lanes value = ((int_lanes)scaled & ~special) | ((magnitude | 0x7f800000) & special);
  return (lanes)(value | ((bits & 0x8000) << 16));
}

/// binary32 → binary16, to the nearest, ties to even. The sum with 1/2 rounds subnormals: there one
/// unit in the last place of the sum is the unit of binary16's subnormals.
INLINE void lanes_store_half(uint16_t *to, lanes x) {
  const lanes inside = lanes_max(lanes_all(-largest_half), lanes_min(lanes_all(largest_half), x));
  const int_lanes bits = (int_lanes)inside;
  const int_lanes magnitude = bits & 0x7fffffff;
  const int_lanes small = (int_lanes)((lanes)magnitude + 0.5f) - (int_lanes)lanes_all(0.5f);
  const int_lanes normal = (magnitude + 0xfff + ((magnitude >> 13) & 1) - (112 << 23)) >> 13;
  const int_lanes is_small = magnitude < (113 << 23);
  const int_lanes is_nan = magnitude > 0x7f800000;
  int_lanes value = (small & is_small) | (normal & ~is_small);
  value = (value & ~is_nan) | (0x7e00 & is_nan);
  value |= (bits >> 16) & 0x8000;
  const half_lanes half = __builtin_convertvector(value, half_lanes);
  memcpy(to, &half, sizeof half);
}

/// There is no portable way past the caches.
INLINE void lanes_stream_half(uint16_t *to, lanes x) { lanes_store_half(to, x); }
