// 3 × 3 with stride 1 by Winograd's F(6×6, 3×3) (Lavin and Gray 2016):
//
//     Y = Aᵀ [ Σ_channels (G w Gᵀ) ⊙ (Bᵀ d B) ] A
//
// A tile of 8 × 8 inputs gives 6 × 6 outputs with 64 multiplications per pair of channels instead of
// 324. The sum over channels is, for each of the 64 positions, a product of matrices: tiles ×
// input channels by input channels × output channels.
//
// Row ±p of Bᵀ is the polynomial M(x) / (x ∓ p) with M(x) = x Π (x² − p²): an even part plus or minus
// p times an odd part, so both signs cost little more than one. Scales stay in G. Row i of Aᵀ holds
// the i-th powers of the points, and again sums and differences of ±p are shared.

/// Coefficients of the transforms, from the points at compile time.
#define POINT(i) ((float)winograd_points[WINOGRAD_PAIRS][i])
#define SQUARE(i) ((float)(winograd_points[WINOGRAD_PAIRS][i] * winograd_points[WINOGRAD_PAIRS][i]))

/// d → Bᵀ d, in place.
INLINE void winograd_forward(lanes d[WINOGRAD_SIZE]) {
  // Π (t − p²) = t³ − e₁t² + e₂t − e₃
  const float a = SQUARE(0), b = SQUARE(1), c = SQUARE(2);
  const float e1 = a + b + c, e2 = a * b + b * c + c * a, e3 = a * b * c;
  const lanes zero = lanes_fused(
      d[4], lanes_all(-e1), lanes_fused(d[2], lanes_all(e2), lanes_fused(d[0], lanes_all(-e3), d[6])));
  const lanes infinity = lanes_fused(
      d[5], lanes_all(-e1), lanes_fused(d[3], lanes_all(e2), lanes_fused(d[1], lanes_all(-e3), d[7])));
  lanes even[3], odd[3];
#pragma clang loop unroll(full)
  for (int i = 0; i < 3; i++) {
    const float u = SQUARE((i + 1) % 3), v = SQUARE((i + 2) % 3);
    even[i] = lanes_fused(d[2], lanes_all(u * v), lanes_fused(d[4], lanes_all(-u - v), d[6]));
    odd[i] = lanes_fused(d[1], lanes_all(u * v), lanes_fused(d[3], lanes_all(-u - v), d[5]));
  }
  d[0] = zero;
  d[7] = infinity;
#pragma clang loop unroll(full)
  for (int i = 0; i < 3; i++) {
    d[1 + 2 * i] = lanes_fused(odd[i], lanes_all(POINT(i)), even[i]);
    d[2 + 2 * i] = lanes_fused(odd[i], lanes_all(-POINT(i)), even[i]);
  }
}

/// y = Aᵀ m
INLINE void winograd_backward(const lanes m[WINOGRAD_SIZE], lanes y[WINOGRAD_TILE]) {
  lanes sum[3], difference[3];
#pragma clang loop unroll(full)
  for (int i = 0; i < 3; i++) {
    sum[i] = m[1 + 2 * i] + m[2 + 2 * i];
    difference[i] = (m[1 + 2 * i] - m[2 + 2 * i]) * POINT(i);
  }
  y[0] = (m[0] + sum[0]) + (sum[1] + sum[2]);
  y[1] = difference[0] + (difference[1] + difference[2]);
#pragma clang loop unroll(full)
  for (int k = 2; k < WINOGRAD_TILE; k += 2) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 3; i++) {
      sum[i] *= SQUARE(i);
      difference[i] *= SQUARE(i);
    }
    y[k] = sum[0] + (sum[1] + sum[2]);
    y[k + 1] = difference[0] + (difference[1] + difference[2]);
  }
  y[WINOGRAD_TILE - 1] += m[WINOGRAD_SIZE - 1];
}

/// V = Bᵀ d B of one tile of one channel block. `d` lies in the patch, `pitch` pixels per row; V's
/// positions lie `position` floats apart.
static void winograd_transform_tile(const float *d, ptrdiff_t pitch, float *to, ptrdiff_t position) {
  lanes columns[WINOGRAD_SIZE][WINOGRAD_SIZE];  // [column][row]
  for (int j = 0; j < WINOGRAD_SIZE; j++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < WINOGRAD_SIZE; i++) columns[j][i] = lanes_load(d + (i * pitch + j) * 16);
    winograd_forward(columns[j]);
  }
  for (int i = 0; i < WINOGRAD_SIZE; i++) {
    lanes row[WINOGRAD_SIZE];
#pragma clang loop unroll(full)
    for (int j = 0; j < WINOGRAD_SIZE; j++) row[j] = columns[j][i];
    winograd_forward(row);
#pragma clang loop unroll(full)
    for (int j = 0; j < WINOGRAD_SIZE; j++)
      lanes_store(to + (i * WINOGRAD_SIZE + j) * position, row[j]);
  }
}

/// Y = Aᵀ M A of one tile: [6][6][16].
static void winograd_inverse_tile(const float *m, ptrdiff_t position, float *to) {
  lanes columns[WINOGRAD_SIZE][WINOGRAD_TILE];  // [column][row]
  for (int j = 0; j < WINOGRAD_SIZE; j++) {
    lanes column[WINOGRAD_SIZE];
#pragma clang loop unroll(full)
    for (int i = 0; i < WINOGRAD_SIZE; i++)
      column[i] = lanes_load(m + (i * WINOGRAD_SIZE + j) * position);
    winograd_backward(column, columns[j]);
  }
  for (int i = 0; i < WINOGRAD_TILE; i++) {
    lanes row[WINOGRAD_SIZE], y[WINOGRAD_TILE];
#pragma clang loop unroll(full)
    for (int j = 0; j < WINOGRAD_SIZE; j++) row[j] = columns[j][i];
    winograd_backward(row, y);
#pragma clang loop unroll(full)
    for (int j = 0; j < WINOGRAD_TILE; j++) lanes_store(to + (i * WINOGRAD_TILE + j) * 16, y[j]);
  }
}

/// V of all tiles and channels: [position][channel block][tile][16].
static void winograd_transform_block(
    const stylize_convolution *c, stylize_block block, int tile_rows, int tile_columns,
    const stylize_source *source, const stylize_layout *l, void *scratch) {
  const int padding = c->shape.padding, tiles = tile_rows * tile_columns;
  const patch_shape shape = shape_patch(
      &source->terms[0].map, 1, false, block.row - padding, tile_rows * WINOGRAD_TILE + 2,
      block.rows + 2, block.column - padding, tile_columns * WINOGRAD_TILE + 2, block.columns + 2,
      (int32_t *)at(scratch, l->tables));
  float *const patch = at(scratch, l->patch), *const transformed = at(scratch, l->transformed);
  for (int i = 0; i < c->input_blocks; i++) {
    load_patch(source, i, &shape, patch);
    for (int t = 0; t < tiles; t++) {
      const ptrdiff_t row = t / tile_columns * WINOGRAD_TILE;
      const ptrdiff_t column = t % tile_columns * WINOGRAD_TILE;
      winograd_transform_tile(
          patch + (row * shape.columns + column) * 16, shape.columns,
          transformed + ((size_t)i * tiles + t) * 16, (ptrdiff_t)c->input_blocks * tiles * 16);
    }
  }
}

static void convolve_winograd(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const int tile_rows = (block.rows + WINOGRAD_TILE - 1) / WINOGRAD_TILE;
  const int tile_columns = (block.columns + WINOGRAD_TILE - 1) / WINOGRAD_TILE;
  const int tiles = tile_rows * tile_columns;
  winograd_transform_block(c, block, tile_rows, tile_columns, source, &l, scratch);

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  for (int i = 0; i < c->input_blocks; i++)
    segments[i] = (stylize_segment){
        i * tiles * 16, inputs - i * 16 < 16 ? inputs - i * 16 : 16};

  const storing s = storing_for(c, output, moments);
  float *const products = at(scratch, l.products), *const values = at(scratch, l.line);
  const size_t group = (size_t)c->positions * vectors * inputs * 16;
  for (int first = 0; first < c->output_blocks; first += vectors) {
    const int count = c->output_blocks - first < vectors ? c->output_blocks - first : vectors;
    // products: [vector][position][tile][16]
    const ptrdiff_t product_vector = (ptrdiff_t)c->positions * tiles * 16;
    for (int p = 0; p < c->positions; p++) {
      const multiplication m = {
          .inputs = at(scratch, l.transformed) + (size_t)p * c->input_blocks * tiles * 16,
          .segments = segments,
          .segment_count = c->input_blocks,
          .weights = c->weights + first / vectors * group + (size_t)p * vectors * inputs * 16,
          .weights_vector = (ptrdiff_t)inputs * 16,
          .out = products + (ptrdiff_t)p * tiles * 16,
          .out_pixel = 16,
          .out_vector = product_vector,
      };
      multiply(tiles, count, 16, &m);
    }
    for (int v = 0; v < count; v++) {
      int counted = 0;
      for (int t = 0; t < tiles; t++) {
        const int row = t / tile_columns * WINOGRAD_TILE;
        const int column = t % tile_columns * WINOGRAD_TILE;
        winograd_inverse_tile(
            products + v * product_vector + t * 16, (ptrdiff_t)tiles * 16, values);
        const int rows = block.rows - row, columns = block.columns - column;
        const rectangle r = {
            values, WINOGRAD_TILE,
            block.row + row, rows < WINOGRAD_TILE ? rows : WINOGRAD_TILE,
            block.column + column, columns < WINOGRAD_TILE ? columns : WINOGRAD_TILE};
        store_rectangle(&s, first + v, &r, counted);
        counted += r.rows * r.columns;
      }
    }
  }
}
