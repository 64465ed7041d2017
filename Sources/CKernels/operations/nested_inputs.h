// Large kernels with few input channels: the channels are planes, the lanes sixteen tiles of a row
// while inputs are transformed, and sixteen output channels from then on.

/// V of the picture's channels, lanes being sixteen tiles of a row: [position][channel][tile row]
/// [tile], `tiles` floats per row. The patch's rows are [channel][column mod 3][column / 3], so
/// that equal columns of neighbouring tiles lie side by side.
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

/// What the steps of one block share.
typedef struct {
  int rows, columns;   // tiles of results
  int tile_rows;       // tiles of inputs
  int tiles;           // floats per row of transformed inputs
  float *transformed;  // [position][channel][tile row][tile]
  float *products;     // [vector][position][tile][16]
  float *line;         // [3][columns · 3][16]: one row of tiles of results
} nested_block;

/// M of one row of tiles, `count` vectors of outputs.
static void nested_multiply_row(
    const stylize_convolution *c, const nested_block *n, int row, const float *weights, int count,
    const stylize_segment *segments) {
  const int channels = c->shape.input_channels, blocks = stylize_nested_blocks(c);
  const ptrdiff_t depth = (ptrdiff_t)channels * blocks * blocks;
  const ptrdiff_t matrix = depth * 16 * c->kernels->vectors;
  for (int p = 0; p < c->positions; p++) {
    const multiplication m = {
        .inputs = n->transformed + ((ptrdiff_t)p * channels * n->tile_rows + row) * n->tiles,
        .segments = segments,
        .segment_count = channels * blocks,
        .weights = weights + p * matrix,
        .weights_vector = depth * 16,
        .weights_ahead = matrix,
        .out = n->products + p * (n->columns + 1) * 16,
        .out_pixel = 16,
        .out_vector = (ptrdiff_t)c->positions * (n->columns + 1) * 16,
    };
    multiply(n->columns, count, 1, &m);
  }
}

/// Y of one row of tiles and one vector of outputs, into the line.
static void nested_inverse_row(const nested_block *n, const float *products) {
  const int size = WINOGRAD_NESTED_SIZE, tile = WINOGRAD_NESTED_TILE;
  const ptrdiff_t position = (n->columns + 1) * 16;
  for (int k = 0; k < n->columns; k++) {
    lanes m[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE];
    lanes y[WINOGRAD_NESTED_TILE][WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
    for (int p = 0; p < size * size; p++)
      m[p / size][p % size] = lanes_load(products + p * position + k * 16);
    nested_inverse(m, y);
#pragma clang loop unroll(full)
    for (int i = 0; i < tile * tile; i++)
      lanes_store(
          n->line + ((i / tile * n->columns + k) * tile + i % tile) * 16, y[i / tile][i % tile]);
  }
}

/// V of the whole block.
static void nested_transform_inputs(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_layout *l, const nested_block *n, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const int tile = WINOGRAD_NESTED_TILE, channels = d->input_channels;
  float *const patch = at(scratch, l->patch);
  // Rows and columns that only complete the last tiles are zero.
  const size_t patch_rows = n->tile_rows * tile + WINOGRAD_NESTED_SIZE - tile;
  memset(patch, 0, patch_rows * channels * tile * n->tiles * sizeof *patch);
  const int rows = block.rows + d->kernel - 1, columns = block.columns + d->kernel - 1;
  const patch_shape shape = shape_patch(
      &source->terms[0].map, d->upsample, false, block.row - d->padding, rows, rows,
      block.column - d->padding, columns, columns, (int32_t *)at(scratch, l->tables));
  float *const picture_row = n->line + (size_t)9 * n->columns * 16;
  nested_load_picture(source, &shape, channels, n->tiles, picture_row, patch);
  nested_transform_picture(patch, channels, n->tile_rows, n->tiles, n->transformed);
}

static void convolve_nested_inputs(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int tile = WINOGRAD_NESTED_TILE, channels = c->shape.input_channels;
  const int blocks = stylize_nested_blocks(c), vectors = c->kernels->vectors;
  const int rows = (block.rows + tile - 1) / tile, columns = (block.columns + tile - 1) / tile;
  const nested_block n = {
      .rows = rows,
      .columns = columns,
      .tile_rows = rows + blocks - 1,
      .tiles = (columns + blocks + 30) / 16 * 16,
      .transformed = at(scratch, l.transformed),
      .products = at(scratch, l.products),
      .line = at(scratch, l.line),
  };
  nested_transform_inputs(c, block, source, &l, &n, scratch);

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  for (int i = 0; i < channels; i++)
    for (int p = 0; p < blocks; p++)
      segments[i * blocks + p] = (stylize_segment){(i * n.tile_rows + p) * n.tiles, blocks};

  const storing s = storing_for(c, output, moments);
  const ptrdiff_t group = (ptrdiff_t)c->positions * vectors * channels * blocks * blocks * 16;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    for (int t = 0; t < rows; t++) {
      nested_multiply_row(c, &n, t, c->weights + first / vectors * group, count, segments);
      const int left = block.rows - t * tile;
      const rectangle r = {
          n.line, columns * tile, block.row + t * tile, left < tile ? left : tile,
          block.column, block.columns, 1};
      for (int v = 0; v < count; v++) {
        nested_inverse_row(&n, n.products + (ptrdiff_t)v * c->positions * (columns + 1) * 16);
        store_rectangle(&s, first + v, &r, t * tile * block.columns);
      }
    }
  }
}
