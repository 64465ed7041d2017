// Nearest-2× upsampling, then 3 × 3 with padding 1, without making the large map:
//
//     out[2y + a][2x + b] = Σ_{i, j ∈ {0, 1}} w_ab[i][j] · in[y − 1 + a + i][x − 1 + b + j]
//
// On the doubled map two of the three taps of a row see the same pixel, so each of the four phases
// (a, b) is a 2 × 2 convolution whose weights are sums: 16 multiplications for 4 outputs, not 36.
// Reflection of the doubled map is clamping here: the pixel beside a border pixel is its own copy.

static void convolve_phases(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int rows = block.rows / 2, columns = block.columns / 2;
  const patch_shape shape = shape_patch(
      map, 1, true, block.row / 2 - 1, rows + 2, rows + 2, block.column / 2 - 1, columns + 2,
      columns + 2, (int32_t *)at(scratch, l.tables));
  float *const patch = at(scratch, l.patch), *const line = at(scratch, l.line);
  for (int i = 0; i < c->input_blocks; i++)
    load_patch(source, i, &shape, patch + (size_t)i * shape.rows * shape.columns * 16);

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  const int segment_count = blocked_segments(2, inputs, &shape, segments);
  const storing s = storing_for(c, output, moments);
  const ptrdiff_t depth = 4 * inputs;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    for (int y = 0; y < block.rows; y++) {
      const int a = y % 2;
      for (int b = 0; b < 2; b++) {
        const multiplication m = {
            .inputs = patch + ((ptrdiff_t)(y / 2 + a) * shape.columns + b) * 16,
            .segments = segments,
            .segment_count = segment_count,
            .weights = c->weights + (first * 4 + (a * 2 + b) * vectors) * depth * 16,
            .weights_vector = depth * 16,
            .out = line + b * 16,
            .out_pixel = 32,
            .out_vector = (ptrdiff_t)block.columns * 16,
        };
        multiply(columns, count, 16, &m);
      }
      for (int v = 0; v < count; v++) {
        const rectangle r = {
            line + (ptrdiff_t)v * block.columns * 16, block.columns,
            block.row + y, 1, block.column, block.columns};
        store_rectangle(&s, first + v, &r, y * block.columns);
      }
    }
  }
}
