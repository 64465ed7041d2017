// 3 × 3 with stride 2 by Winograd's F(5×5, 2×2), in polyphase form:
//
//     out[y] = Σ_k w[k] · x[2y + k] = (w₀ · x[2y] + w₂ · x[2y + 2]) + w₁ · x[2y + 1]
//
// The even pixels of the (padded) row meet two taps, the odd ones one. Both are convolutions with
// stride 1 of half a row, and in two dimensions there are four. All four are transformed with the
// same points, so their products are added up before one inverse transform: 121 multiplications for
// 25 outputs instead of 225.

/// Positions of component `k` begin here, counted in positions.
INLINE int strided_base(int k) {
  const int bases[4] = {0, 36, 66, 96};
  return bases[k];
}

/// V of one row of tiles of one block of channels, all components.
INLINE void transform_strided_row(
    const column_kind column_kind, const column_source *columns, const winograd_tiles *w,
    float *to) {
  const int pairs = WINOGRAD_TWO_PAIRS, tile = WINOGRAD_TWO_TILE, size = WINOGRAD_STRIDED_SIZE;
  lanes ring[COLUMN_RING][COLUMN_ROWS_MOST];  // six of the even rows, five of the odd rows
  int loaded = 0;
  for (int t = 0; t < w->tile_columns; t++, to += 16) {
    const int first = 2 * tile * t;
    for (; loaded < first + 2 * tile + 1; loaded++) {
      lanes d[COLUMN_ROWS_MOST], even[WINOGRAD_STRIDED_SIZE], odd[WINOGRAD_STRIDED_SIZE];
      load_column(COLUMN_ROWS_MOST, column_kind, columns, loaded, d);
#pragma clang loop unroll(full)
      for (int i = 0; i < size; i++) even[i] = d[2 * i];
#pragma clang loop unroll(full)
      for (int i = 0; i < size - 1; i++) odd[i] = d[2 * i + 1];
      winograd_forward(pairs, size, even);
      winograd_forward(pairs, size - 1, odd);
      lanes *const kept = ring[loaded % COLUMN_RING];
#pragma clang loop unroll(full)
      for (int i = 0; i < size; i++) kept[i] = even[i];
#pragma clang loop unroll(full)
      for (int i = 0; i < size - 1; i++) kept[size + i] = odd[i];
    }
    for (int i = 0; i < COLUMN_ROWS_MOST; i++) {
      const int a = i >= size, row = i - a * size;
      lanes even[WINOGRAD_STRIDED_SIZE], odd[WINOGRAD_STRIDED_SIZE];
#pragma clang loop unroll(full)
      for (int j = 0; j < size; j++) even[j] = ring[(first + 2 * j) % COLUMN_RING][i];
#pragma clang loop unroll(full)
      for (int j = 0; j < size - 1; j++) odd[j] = ring[(first + 2 * j + 1) % COLUMN_RING][i];
      winograd_forward(pairs, size, even);
      winograd_forward(pairs, size - 1, odd);
      const ptrdiff_t position = w->transformed_position;
      float *const even_line = to + (strided_base(2 * a) + row * size) * position;
      float *const odd_line = to + (strided_base(2 * a + 1) + row * (size - 1)) * position;
#pragma clang loop unroll(full)
      for (int j = 0; j < size; j++) lanes_store(even_line + j * position, even[j]);
#pragma clang loop unroll(full)
      for (int j = 0; j < size - 1; j++) lanes_store(odd_line + j * position, odd[j]);
    }
  }
}

static void transform_strided_tiles(
    const stylize_convolution *c, const stylize_source *source, const patch_shape *shape,
    const winograd_tiles *w) {
  for (int i = 0; i < c->input_blocks; i++)
    for (int r = 0; r < w->tile_rows; r++) {
      float *const to = w->transformed + ((ptrdiff_t)i * w->tiles + r * w->tile_columns) * 16;
      const column_source columns =
          columns_of(source, i, shape, r * 2 * WINOGRAD_TWO_TILE, COLUMN_ROWS_MOST);
      switch (kind_of(source, &columns, COLUMN_ROWS_MOST)) {
        case column_half: transform_strided_row(column_half, &columns, w, to); break;
        case column_half_relu: transform_strided_row(column_half_relu, &columns, w, to); break;
        case column_any: transform_strided_row(column_any, &columns, w, to); break;
      }
    }
}

/// M: the depth of a position is the input channels of all components that have it.
static void multiply_strided_tiles(
    const stylize_convolution *c, const winograd_tiles *w, const float *weights, int count,
    stylize_segment *segments) {
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const int size = WINOGRAD_STRIDED_SIZE;
  const ptrdiff_t vector = size * size * w->products_position;
  for (int p = 0; p < size * size; p++) {
    int n = 0;
    for (int k = 0; k < 4; k++) {
      if (!winograd_strided_has(k, p / size, p % size)) continue;
      const ptrdiff_t position = strided_base(k) + p / size * (size - k % 2) + p % size;
      for (int i = 0; i < inputs; i += 16)
        segments[n++] = (stylize_segment){
            (int32_t)(position * w->transformed_position + i * w->tiles),
            inputs - i < 16 ? inputs - i : 16};
    }
    const ptrdiff_t depth =
        (ptrdiff_t)winograd_strided_components(p / size, p % size) * inputs;
    const multiplication m = {
        .inputs = w->transformed,
        .segments = segments,
        .segment_count = n,
        .weights = weights,
        .weights_vector = depth * 16,
        .weights_ahead = depth * vectors * 16,
        .out = w->products + p * w->products_position,
        .out_pixel = 16,
        .out_vector = vector,
    };
    multiply(w->tiles, count, 16, &m);
    weights += depth * vectors * 16;
  }
}

static void convolve_strided(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const int tile = WINOGRAD_TWO_TILE, padding = c->shape.padding, vectors = c->kernels->vectors;
  const winograd_kind kind = {WINOGRAD_TWO_PAIRS, WINOGRAD_STRIDED_SIZE, tile, 1};
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const storing s = storing_for(c, output, moments);
  const int tile_rows = (block.rows + tile - 1) / tile;
  const int tile_columns = (block.columns + tile - 1) / tile;
  const int tiles = tile_rows * tile_columns;
  const winograd_tiles w = {
      tile_rows, tile_columns, tiles,
      at(scratch, l.transformed), ((ptrdiff_t)c->input_blocks * tiles + 1) * 16,
      at(scratch, l.products), (tiles + 1) * 16};
  const patch_shape shape = shape_patch(
      map, 1, false, 2 * block.row - padding, 2 * tile_rows * tile + 1, 2 * block.rows + 1,
      2 * block.column - padding, 2 * tile_columns * tile + 1, 2 * block.columns + 1,
      (int32_t *)at(scratch, l.tables));
  transform_strided_tiles(c, source, &shape, &w);
  const size_t group =
      (size_t)WINOGRAD_STRIDED_PRODUCTS * vectors * c->shape.input_channels * 16;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    multiply_strided_tiles(
        c, &w, c->weights + first / vectors * group, count,
        (stylize_segment *)at(scratch, l.segments));
    finish_tiles(kind, 0, block, &w, vectors, first, count, &s, at(scratch, l.line));
  }
}
