// Large kernels with few output channels: the lanes are input channels, whose products are added up
// over the blocks of the kernel and then over the lanes. From then on the lanes are sixteen tiles.

/// Y of a row of tiles, lanes being sixteen tiles: products are [output][position][tile].
static void nested_finish_outputs(
    const float *products, int outputs, int tile_columns, float *line) {
  const int size = WINOGRAD_NESTED_SIZE, tile = WINOGRAD_NESTED_TILE;
  for (int o = 0; o < outputs; o++, products += size * size * tile_columns)
    for (int k = 0; k < tile_columns; k += 16) {
      lanes m[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE];
      lanes y[WINOGRAD_NESTED_TILE][WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
      for (int p = 0; p < size * size; p++)
        m[p / size][p % size] = lanes_load(products + p * tile_columns + k);
      nested_inverse(m, y);
      for (int i = 0; i < tile * tile; i++) {
        float *to = line + ((i / tile * tile_columns + k) * tile + i % tile) * 16 + o;
        float values[16];
        lanes_store(values, y[i / tile][i % tile]);
        for (int lane = 0; lane < 16; lane++) to[lane * tile * 16] = values[lane];
      }
    }
}

static void convolve_nested_outputs(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const winograd_kind kind = {
      WINOGRAD_NESTED_PAIRS, WINOGRAD_NESTED_SIZE, WINOGRAD_NESTED_TILE, 1};
  const stylize_convolution_description *d = &c->shape;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int tile = kind.tile, reach = kind.size - kind.tile;
  const int blocks = stylize_nested_blocks(c), outputs = d->output_channels;
  const int rows = (block.rows + tile - 1) / tile;
  const int columns = ((block.columns + tile - 1) / tile + 15) / 16 * 16;
  const int tile_rows = rows + blocks - 1, tile_columns = columns + blocks - 1;
  // A ring of `blocks` rows of tiles: [position][channel block][row mod blocks][tile][16].
  const winograd_tiles w = {
      .tile_columns = tile_columns,
      .transformed = at(scratch, l.transformed),
      .transformed_position = ((ptrdiff_t)c->input_blocks * blocks * tile_columns + 1) * 16,
  };
  const patch_shape shape = shape_patch(
      map, 1, false, block.row - d->padding, tile_rows * tile + reach,
      block.rows + d->kernel - 1, block.column - d->padding, tile_columns * tile + reach,
      block.columns + d->kernel - 1, (int32_t *)at(scratch, l.tables));

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  float *const line = at(scratch, l.line), *const products = at(scratch, l.products);
  memset(line, 0, (size_t)columns * tile * tile * 64);
  const storing s = storing_for(c, output, moments);
  int counted = 0;
  for (int row = 0; row < tile_rows; row++) {
    for (int i = 0; i < c->input_blocks; i++)
      transform_tile_line(
          kind, source, i, &shape, row * tile, &w,
          w.transformed + (ptrdiff_t)(i * blocks + row % blocks) * tile_columns * 16);
    const int t = row - blocks + 1;  // the row of results that is complete now
    if (t < 0) continue;

    int n = 0;
    for (int p = 0; p < blocks; p++)
      for (int q = 0; q < blocks; q++)
        for (int i = 0; i < c->input_blocks; i++)
          segments[n++] = (stylize_segment){
              ((i * blocks + (t + p) % blocks) * tile_columns + q) * 16, 16};
    for (int p = 0; p < c->positions; p++)
      for (int k = 0; k < columns; k += 16) {
        const few_outputs_product f = {
            w.transformed + p * w.transformed_position + k * 16, 16, segments, n,
            c->weights + (ptrdiff_t)p * n * outputs * 16};
        lanes results[STYLIZE_FEW_OUTPUTS];
        few_outputs(16, outputs, &f, results);
        for (int o = 0; o < outputs; o++)
          lanes_store(products + (o * c->positions + p) * columns + k, results[o]);
      }
    nested_finish_outputs(products, outputs, columns, line);
    const int left = block.rows - t * tile;
    const rectangle r = {
        line, columns * tile, block.row + t * tile, left < tile ? left : tile,
        block.column, block.columns, 1};
    store_rectangle(&s, 0, &r, counted);
    counted += r.rows * r.columns;
  }
}
