// Sixteen floats in two 256-bit registers. fused(a, b, c) = a · b + c.
#define MULTIPLY_PIXELS 6
#define MULTIPLY_VECTORS 1

typedef union {
  lanes whole;
  __m256 half[2];
} lane_halves;

INLINE lanes lanes_fused(lanes a, lanes b, lanes c) {
  const lane_halves x = {a}, y = {b}, z = {c};
  lane_halves r;
  r.half[0] = _mm256_fmadd_ps(x.half[0], y.half[0], z.half[0]);
  r.half[1] = _mm256_fmadd_ps(x.half[1], y.half[1], z.half[1]);
  return r.whole;
}

// When one operand is NaN the instructions return the second, so NaN in x survives.
INLINE lanes lanes_max(lanes floor, lanes x) {
  const lane_halves a = {floor}, b = {x};
  lane_halves r;
  r.half[0] = _mm256_max_ps(a.half[0], b.half[0]);
  r.half[1] = _mm256_max_ps(a.half[1], b.half[1]);
  return r.whole;
}
INLINE lanes lanes_min(lanes ceiling, lanes x) {
  const lane_halves a = {ceiling}, b = {x};
  lane_halves r;
  r.half[0] = _mm256_min_ps(a.half[0], b.half[0]);
  r.half[1] = _mm256_min_ps(a.half[1], b.half[1]);
  return r.whole;
}

INLINE lanes lanes_load_half(const uint16_t *from) {
  lane_halves r;
  r.half[0] = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)from));
  r.half[1] = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from + 8)));
  return r.whole;
}

INLINE __m256i lanes_to_half(lanes x) {
  const lane_halves inside = {
      lanes_max(lanes_all(-largest_half), lanes_min(lanes_all(largest_half), x))};
  return _mm256_setr_m128i(
      _mm256_cvtps_ph(inside.half[0], _MM_FROUND_TO_NEAREST_INT),
      _mm256_cvtps_ph(inside.half[1], _MM_FROUND_TO_NEAREST_INT));
}

INLINE void lanes_store_half(uint16_t *to, lanes x) {
  _mm256_storeu_si256((__m256i *)to, lanes_to_half(x));
}

/// Past the caches; `to` must be aligned to 32 bytes.
INLINE void lanes_stream_half(uint16_t *to, lanes x) {
  _mm256_stream_si256((__m256i *)to, lanes_to_half(x));
}
