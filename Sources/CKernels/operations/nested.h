// Large kernels with few channels on one side, the 9 × 9 of pictures: put together from 3 × 3 blocks,
//
//     out[y][x] = Σ_{p, q} (block_pq * in)[y + 3p][x + 3q]
//
// each by Winograd's F(3×3, 3×3). The blocks' shifts are whole tiles, so an input tile is transformed
// once for all of them, and their products are added up before the inverse transform: 25
// multiplications for 9 pixels and one block, where 81 were. 9 × 9 needs 25 per pixel instead of 81.

/// Y = Aᵀ M A of one tile: m and y are [row][column].
INLINE void nested_inverse(lanes m[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE],
                           lanes y[WINOGRAD_NESTED_TILE][WINOGRAD_NESTED_TILE]) {
  const int size = WINOGRAD_NESTED_SIZE, tile = WINOGRAD_NESTED_TILE;
  lanes rows[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
  for (int i = 0; i < size; i++)
    winograd_backward(WINOGRAD_NESTED_PAIRS, size, tile, m[i], rows[i]);
#pragma clang loop unroll(full)
  for (int j = 0; j < tile; j++) {
    lanes column[WINOGRAD_NESTED_SIZE], result[WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
    for (int i = 0; i < size; i++) column[i] = rows[i][j];
    winograd_backward(WINOGRAD_NESTED_PAIRS, size, tile, column, result);
#pragma clang loop unroll(full)
    for (int i = 0; i < tile; i++) y[i][j] = result[i];
  }
}

/// V of the picture's channels, lanes being sixteen tiles of a row: [position][channel][tile row]
/// [tile], `tiles` floats per row. The patch's rows are [channel][column mod 3][column / 3], so that
/// equal columns of neighbouring tiles lie side by side.
static void nested_transform_picture(
    const float *patch, int channels, int tile_rows, int tiles, float *to) {
  const int size = WINOGRAD_NESTED_SIZE, tile = WINOGRAD_NESTED_TILE;
  const ptrdiff_t position = (ptrdiff_t)channels * tile_rows * tiles;
  const ptrdiff_t patch_row = (ptrdiff_t)channels * tile * tiles;
  for (int c = 0; c < channels; c++)
    for (int t = 0; t < tile_rows; t++)
      for (int s = 0; s + 16 < tiles; s += 16) {
        const float *from = patch + t * tile * patch_row + c * tile * tiles + s;
        lanes v[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE];  // [column][row]
#pragma clang loop unroll(full)
        for (int j = 0; j < size; j++) {
#pragma clang loop unroll(full)
          for (int i = 0; i < size; i++)
            v[j][i] = lanes_load(from + i * patch_row + j % tile * tiles + j / tile);
          winograd_forward(WINOGRAD_NESTED_PAIRS, size, v[j]);
        }
        float *line = to + ((ptrdiff_t)c * tile_rows + t) * tiles + s;
#pragma clang loop unroll(full)
        for (int i = 0; i < size; i++) {
          lanes row[WINOGRAD_NESTED_SIZE];
#pragma clang loop unroll(full)
          for (int j = 0; j < size; j++) row[j] = v[j][i];
          winograd_forward(WINOGRAD_NESTED_PAIRS, size, row);
#pragma clang loop unroll(full)
          for (int j = 0; j < size; j++) lanes_store(line + (i * size + j) * position, row[j]);
        }
      }
}

/// The picture's patch of a block, as `nested_transform_picture` reads it.
static void nested_load_picture(
    const stylize_source *source, const patch_shape *shape, int channels, int tiles, float *line,
    float *patch) {
  const int tile = WINOGRAD_NESTED_TILE;
  const ptrdiff_t plane = (ptrdiff_t)tile * tiles;
  for (int i = 0; i < shape->rows; i++) {
    load_interleaved_row(source, shape->row_indices[i], shape, channels, line);
    float *to = patch + (ptrdiff_t)i * channels * plane;
    for (int c = 0; c < channels; c++)
      for (int remainder = 0; remainder < tile; remainder++, to += tiles)
        for (int k = 0, j = remainder; j < shape->columns; k++, j += tile)
          to[k] = line[j * channels + c];
  }
}

static void convolve_nested_inputs(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int tile = WINOGRAD_NESTED_TILE, size = WINOGRAD_NESTED_SIZE, channels = d->input_channels;
  const int blocks = stylize_nested_blocks(c), vectors = c->kernels->vectors;
  const int rows = (block.rows + tile - 1) / tile, columns = (block.columns + tile - 1) / tile;
  const int tile_rows = rows + blocks - 1;
  const int tiles = (columns + blocks - 1 + 31) / 16 * 16;
  float *const patch = at(scratch, l.patch), *const line = at(scratch, l.line);
  float *const transformed = at(scratch, l.transformed), *const products = at(scratch, l.products);

  // Rows and columns that only complete the last tiles are zero.
  const int patch_rows = tile_rows * tile + size - tile;
  const int needed_rows = block.rows + d->kernel - 1, needed_columns = block.columns + d->kernel - 1;
  memset(patch, 0, (size_t)patch_rows * channels * tile * tiles * sizeof *patch);
  const patch_shape shape = shape_patch(
      map, d->upsample, false, block.row - d->padding, needed_rows, needed_rows,
      block.column - d->padding, needed_columns, needed_columns,
      (int32_t *)at(scratch, l.tables));
  nested_load_picture(source, &shape, channels, tiles, line + 9 * l.tile_columns * 16, patch);
  nested_transform_picture(patch, channels, tile_rows, tiles, transformed);

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  for (int i = 0; i < channels; i++)
    for (int p = 0; p < blocks; p++)
      segments[i * blocks + p] = (stylize_segment){(i * tile_rows + p) * tiles, blocks};

  const storing s = storing_for(c, output, moments);
  const ptrdiff_t depth = (ptrdiff_t)channels * blocks * blocks;
  const ptrdiff_t position = (columns + 1) * 16, vector = c->positions * position;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    int counted = 0;
    for (int t = 0; t < rows; t++) {
      for (int p = 0; p < c->positions; p++) {
        const multiplication m = {
            .inputs = transformed + ((ptrdiff_t)p * channels * tile_rows + t) * tiles,
            .segments = segments,
            .segment_count = channels * blocks,
            .weights =
                c->weights + ((ptrdiff_t)first / vectors * c->positions + p) * vectors * depth * 16,
            .weights_vector = depth * 16,
            .weights_ahead = vectors * depth * 16,
            .out = products + p * position,
            .out_pixel = 16,
            .out_vector = vector,
        };
        multiply(columns, count, 1, &m);
      }
      const int left = block.rows - t * tile;
      const rectangle r = {
          line, columns * tile, block.row + t * tile, left < tile ? left : tile,
          block.column, block.columns, 1};
      for (int v = 0; v < count; v++) {
        for (int k = 0; k < columns; k++) {
          lanes m[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE];
          lanes y[WINOGRAD_NESTED_TILE][WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
          for (int p = 0; p < size * size; p++)
            m[p / size][p % size] = lanes_load(products + v * vector + p * position + k * 16);
          nested_inverse(m, y);
#pragma clang loop unroll(full)
          for (int i = 0; i < tile * tile; i++)
            lanes_store(
                line + ((i / tile * columns + k) * tile + i % tile) * 16, y[i / tile][i % tile]);
        }
        store_rectangle(&s, first + v, &r, counted);
      }
      counted += r.rows * r.columns;
    }
  }
}

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
