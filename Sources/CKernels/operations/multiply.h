// The heart of every convolution: pixels × channels ← depth.
//
//     out[p][v][lane] = Σ_s Σ_d  a[p · step + segment[s].offset + d] · weights[v][k(s, d)][lane]
//
// A few pixels times one or two vectors of sixteen output channels stay in registers while the
// depth runs by: MULTIPLY_PIXELS × MULTIPLY_VECTORS accumulators, one broadcast per pixel and
// depth. The depth is cut into segments, runs of consecutive floats: the sixteen channels of a
// neighbouring pixel, or a whole kernel row of an interleaved picture.

typedef struct {
  const float *inputs;               // of pixel 0
  const stylize_segment *segments;
  int segment_count;
  const float *weights;              // [vector][depth][16]
  ptrdiff_t weights_vector;          // floats from one vector's weights to the next's
  ptrdiff_t weights_ahead;           // floats to those that are fetched for the next multiplication
  float *out;                        // [pixel][16]
  ptrdiff_t out_pixel, out_vector;   // floats from one pixel, or vector, to the next
} multiplication;

INLINE void multiply_exactly(
    const int pixels, const int vectors, const ptrdiff_t step, const multiplication *m,
    const float *inputs, float *out) {
  lanes sums[MULTIPLY_PIXELS][MULTIPLY_VECTORS];
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[p][v] = lanes_all(0);

  const float *weights = m->weights;
  const ptrdiff_t weights_vector = m->weights_vector, ahead = m->weights_ahead;
  const stylize_segment *segment = m->segments, *const end = segment + m->segment_count;
  for (; segment < end; segment++) {
    const float *a = inputs + segment->offset;
    const float *const last = a + segment->depth;
    for (; a < last; a++, weights += 16) {
      lanes w[MULTIPLY_VECTORS];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) {
        w[v] = lanes_load(weights + v * weights_vector);
        __builtin_prefetch(weights + v * weights_vector + ahead, 0, 2);
      }
#pragma clang loop unroll(full)
      for (int p = 0; p < pixels; p++) {
        const lanes x = lanes_all(a[p * step]);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[p][v] = lanes_fused(x, w[v], sums[p][v]);
      }
    }
  }

#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      lanes_store(out + p * m->out_pixel + v * m->out_vector, sums[p][v]);
}

/// One case per pixel count, so that each has its accumulators in registers.
INLINE void multiply_few(
    int pixels, const int vectors, const ptrdiff_t step, const multiplication *m,
    const float *inputs, float *out) {
#define CASE(n)                                                                      \
  case n:                                                                            \
    if (n <= MULTIPLY_PIXELS) multiply_exactly(n, vectors, step, m, inputs, out);    \
    break;
  switch (pixels) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
    CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)
  }
#undef CASE
}

/// `pixels` of them, in groups as even as they can be: small groups waste loads.
INLINE void multiply_evenly(
    int pixels, const int vectors, const ptrdiff_t step, const multiplication *m) {
  const int groups = (pixels + MULTIPLY_PIXELS - 1) / MULTIPLY_PIXELS;
  const float *inputs = m->inputs;
  float *out = m->out;
  for (int g = 0; g < groups; g++) {
    const int count = pixels / groups + (g < pixels % groups);
    multiply_few(count, vectors, step, m, inputs, out);
    inputs += count * step;
    out += count * m->out_pixel;
  }
}

INLINE void multiply_by_step(
    int pixels, int vectors, const ptrdiff_t step, const multiplication *m) {
  if (vectors == 1) {
    multiply_evenly(pixels, 1, step, m);
  } else {
    multiply_evenly(pixels, MULTIPLY_VECTORS, step, m);
  }
}

// The steps that matter are known to the compiler, so that pixels are addressed by constants.

static __attribute__((noinline)) void multiply_neighbours(
    int pixels, int vectors, const multiplication *m) {
  multiply_by_step(pixels, vectors, 16, m);
}

static __attribute__((noinline)) void multiply_picture(
    int pixels, int vectors, const multiplication *m) {
  multiply_by_step(pixels, vectors, 3, m);
}

static __attribute__((noinline)) void multiply_planes(
    int pixels, int vectors, const multiplication *m) {
  multiply_by_step(pixels, vectors, 1, m);
}

static __attribute__((noinline)) void multiply_any(
    int pixels, int vectors, ptrdiff_t step, const multiplication *m) {
  multiply_by_step(pixels, vectors, step, m);
}

/// `step` is the distance in floats from one output pixel's inputs to the next one's.
static void multiply(int pixels, int vectors, ptrdiff_t step, const multiplication *m) {
  switch (step) {
    case 16: multiply_neighbours(pixels, vectors, m); break;
    case 3: multiply_picture(pixels, vectors, m); break;
    case 1: multiply_planes(pixels, vectors, m); break;
    default: multiply_any(pixels, vectors, step, m); break;
  }
}
