// Sixteen floats in one 512-bit register. fused(a, b, c) = a · b + c.
#define MULTIPLY_PIXELS 14
#define MULTIPLY_VECTORS 2

INLINE lanes lanes_fused(lanes a, lanes b, lanes c) {
  return (lanes)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

// When one operand is NaN the instructions return the second, so NaN in x survives.
INLINE lanes lanes_max(lanes floor, lanes x) {
  return (lanes)_mm512_max_ps((__m512)floor, (__m512)x);
}
INLINE lanes lanes_min(lanes ceiling, lanes x) {
  return (lanes)_mm512_min_ps((__m512)ceiling, (__m512)x);
}

INLINE lanes lanes_load_half(const uint16_t *from) {
  return (lanes)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)from));
}

INLINE __m256i lanes_to_half(lanes x) {
  const lanes inside = lanes_max(lanes_all(-largest_half), lanes_min(lanes_all(largest_half), x));
  return _mm512_cvtps_ph((__m512)inside, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

INLINE void lanes_store_half(uint16_t *to, lanes x) {
  _mm256_storeu_si256((__m256i *)to, lanes_to_half(x));
}

/// Past the caches; `to` must be aligned to 32 bytes.
INLINE void lanes_stream_half(uint16_t *to, lanes x) {
  _mm256_stream_si256((__m256i *)to, lanes_to_half(x));
}
