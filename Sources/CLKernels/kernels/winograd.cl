// A 3 × 3 convolution with stride 1 by the minimal filtering algorithm F(4×4, 3×3) of Winograd (1980;
// for convolutions Lavin and Gray 2016): 36 multiplications instead of 144 for 16 output pixels.
//
//   Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A
//
// with the interpolation points 0, ±√2/2, ±√2 and ∞, whose rounding errors are about half of those of
// 0, ±1, ±2 and ∞. Each of the 36 products is summed over input channels as a matrix product.
//
// Both transforms are kept as [36][channel quarter][tile][4].

#define P 0.70710678118654752f
#define Q 1.41421356237309505f

#ifdef TRANSFORM_INPUT
// Bᵀ times six values.
void transform_six(const float4 d[6], float4 t[6]) {
  const float4 even1 = fma(-2.0f, d[2], d[4]), odd1 = fma(P, d[3], -Q * d[1]);
  const float4 even2 = fma(-0.5f, d[2], d[4]), odd2 = fma(Q, d[3], -P * d[1]);
  t[0] = fma(-2.5f, d[2], d[0] + d[4]);
  t[1] = even1 + odd1;
  t[2] = even1 - odd1;
  t[3] = even2 + odd2;
  t[4] = even2 - odd2;
  t[5] = fma(-2.5f, d[3], d[1] + d[5]);
}

// Global size: (tiles, input quarters).
kernel void transform_input(
    SOURCE_PARAMETERS, stylize_cl_target target, stylize_cl_winograd w, global float *transformed) {
  const int tile = get_global_id(0);
  const int quarter = get_global_id(1);
  if (tile >= w.tiles) return;
  const int first_row = target.row + tile / w.tile_columns * 4 - source.padding;
  const int first_column = target.column + tile % w.tile_columns * 4 - source.padding;
  // What only pixels beyond the end would need may not be in reach.
  const int row_end = target.row_end - source.padding + 2;
  const int column_end = target.column_end - source.padding + 2;

  float4 half_done[6][6];
  for (int c = 0; c < 6; c++) {
    const int column = first_column + c < column_end
                           ? stored(first_column + c, source.width, source.upsampling, source.zero)
                           : -1;
    float4 d[6], t[6];
    for (int r = 0; r < 6; r++) {
      const int row = first_row + r < row_end
                          ? stored(first_row + r, source.height, source.upsampling, source.zero)
                          : -1;
      d[r] = row >= 0 && column >= 0 ? read_source(row, column, 4 * quarter, SOURCE_ARGUMENTS)
                                     : (float4)(0.0f);
    }
    transform_six(d, t);
    for (int r = 0; r < 6; r++) half_done[r][c] = t[r];
  }
  for (int r = 0; r < 6; r++) {
    float4 t[6];
    transform_six(half_done[r], t);
    for (int c = 0; c < 6; c++) {
      vstore4(t[c], ((r * 6 + c) * w.input_quarters + quarter) * w.tiles + tile, transformed);
    }
  }
}
#endif

#ifdef MULTIPLY
// For each of the 36: product[tile][o] = Σ transformed[tile][i] · weight[i][o].
//
// A work-group makes 128 tiles × CHANNELS channels, as `convolve` makes pixels. Weights are ordered
// [36][output tile][input slice][DEPTH][CHANNELS], padded with zeros.
kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void multiply(
    global const float *transformed, global const float *weights, stylize_cl_winograd w, int tiles,
    global float *product) {
  local float left[DEPTH * STYLIZE_BLOCK_PIXELS];
  local float right[DEPTH * CHANNELS];
  const int item = get_local_id(0);
  const int group = item % PIXEL_GROUPS;
  const int channel = item / PIXEL_GROUPS * (4 * VECTORS);
  const int output = get_group_id(0) % tiles;
  const int first = get_group_id(0) / tiles * STYLIZE_BLOCK_PIXELS;
  const int element = get_group_id(1);

  float4 sum[PIXELS][VECTORS];
  for (int i = 0; i < PIXELS; i++) {
    for (int q = 0; q < VECTORS; q++) sum[i][q] = (float4)(0.0f);
  }
  const int slices = (w.input_quarters + DEPTH / 4 - 1) / (DEPTH / 4);
  for (int slice = 0; slice < slices; slice++) {
    for (int e = item; e < DEPTH / 4 * STYLIZE_BLOCK_PIXELS; e += THREADS) {
      const int tile = e % STYLIZE_BLOCK_PIXELS;
      const int quarter = e / STYLIZE_BLOCK_PIXELS;
      const int from = slice * (DEPTH / 4) + quarter;
      float4 x = (float4)(0.0f);
      if (first + tile < w.tiles && from < w.input_quarters) {
        x = vload4((element * w.input_quarters + from) * w.tiles + first + tile, transformed);
      }
      local float *to = left + 4 * quarter * STYLIZE_BLOCK_PIXELS + tile;
      to[0] = x.x;
      to[STYLIZE_BLOCK_PIXELS] = x.y;
      to[2 * STYLIZE_BLOCK_PIXELS] = x.z;
      to[3 * STYLIZE_BLOCK_PIXELS] = x.w;
    }
    const int line = ((element * tiles + output) * slices + slice) * DEPTH * CHANNELS / 4;
    for (int e = item; e < DEPTH * CHANNELS / 4; e += THREADS) {
      vstore4(vload4(line + e, weights), e, right);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    UNROLLED
    for (int depth = 0; depth < DEPTH; depth++) {
      float4 factor[VECTORS];
      for (int q = 0; q < VECTORS; q++) {
        factor[q] = vload4(q, right + depth * CHANNELS + channel);
      }
      for (int i = 0; i < PIXELS; i++) {
        const float4 value =
            (float4)(left[depth * STYLIZE_BLOCK_PIXELS + i * PIXEL_GROUPS + group]);
        for (int q = 0; q < VECTORS; q++) sum[i][q] = fma(value, factor[q], sum[i][q]);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int q = 0; q < VECTORS; q++) {
    const int quarter = (output * CHANNELS + channel) / 4 + q;
    for (int i = 0; i < PIXELS; i++) {
      const int tile = first + i * PIXEL_GROUPS + group;
      if (tile < w.tiles) {
        vstore4(sum[i][q], (element * w.output_quarters + quarter) * w.tiles + tile, product);
      }
    }
  }
}
#endif

#ifdef WINOGRAD
// Aᵀ times six values.
void transform_four(const float4 m[6], float4 y[4]) {
  const float4 sum1 = m[1] + m[2], difference1 = m[1] - m[2];
  const float4 sum2 = m[3] + m[4], difference2 = m[3] - m[4];
  y[0] = m[0] + sum1 + sum2;
  y[1] = fma(P, difference1, Q * difference2);
  y[2] = fma(0.5f, sum1, 2.0f * sum2);
  y[3] = fma(0.5f * P, difference1, 2.0f * Q * difference2) + m[5];
}

// A work-group makes a block, a work-item the 4 × 4 pixels of a tile for four channels.
kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void transform_output(
    global const float *product, stylize_cl_winograd w, global const float *bias,
    global TYPE_OUT *out0, global TYPE_OUT *out1, stylize_cl_window out, stylize_cl_target target,
    int tiles, global float *moments, volatile global uint *watch) {
  local float scratch[SCRATCH_FLOATS];
  local float means[CHANNELS];
  const position p = find_position(tiles, target);
  const int tile =
      (p.row - target.row) / 4 * w.tile_columns + (p.column - target.column) / 4;
  const int quarter = (p.tile * CHANNELS + p.channel) / 4;

  // Tiles beyond the end may not exist; their pixels are left out below.
  const int existing = p.column < target.column_end && p.row < target.row_end ? tile : 0;
  float4 half_done[4][6];
  for (int c = 0; c < 6; c++) {
    float4 m[6], y[4];
    for (int r = 0; r < 6; r++) {
      m[r] = vload4(((r * 6 + c) * w.output_quarters + quarter) * w.tiles + existing, product);
    }
    transform_four(m, y);
    for (int r = 0; r < 4; r++) half_done[r][c] = y[r];
  }
  const float4 shift = vload4(quarter, bias);
  float4 x[PIXELS][VECTORS];
  for (int r = 0; r < 4; r++) {
    float4 y[4];
    transform_four(half_done[r], y);
    for (int c = 0; c < 4; c++) x[4 * r + c][0] = y[c] + shift;
  }
  watch_results(x, watch);
  for (int i = 0; i < PIXELS; i++) x[i][0] = activate(x[i][0], target.activation);
#if MOMENTS
  write_moments(x, p, target, moments, scratch, means);
#endif
  if (target.store) write_block(x, p, target, out, out0, out1, watch);
}
#endif
