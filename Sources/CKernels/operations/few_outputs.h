// Few output channels, most often a picture's three: with output channels in the lanes thirteen of
// sixteen would idle, so the lanes are input channels and are added up at the end:
//
//     sum[x][o][lane] = Σ_{ky, kx, block} in[block][y·s + ky][x·s + kx][lane] · w[ky][kx][block][o][lane]
//     out[o][y][x] = Σ_lane sum[x][o][lane]

/// Pixels whose sums for `outputs` channels stay in registers.
INLINE int few_outputs_pixels(const int outputs) {
  const int sums = MULTIPLY_PIXELS * MULTIPLY_VECTORS;
  return sums / outputs > 8 ? 8 : sums / outputs > 0 ? sums / outputs : 1;
}

/// The sum of all lanes, by halving; always in the same order.
INLINE float lanes_sum(lanes x) {
  x += __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  x += __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  x += __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  return x[0] + x[1];
}

INLINE void few_outputs_exactly(
    const int pixels, const int outputs, const ptrdiff_t step, const float *inputs,
    const stylize_segment *segments, int segment_count, const float *weights, float *out) {
  lanes sums[8][STYLIZE_FEW_OUTPUTS];
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++)
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) sums[p][o] = lanes_all(0);
  for (int k = 0; k < segment_count; k++, weights += outputs * 16) {
    const float *a = inputs + segments[k].offset;
    lanes w[STYLIZE_FEW_OUTPUTS];
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) w[o] = lanes_load(weights + o * 16);
#pragma clang loop unroll(full)
    for (int p = 0; p < pixels; p++) {
      const lanes x = lanes_load(a + p * step);
#pragma clang loop unroll(full)
      for (int o = 0; o < outputs; o++) sums[p][o] = lanes_fused(x, w[o], sums[p][o]);
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++) {
    lanes_store(out + p * 16, lanes_all(0));
#pragma clang loop unroll(full)
    for (int o = 0; o < outputs; o++) out[p * 16 + o] = lanes_sum(sums[p][o]);
  }
}

INLINE void few_outputs_row(
    int columns, const int outputs, const ptrdiff_t step, const float *inputs,
    const stylize_segment *segments, int segment_count, const float *weights, float *out) {
  const int most = few_outputs_pixels(outputs);
  int x = 0;
  for (; x + most <= columns; x += most)
    few_outputs_exactly(
        most, outputs, step, inputs + x * step, segments, segment_count, weights, out + x * 16);
  for (; x < columns; x++)
    few_outputs_exactly(
        1, outputs, step, inputs + x * step, segments, segment_count, weights, out + x * 16);
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
  for (int y = 0; y < block.rows; y++) {
    const float *inputs = at(scratch, l.patch) + (ptrdiff_t)y * d->stride * shape.columns * 16;
    switch (d->output_channels) {
      case 1:
        few_outputs_row(block.columns, 1, step, inputs, segments, count, c->weights, line);
        break;
      case 2:
        few_outputs_row(block.columns, 2, step, inputs, segments, count, c->weights, line);
        break;
      case 3:
        few_outputs_row(block.columns, 3, step, inputs, segments, count, c->weights, line);
        break;
      default:
        few_outputs_row(block.columns, 4, step, inputs, segments, count, c->weights, line);
        break;
    }
    const rectangle r = {line, block.columns, block.row + y, 1, block.column, block.columns};
    store_rectangle(&s, 0, &r, y * block.columns);
  }
}
