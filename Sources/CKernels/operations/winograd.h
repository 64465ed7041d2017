// Winograd's convolutions F(m×m, r×r): 3 × 3 with stride 1, and the phases of upsampling 3 × 3.
//
//     Y = Aᵀ [ Σ_channels (G w Gᵀ) ⊙ (Bᵀ d B) ] A
//
// F(6×6, 3×3) makes 36 outputs from 64 multiplications per pair of channels instead of 324. The sum
// over channels is, for each of the 64 positions, a product of matrices: tiles × input channels by
// input channels × output channels.
//
// Nearest-2× upsampling and 3 × 3 with padding 1, without making the large map:
//
//     out[2y + a][2x + b] = Σ_{i, j ∈ {0, 1}} w_ab[i][j] · in[y − 1 + a + i][x − 1 + b + j]
//
// On the doubled map two of the three taps of a row see the same pixel, so each of the four phases
// (a, b) is a 2 × 2 convolution whose weights are sums, computed by F(5×5, 2×2): 36 multiplications
// for 25 outputs, where the large map would have taken 225. Reflection of the doubled map is
// clamping here: the pixel beside a border pixel is its own copy. The two phases of an output row
// are computed together, so that its pixels are stored in one run.

/// What is known when the program is compiled.
typedef struct {
  int pairs, size, tile;
  int phases;  // 1, or 2 when the map is doubled
} winograd_kind;

/// One block on its way: tiles and where their values lie.
typedef struct {
  int tile_rows, tile_columns, tiles;
  float *transformed;    // [phase][position][channel block][tile][16]
  ptrdiff_t transformed_position;
  float *products;       // [phase][vector][position][tile][16]
  ptrdiff_t products_position;
} winograd_tiles;

/// V of one row of tiles of one block of channels.
INLINE void transform_tile_row(
    const winograd_kind kind, const column_kind column_kind, const column_source *columns,
    const winograd_tiles *w, float *to) {
  const int size = kind.size, positions = size * size;
  const int wide = size + kind.phases - 1;
  lanes ring[COLUMN_RING][WINOGRAD_SIZE_MOST];
  int loaded = 0;
  for (int t = 0; t < w->tile_columns; t++, to += 16) {
    const int first = t * kind.tile;
    for (; loaded < first + wide; loaded++) {
      lanes d[WINOGRAD_SIZE_MOST];
      load_column(size, column_kind, columns, loaded, d);
      winograd_forward(kind.pairs, size, d);
#pragma clang loop unroll(full)
      for (int i = 0; i < size; i++) ring[loaded % COLUMN_RING][i] = d[i];
    }
    for (int b = 0; b < kind.phases; b++)
      for (int i = 0; i < size; i++) {
        lanes row[WINOGRAD_SIZE_MOST];
#pragma clang loop unroll(full)
        for (int j = 0; j < size; j++) row[j] = ring[(first + b + j) % COLUMN_RING][i];
        winograd_forward(kind.pairs, size, row);
        float *const line = to + (b * positions + i * size) * w->transformed_position;
#pragma clang loop unroll(full)
        for (int j = 0; j < size; j++) lanes_store(line + j * w->transformed_position, row[j]);
      }
  }
}

/// The same for the tiles whose first row is row `row` of the patch, of channel block `i`.
INLINE void transform_tile_line(
    const winograd_kind kind, const stylize_source *source, int i, const patch_shape *shape,
    int row, const winograd_tiles *w, float *to) {
  const column_source columns = columns_of(source, i, shape, row, kind.size);
  switch (kind_of(source, &columns, kind.size)) {
    case column_half: transform_tile_row(kind, column_half, &columns, w, to); break;
    case column_half_relu: transform_tile_row(kind, column_half_relu, &columns, w, to); break;
    case column_any: transform_tile_row(kind, column_any, &columns, w, to); break;
  }
}

/// V of all tiles and channels.
INLINE void transform_tiles(
    const winograd_kind kind, const stylize_convolution *c, const stylize_source *source,
    const patch_shape *shape, const winograd_tiles *w) {
  for (int i = 0; i < c->input_blocks; i++)
    for (int r = 0; r < w->tile_rows; r++)
      transform_tile_line(
          kind, source, i, shape, r * kind.tile, w,
          w->transformed + ((ptrdiff_t)i * w->tiles + r * w->tile_columns) * 16);
}

/// M: for each position, tiles × input channels by input channels × `count` vectors of outputs.
INLINE void multiply_tiles(
    const winograd_kind kind, const stylize_convolution *c, const winograd_tiles *w,
    const float *weights, int count, stylize_segment *segments) {
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const int positions = kind.size * kind.size;
  for (int i = 0; i < c->input_blocks; i++)
    segments[i] = (stylize_segment){
        i * w->tiles * 16, inputs - i * 16 < 16 ? inputs - i * 16 : 16};
  for (int p = 0; p < kind.phases * positions; p++) {
    const ptrdiff_t vector = positions * w->products_position;
    const multiplication m = {
        .inputs = w->transformed + p * w->transformed_position,
        .segments = segments,
        .segment_count = c->input_blocks,
        .weights = weights + (size_t)p * vectors * inputs * 16,
        .weights_vector = (ptrdiff_t)inputs * 16,
        .weights_ahead = (ptrdiff_t)vectors * inputs * 16,
        .out = w->products + p / positions * vectors * vector +
               p % positions * w->products_position,
        .out_pixel = 16,
        .out_vector = vector,
    };
    multiply(w->tiles, count, 16, &m);
  }
}

/// Y of one tile, phase by phase: values[tile][tile · phases][16]. `m` is the tile's first phase.
INLINE void inverse_tile(
    const winograd_kind kind, const float *m, ptrdiff_t position, ptrdiff_t phase, float *values) {
  const int size = kind.size, tile = kind.tile;
  for (int b = 0; b < kind.phases; b++, m += phase) {
    lanes columns[WINOGRAD_SIZE_MOST][WINOGRAD_SIZE_MOST];  // [column][row]
    for (int j = 0; j < size; j++) {
      lanes column[WINOGRAD_SIZE_MOST];
#pragma clang loop unroll(full)
      for (int i = 0; i < size; i++) column[i] = lanes_load(m + (i * size + j) * position);
      winograd_backward(kind.pairs, size, tile, column, columns[j]);
    }
    for (int i = 0; i < tile; i++) {
      lanes row[WINOGRAD_SIZE_MOST], y[WINOGRAD_SIZE_MOST];
#pragma clang loop unroll(full)
      for (int j = 0; j < size; j++) row[j] = columns[j][i];
      winograd_backward(kind.pairs, size, tile, row, y);
#pragma clang loop unroll(full)
      for (int j = 0; j < tile; j++)
        lanes_store(values + ((i * tile + j) * kind.phases + b) * 16, y[j]);
    }
  }
}

/// Y of all tiles and `count` vectors of outputs, the first being channel block `first`.
INLINE void finish_tiles(
    const winograd_kind kind, int row_phase, stylize_block block, const winograd_tiles *w,
    int vectors, int first, int count, const storing *s, float *values) {
  const int phases = kind.phases, tile = kind.tile;
  const int rows = block.rows / phases, columns = block.columns / phases;
  const ptrdiff_t vector = kind.size * kind.size * w->products_position;
  for (int v = 0; v < count; v++) {
    int counted = row_phase * rows * block.columns;
    for (int t = 0; t < w->tiles; t++) {
      inverse_tile(
          kind, w->products + v * vector + t * 16, w->products_position, vectors * vector, values);
      const int row = t / w->tile_columns * tile, column = t % w->tile_columns * tile;
      const int left_rows = rows - row, left_columns = columns - column;
      const rectangle r = {
          values, tile * phases,
          block.row + row * phases + row_phase, left_rows < tile ? left_rows : tile,
          block.column + column * phases, (left_columns < tile ? left_columns : tile) * phases,
          phases};
      store_rectangle(s, first + v, &r, counted);
      counted += r.rows * r.columns;
    }
  }
}

/// One row phase of a block: all of a plain convolution, or every second row of a doubled map.
INLINE void convolve_row_phase(
    const winograd_kind kind, int row_phase, const stylize_convolution *c, stylize_block block,
    const stylize_source *source, const stylize_layout *l, const storing *s, void *scratch) {
  const int phases = kind.phases, tile = kind.tile, vectors = c->kernels->vectors;
  const int rows = block.rows / phases, columns = block.columns / phases;
  const int tile_rows = (rows + tile - 1) / tile, tile_columns = (columns + tile - 1) / tile;
  const int tiles = tile_rows * tile_columns, positions = kind.size * kind.size;
  const winograd_tiles w = {
      tile_rows, tile_columns, tiles,
      at(scratch, l->transformed), ((ptrdiff_t)c->input_blocks * tiles + 1) * 16,
      at(scratch, l->products), (tiles + 1) * 16};

  const int reach = kind.size - tile, padding = c->shape.padding;
  const patch_shape shape = shape_patch(
      &source->terms[0].map, 1, phases == 2, block.row / phases - padding + row_phase,
      tile_rows * tile + reach, rows + reach, block.column / phases - padding,
      tile_columns * tile + reach + phases - 1, columns + reach + phases - 1,
      (int32_t *)at(scratch, l->tables));
  transform_tiles(kind, c, source, &shape, &w);

  const size_t matrix = (size_t)vectors * c->shape.input_channels * 16;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    const size_t position = (size_t)first / vectors * c->positions + row_phase * phases * positions;
    multiply_tiles(
        kind, c, &w, c->weights + position * matrix, count,
        (stylize_segment *)at(scratch, l->segments));
    finish_tiles(
        kind, row_phase, block, &w, vectors, first, count, s, at(scratch, l->line));
  }
}

static void convolve_winograd(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const winograd_kind kind = {
      WINOGRAD_THREE_PAIRS, 2 * WINOGRAD_THREE_PAIRS + 2, WINOGRAD_THREE_TILE, 1};
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const storing s = storing_for(c, output, moments);
  convolve_row_phase(kind, 0, c, block, source, &l, &s, scratch);
}

static void convolve_phases(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const winograd_kind kind = {
      WINOGRAD_TWO_PAIRS, 2 * WINOGRAD_TWO_PAIRS + 2, WINOGRAD_TWO_TILE, 2};
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const storing s = storing_for(c, output, moments);
  for (int row_phase = 0; row_phase < 2; row_phase++)
    convolve_row_phase(kind, row_phase, c, block, source, &l, &s, scratch);
}
