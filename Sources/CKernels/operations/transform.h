// Kernels into the domain in which Winograd's convolutions multiply, in double precision.

typedef double double_lanes __attribute__((vector_size(64)));
typedef float half_of_lanes __attribute__((vector_size(32)));

/// Eight of the sixteen output channels, which lie in `kernel` and `u` beside each other.
INLINE void transform_eight(
    const stylize_transform *t, int rows, int columns, const double *kernel, float *u) {
// A fused multiply-add would round another way than a processor without one.
#pragma STDC FP_CONTRACT OFF
  for (int i = 0; i < t->g_rows; i++) {
    double_lanes row[3];
    for (int x = 0; x < columns; x++) {
      row[x] = (double_lanes){0};
      for (int y = 0; y < rows; y++) {
        double_lanes k;
        memcpy(&k, kernel + 16 * (y * t->row_step + x * t->column_step), sizeof k);
        row[x] += t->g[i][y] * k;
      }
    }
    for (int j = 0; j < t->h_rows; j++, u += 16) {
      double_lanes sum = {0};
      for (int x = 0; x < columns; x++) sum += t->h[j][x] * row[x];
      const half_of_lanes rounded = __builtin_convertvector(sum, half_of_lanes);
      memcpy(u, &rounded, sizeof rounded);
    }
  }
}

static void transform_kernels(const stylize_transform *t, const double *kernel, float *u) {
  for (int lane = 0; lane < 16; lane += 8) {
    // The compiler unrolls what it knows the length of.
    if (t->rows == 3 && t->columns == 3)
      transform_eight(t, 3, 3, kernel + lane, u + lane);
    else
      transform_eight(t, t->rows, t->columns, kernel + lane, u + lane);
  }
}
