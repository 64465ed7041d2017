// Few output channels, most often a picture's three: with output channels in the lanes thirteen of
// sixteen would idle, so the lanes are input channels and are added up at the end:
//
//     sum[x][o][lane] = Σ_{i, ky, kx} in[i][y·s + ky][x·s + kx][lane] · w[ky][kx][i][o][lane]
//     out[o][y][x] = Σ_lane sum[x][o][lane]

/// Pixels whose sums for `outputs` channels stay in registers.
INLINE int few_outputs_pixels(const int outputs) {
  const int sums = MULTIPLY_PIXELS * MULTIPLY_VECTORS;
  return sums / outputs > 8 ? 8 : sums / outputs > 0 ? sums / outputs : 1;
}

/// Lanes of two vectors, by number.
#define HALVE(x, y, ...) (__builtin_shufflevector(x, y, __VA_ARGS__))

/// r[i] = Σ_lane x[i][lane], by halving sixteen vectors to eight, four, two and one.
INLINE lanes sums_of_lanes(const lanes x[16]) {
  lanes a[8], b[4], c[2];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++)  // lanes 0…7 of x[i], then of x[i + 8]
    a[i] = HALVE(x[i], x[i + 8], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           HALVE(x[i], x[i + 8], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++)  // four lanes each of x[i], x[i + 4], x[i + 8], x[i + 12]
    b[i] = HALVE(a[i], a[i + 4], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
           HALVE(a[i], a[i + 4], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
#pragma clang loop unroll(full)
  for (int i = 0; i < 2; i++)  // two lanes each of x[i], x[i + 2], …
    c[i] = HALVE(b[i], b[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
           HALVE(b[i], b[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  return HALVE(c[0], c[1], 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
         HALVE(c[0], c[1], 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
}
#undef HALVE

typedef struct {
  const float *inputs;  // of pixel 0
  ptrdiff_t step;       // floats from one pixel's inputs to the next one's
  const stylize_segment *segments;
  int segment_count;
  const float *weights;  // [segment][output][16]
} few_outputs_product;

/// sums[o][first + p], p < pixels, in registers while the segments run by.
INLINE void few_outputs_exactly(
    const int pixels, const int outputs, const few_outputs_product *f, int first,
    lanes sums[STYLIZE_FEW_OUTPUTS][16]) {
  const ptrdiff_t step = f->step;
  const float *const inputs = f->inputs + first * step;
  lanes x[8][STYLIZE_FEW_OUTPUTS];
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++)
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) x[p][o] = lanes_all(0);
  const float *weights = f->weights;
  for (int k = 0; k < f->segment_count; k++, weights += outputs * 16) {
    const float *a = inputs + f->segments[k].offset;
    lanes w[STYLIZE_FEW_OUTPUTS];
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) w[o] = lanes_load(weights + o * 16);
#pragma clang loop unroll(full)
    for (int p = 0; p < pixels; p++) {
      const lanes d = lanes_load(a + p * step);
#pragma clang loop unroll(full)
      for (int o = 0; o < outputs; o++) x[p][o] = lanes_fused(d, w[o], x[p][o]);
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++)
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) sums[o][first + p] = x[p][o];
}

/// results[o][p], p < pixels ≤ 16
INLINE void few_outputs_sixteen(
    int pixels, const int outputs, const few_outputs_product *f, lanes *results) {
  const int most = few_outputs_pixels(outputs);
  lanes sums[STYLIZE_FEW_OUTPUTS][16];
  int p = 0;
  for (; p + most <= pixels; p += most) few_outputs_exactly(most, outputs, f, p, sums);
  for (; p < pixels; p++) few_outputs_exactly(1, outputs, f, p, sums);
  for (; p < 16; p++)
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) sums[o][p] = lanes_all(0);
  for (int o = 0; o < outputs; o++) results[o] = sums_of_lanes(sums[o]);
}

/// The same for one to four outputs.
static void few_outputs(int pixels, int outputs, const few_outputs_product *f, lanes *results) {
  switch (outputs) {
    case 1: few_outputs_sixteen(pixels, 1, f, results); break;
    case 2: few_outputs_sixteen(pixels, 2, f, results); break;
    case 3: few_outputs_sixteen(pixels, 3, f, results); break;
    default: few_outputs_sixteen(pixels, 4, f, results); break;
  }
}

static void convolve_few_outputs(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const patch_shape shape = load_direct_patch(c, block, source, &l, scratch);
  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  const int count = blocked_segments(d->kernel, d->input_channels, &shape, segments);
  const storing s = storing_for(c, output, moments);
  const ptrdiff_t step = 16 * d->stride;
  float *const line = at(scratch, l.line);
  memset(line, 0, (size_t)block.columns * 64);
  for (int y = 0; y < block.rows; y++) {
    const float *row = at(scratch, l.patch) + (ptrdiff_t)y * d->stride * shape.columns * 16;
    for (int x = 0; x < block.columns; x += 16) {
      const int pixels = block.columns - x < 16 ? block.columns - x : 16;
      const few_outputs_product f = {row + x * step, step, segments, count, c->weights};
      lanes results[STYLIZE_FEW_OUTPUTS];
      few_outputs(pixels, d->output_channels, &f, results);
      for (int o = 0; o < d->output_channels; o++)
        for (int p = 0; p < pixels; p++) line[(x + p) * 16 + o] = results[o][p];
    }
    const rectangle r = {line, block.columns, block.row + y, 1, block.column, block.columns, 1};
    store_rectangle(&s, 0, &r, y * block.columns);
  }
}
