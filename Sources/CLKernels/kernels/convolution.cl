// y[o, r, c] = activation(bias[o] + Σ weight[o, i, u, v] · x[i, stride·r + u − padding, …])
//
// An implicit matrix product: nothing is unfolded in global memory. A work-group takes the inputs of
// its block, DEPTH channels at a time, into local memory (norm, activation, sum, enlargement and
// reflection applied once), then multiplies them with one row of the filter after another.
//
// Weights are ordered [output tile][input slice][u][v][DEPTH][CHANNELS], padded with zeros.

// Where the host knows the shape when it compiles, loops unroll and divisions go away.
#ifndef KERNEL
#define KERNEL source.edge
#endif
#ifndef STRIDE
#define STRIDE source.stride
#endif

kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void convolve(
    SOURCE_PARAMETERS, global const float *weights, global const float *bias,
    global TYPE_OUT *out0, global TYPE_OUT *out1, stylize_cl_window out, stylize_cl_target target,
    int tiles, global float *moments, volatile global uint *watch, local float *patch, local float *filter, local int *table) {
  local float scratch[SCRATCH_FLOATS];
  local float means[CHANNELS];
  const position p = find_position(tiles, target);

  // The stored row or column of each row and column of the patch.
  const int patch_rows = (STYLIZE_BLOCK_ROWS - 1) * STRIDE + KERNEL;
  const int patch_columns = (STYLIZE_BLOCK_COLUMNS - 1) * STRIDE + KERNEL;
  for (int i = p.item; i < patch_rows + patch_columns; i += THREADS) {
    const bool is_row = i < patch_rows;
    const int first = (is_row ? p.block_row : p.block_column) * STRIDE - source.padding;
    const int end =
        ((is_row ? target.row_end : target.column_end) - 1) * STRIDE - source.padding + KERNEL;
    const int coordinate = first + (is_row ? i : i - patch_rows);
    // What only pixels beyond the end would need may not be in reach.
    table[i] = coordinate < end ? stored(coordinate, is_row ? source.height : source.width,
                                         source.upsampling, source.zero)
                                : -1;
  }

  float4 sum[PIXELS][VECTORS];
  for (int i = 0; i < PIXELS; i++) {
    for (int q = 0; q < VECTORS; q++) sum[i][q] = (float4)(0.0f);
  }

  const int slices = (source.channels + DEPTH - 1) / DEPTH;
  global const float4 *next =
      (global const float4 *)weights + p.tile * slices * KERNEL * KERNEL * DEPTH * CHANNELS / 4;
  const int first_row = (p.row - p.block_row) * STRIDE;
  const int first_column = (p.column - p.block_column) * STRIDE;

  barrier(CLK_LOCAL_MEM_FENCE);
  for (int slice = 0; slice < slices; slice++) {
    for (int e = p.item; e < patch_rows * patch_columns * QUARTERS; e += THREADS) {
      const int quarter = e % QUARTERS;
      const int pixel = e / QUARTERS;
      const int row = table[pixel / patch_columns];
      const int column = table[patch_rows + pixel % patch_columns];
      const int channel = slice * DEPTH + 4 * quarter;
      float4 x = (float4)(0.0f);
      if (row >= 0 && column >= 0 && channel < source.channels) {
        x = read_source(row, column, channel, SOURCE_ARGUMENTS);
      }
      local float *to = patch + 4 * quarter * patch_rows * patch_columns + pixel;
      to[0] = x.x;
      if (DEPTH > 1) to[patch_rows * patch_columns] = x.y;
      if (DEPTH > 2) to[2 * patch_rows * patch_columns] = x.z;
      if (DEPTH > 3) to[3 * patch_rows * patch_columns] = x.w;
    }
    for (int u = 0; u < KERNEL; u++) {
      for (int e = p.item; e < KERNEL * DEPTH * CHANNELS / 4; e += THREADS) {
        vstore4(next[e], e, filter);
      }
      next += KERNEL * DEPTH * CHANNELS / 4;
      barrier(CLK_LOCAL_MEM_FENCE);

      for (int v = 0; v < KERNEL; v++) {
UNROLLED
        for (int channel = 0; channel < DEPTH; channel++) {
          local const float *x = patch + (channel * patch_rows + first_row + u) * patch_columns +
                                 first_column + v;
          local const float *w = filter + (v * DEPTH + channel) * CHANNELS + p.channel;
          float4 factor[VECTORS];
          for (int q = 0; q < VECTORS; q++) factor[q] = vload4(q, w);
          for (int i = 0; i < PIXELS; i++) {
            const float4 value = (float4)(x[i * STRIDE * patch_columns]);
            for (int q = 0; q < VECTORS; q++) sum[i][q] = fma(value, factor[q], sum[i][q]);
          }
        }
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
  }

  for (int q = 0; q < VECTORS; q++) {
    const float4 shift = vload4(0, bias + p.tile * CHANNELS + p.channel + 4 * q);
    for (int i = 0; i < PIXELS; i++) sum[i][q] += shift;
  }
  watch_results(sum, watch);
  for (int q = 0; q < VECTORS; q++) {
    for (int i = 0; i < PIXELS; i++) sum[i][q] = activate(sum[i][q], target.activation);
  }
#if MOMENTS
  write_moments(sum, p, target, moments, scratch, means);
#endif
  if (target.store) write_block(sum, p, target, out, out0, out1, watch);
}
