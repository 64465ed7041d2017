#include "winograd_points.h"

#include <string.h>

/// G: row i evaluates a kernel of `taps` as a polynomial at point i, divided by Π (pᵢ − pⱼ), the
/// scale that the input transform leaves out. The last row, infinity, is the coefficient of the
/// highest of `highest` taps.
static void evaluation_matrix(
    int pairs, int taps, int highest, double matrix[WINOGRAD_SIZE_MOST][3]) {
  const int finite = 2 * pairs + 1;
  double points[WINOGRAD_SIZE_MOST] = {0};
  for (int i = 0; i < pairs; i++) {
    points[2 * i + 1] = winograd_points[pairs][i];
    points[2 * i + 2] = -winograd_points[pairs][i];
  }
  for (int i = 0; i < finite; i++) {
    double power = 1;
    for (int j = 0; j < finite; j++)
      if (j != i) power /= points[i] - points[j];
    for (int k = 0; k < taps; k++, power *= points[i]) matrix[i][k] = power;
  }
  for (int k = 0; k < taps; k++) matrix[finite][k] = k == highest - 1;
}

/// Sixteen output channels of one input channel, [tap][16]; outputs that do not exist are zero.
static void gather_sixteen(
    const float *weights, int outputs, int inputs, int block, int input, int taps,
    double *kernel) {
  memset(kernel, 0, (size_t)taps * 16 * sizeof *kernel);
  for (int lane = 0; lane < 16 && block * 16 + lane < outputs; lane++)
    for (int k = 0; k < taps; k++)
      kernel[k * 16 + lane] = weights[((size_t)(block * 16 + lane) * inputs + input) * taps + k];
}

void winograd_transform_weights(
    const float *weights, int outputs, int inputs, int pairs, int taps,
    const stylize_kernels *kernels, size_t group_floats, float *to) {
  // Matrices lie far apart, so each is written a few lines at a time.
  enum { at_once = 4 };
  const int size = 2 * pairs + 2, vectors = kernels->vectors;
  double g[WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(pairs, taps, taps, g);
  const stylize_transform transform = {
      .g = g, .h = g, .g_rows = size, .h_rows = size, .rows = taps, .columns = taps,
      .row_step = taps, .column_step = 1};
  for (int block = 0; block * 16 < outputs; block++) {
    float *group = to + (size_t)(block / vectors) * group_floats;
    for (int first = 0; first < inputs; first += at_once) {
      const int count = inputs - first < at_once ? inputs - first : at_once;
      double kernel[9 * 16];
      float u[at_once][WINOGRAD_SIZE_MOST * WINOGRAD_SIZE_MOST][16];
      for (int c = 0; c < count; c++) {
        gather_sixteen(weights, outputs, inputs, block, first + c, taps * taps, kernel);
        kernels->transform(&transform, kernel, u[c][0]);
      }
      for (int p = 0; p < size * size; p++) {
        const size_t matrix = (size_t)p * vectors + block % vectors;
        float *lines = group + (matrix * inputs + first) * 16;
        for (int c = 0; c < count; c++) memcpy(lines + c * 16, u[c][p], sizeof u[c][p]);
      }
    }
  }
}

void winograd_transform_strided(
    const float *weights, int outputs, int inputs, const stylize_kernels *kernels, float *to) {
  // Taps 0 and 2 of a kernel row meet one polyphase component, tap 1 the other.
  double g[2][WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(WINOGRAD_TWO_PAIRS, 2, 2, g[0]);
  evaluation_matrix(WINOGRAD_TWO_PAIRS, 1, 2, g[1]);
  const int vectors = kernels->vectors;
  for (int block = 0; block * 16 < outputs; block++) {
    const size_t group_vectors = (size_t)WINOGRAD_STRIDED_PRODUCTS * vectors * inputs;
    float *group = to + block / vectors * group_vectors * 16;
    for (int c = 0; c < inputs; c++) {
      double kernel[9 * 16];
      float u[4][WINOGRAD_STRIDED_SIZE * WINOGRAD_STRIDED_SIZE][16];
      gather_sixteen(weights, outputs, inputs, block, c, 9, kernel);
      for (int k = 0; k < 4; k++) {
        const int a = k / 2, b = k % 2;
        const stylize_transform transform = {
            .g = g[a], .h = g[b], .g_rows = WINOGRAD_STRIDED_SIZE - a,
            .h_rows = WINOGRAD_STRIDED_SIZE - b, .rows = 2 - a, .columns = 2 - b,
            .row_step = 6, .column_step = 2};
        kernels->transform(&transform, kernel + (a * 3 + b) * 16, u[k][0]);
      }
      float *matrix = group;
      for (int i = 0; i < WINOGRAD_STRIDED_SIZE; i++)
        for (int j = 0; j < WINOGRAD_STRIDED_SIZE; j++) {
          const int components = winograd_strided_components(i, j);
          float *line = matrix + ((size_t)block % vectors * components * inputs + c) * 16;
          for (int k = 0; k < 4; k++) {
            if (!winograd_strided_has(k, i, j)) continue;
            const float *from = u[k][i * (WINOGRAD_STRIDED_SIZE - k % 2) + j];
            memcpy(line, from, 16 * sizeof *line);
            line += (size_t)inputs * 16;
          }
          matrix += (size_t)vectors * components * inputs * 16;
        }
    }
  }
}

void winograd_transform_nested(const float kernel[9], float to[25]) {
  double g[WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(WINOGRAD_NESTED_PAIRS, 3, 3, g);
  for (int i = 0; i < WINOGRAD_NESTED_SIZE; i++)
    for (int j = 0; j < WINOGRAD_NESTED_SIZE; j++) {
      double sum = 0;
      for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++) sum += g[i][y] * g[j][x] * kernel[y * 3 + x];
      to[i * WINOGRAD_NESTED_SIZE + j] = (float)sum;
    }
}
