// Any convolution: out[o][y][x] = Σ_{ky, kx, i} w[o][i][ky][kx] · in[i][y·s + ky − p][x·s + kx − p]
//
// The patch holds all input channels of the block, [channel block][row][column][16]; a segment is
// one tap of one channel block.

INLINE float *at(void *scratch, size_t offset) { return (float *)((char *)scratch + offset); }

INLINE storing storing_for(
    const stylize_convolution *c, const stylize_map *output, float *moments) {
  return (storing){
      output, moments, c->bias, c->shape.activation, c->shape.output_channels, c->output_blocks};
}

/// Loads all channel blocks of what `block` reads with kernel, stride and padding of `c`.
static patch_shape load_direct_patch(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_layout *l, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const int rows = (block.rows - 1) * d->stride + d->kernel;
  const int columns = (block.columns - 1) * d->stride + d->kernel;
  const patch_shape shape = shape_patch(
      &source->terms[0].map, d->upsample, false, block.row * d->stride - d->padding, rows, rows,
      block.column * d->stride - d->padding, columns, columns,
      (int32_t *)at(scratch, l->tables));
  for (int i = 0; i < c->input_blocks; i++)
    load_patch(source, i, &shape, at(scratch, l->patch) + (size_t)i * rows * columns * 16);
  return shape;
}

/// Taps of a `kernel` × `kernel` window, channel blocks within a tap.
static int blocked_segments(
    int kernel, int channels, const patch_shape *shape, stylize_segment *segments) {
  int n = 0;
  for (int y = 0; y < kernel; y++)
    for (int x = 0; x < kernel; x++)
      for (int i = 0; i < channels; i += 16) {
        const int pixel = (i / 16 * shape->rows + y) * shape->columns + x;
        segments[n++] =
            (stylize_segment){pixel * 16, channels - i < 16 ? channels - i : 16};
      }
  return n;
}

/// Multiplies a patch row by row, all output channels; `row_step` and `pixel_step` are the floats
/// from one output row's, or pixel's, inputs to the next one's.
static void convolve_rows(
    const stylize_convolution *c, stylize_block block, const float *patch, ptrdiff_t row_step,
    ptrdiff_t pixel_step, const stylize_segment *segments, int segment_count, int depth,
    const storing *s, float *line) {
  const int vectors = c->kernels->vectors;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    for (int y = 0; y < block.rows; y++) {
      const multiplication m = {
          .inputs = patch + y * row_step,
          .segments = segments,
          .segment_count = segment_count,
          .weights = c->weights + (size_t)first * depth * 16,
          .weights_vector = (ptrdiff_t)depth * 16,
          .weights_ahead = 512,
          .out = line,
          .out_pixel = 16,
          .out_vector = (ptrdiff_t)block.columns * 16,
      };
      multiply(block.columns, count, pixel_step, &m);
      for (int v = 0; v < count; v++) {
        const rectangle r = {
            line + (ptrdiff_t)v * block.columns * 16, block.columns,
            block.row + y, 1, block.column, block.columns, 1};
        store_rectangle(s, first + v, &r, y * block.columns);
      }
    }
  }
}

static void convolve_direct(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const patch_shape shape = load_direct_patch(c, block, source, &l, scratch);
  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  const int count = blocked_segments(d->kernel, d->input_channels, &shape, segments);
  const storing s = storing_for(c, output, moments);
  convolve_rows(
      c, block, at(scratch, l.patch), (ptrdiff_t)shape.columns * 16 * d->stride, 16 * d->stride,
      segments, count, d->kernel * d->kernel * d->input_channels, &s, at(scratch, l.line));
}
