// A stage without a convolution: what it reads, enlarged, through an activation.
kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void copy(
    SOURCE_PARAMETERS, global TYPE_OUT *out0, global TYPE_OUT *out1, stylize_cl_window out,
    stylize_cl_target target, int tiles, global float *moments, volatile global uint *watch) {
  local float scratch[SCRATCH_FLOATS];
  local float means[CHANNELS];
  const position p = find_position(tiles, target);

  float4 x[PIXELS][VECTORS];
  for (int i = 0; i < PIXELS; i++) {
    for (int q = 0; q < VECTORS; q++) {
      const int channel = p.tile * CHANNELS + p.channel + 4 * q;
      x[i][q] = (float4)(0.0f);
      if (p.row + i < target.row_end && p.column < target.column_end &&
          channel < source.channels) {
        const int row = stored(p.row + i, source.height, source.upsampling, source.zero);
        const int column = stored(p.column, source.width, source.upsampling, source.zero);
        if (row >= 0 && column >= 0)
          x[i][q] = read_source(row, column, channel, SOURCE_ARGUMENTS);
      }
    }
  }
  watch_results(x, watch);
  for (int i = 0; i < PIXELS; i++) {
    for (int q = 0; q < VECTORS; q++) {
      const int channel = p.tile * CHANNELS + p.channel + 4 * q;
      if (channel < source.channels) x[i][q] = activate(x[i][q], target.activation);
    }
  }
#if MOMENTS
  write_moments(x, p, target, moments, scratch, means);
#endif
  if (target.store) write_block(x, p, target, out, out0, out1, watch);
}
