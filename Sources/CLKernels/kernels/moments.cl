// The moments of 8 × 4 blocks become those of the 64 × 64 pixels that they cover, block by block in
// their order, by the parallel formula of Chan, Golub and LeVeque (1979).
//
// Global size: (lanes, merged columns, merged rows).
kernel void merge_moments(
    global const float *parts, global float *merged, stylize_cl_merge merge) {
  const int channel = get_global_id(0);
  const int columns =
      (merge.width + STYLIZE_BLOCK_COLUMNS - 1) / STYLIZE_BLOCK_COLUMNS;
  const int rows = (merge.height + STYLIZE_BLOCK_ROWS - 1) / STYLIZE_BLOCK_ROWS;
  const int row = get_global_id(2) * STYLIZE_MERGED_ROWS;
  const int column = get_global_id(1) * STYLIZE_MERGED_COLUMNS;

  float count = 0.0f, mean = 0.0f, deviations = 0.0f;
  for (int r = row; r < min(row + STYLIZE_MERGED_ROWS, rows); r++) {
    for (int c = column; c < min(column + STYLIZE_MERGED_COLUMNS, columns); c++) {
      const float pixels =
          min(STYLIZE_BLOCK_ROWS, merge.height - r * STYLIZE_BLOCK_ROWS) *
          min(STYLIZE_BLOCK_COLUMNS, merge.width - c * STYLIZE_BLOCK_COLUMNS);
      global const float *part = parts + (r * columns + c) * 2 * merge.lanes + channel;
      const float total = count + pixels;
      const float difference = part[0] - mean;
      mean = fma(difference, pixels / total, mean);
      deviations += part[merge.lanes];
      deviations = fma(difference * difference, count * pixels / total, deviations);
      count = total;
    }
  }
  global float *to =
      merged + (get_global_id(2) * get_global_size(1) + get_global_id(1)) * 2 * merge.lanes;
  to[channel] = mean;
  to[merge.lanes + channel] = deviations;
}
