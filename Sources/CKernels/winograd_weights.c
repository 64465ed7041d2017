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

/// The same kernel element of sixteen output channels.
typedef struct {
  double lanes[16];
} sixteen;

/// U = G w Hᵀ of kernels with `rows` × `columns` taps, which lie `step` elements apart.
static void transform_sixteen(
    const double g[WINOGRAD_SIZE_MOST][3], int g_rows, int rows,
    const double h[WINOGRAD_SIZE_MOST][3], int h_rows, int columns, const sixteen *kernel,
    int row_step, int column_step, sixteen *u) {
  for (int i = 0; i < g_rows; i++) {
    sixteen row[3] = {0};
    for (int y = 0; y < rows; y++)
      for (int x = 0; x < columns; x++)
        for (int lane = 0; lane < 16; lane++)
          row[x].lanes[lane] += g[i][y] * kernel[y * row_step + x * column_step].lanes[lane];
    for (int j = 0; j < h_rows; j++, u++) {
      *u = (sixteen){0};
      for (int x = 0; x < columns; x++)
        for (int lane = 0; lane < 16; lane++) u->lanes[lane] += h[j][x] * row[x].lanes[lane];
    }
  }
}

/// Sixteen output channels of one input channel; outputs that do not exist are zero.
static void gather_sixteen(
    const float *weights, int outputs, int inputs, int block, int input, int taps,
    sixteen *kernel) {
  memset(kernel, 0, (size_t)taps * sizeof *kernel);
  for (int lane = 0; lane < 16 && block * 16 + lane < outputs; lane++)
    for (int k = 0; k < taps; k++)
      kernel[k].lanes[lane] =
          weights[((size_t)(block * 16 + lane) * inputs + input) * taps + k];
}

static void store_sixteen(float *to, const sixteen *from) {
  for (int lane = 0; lane < 16; lane++) to[lane] = (float)from->lanes[lane];
}

void winograd_transform_weights(
    const float *weights, int outputs, int inputs, int pairs, int taps, int vectors,
    size_t group_floats, float *to) {
  const int size = 2 * pairs + 2;
  double g[WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(pairs, taps, taps, g);
  for (int block = 0; block * 16 < outputs; block++) {
    float *group = to + (size_t)(block / vectors) * group_floats;
    for (int c = 0; c < inputs; c++) {
      sixteen kernel[9], u[WINOGRAD_SIZE_MOST * WINOGRAD_SIZE_MOST];
      gather_sixteen(weights, outputs, inputs, block, c, taps * taps, kernel);
      transform_sixteen(g, size, taps, g, size, taps, kernel, taps, 1, u);
      for (int p = 0; p < size * size; p++) {
        const size_t matrix = (size_t)p * vectors + block % vectors;
        store_sixteen(group + (matrix * inputs + c) * 16, &u[p]);
      }
    }
  }
}

void winograd_transform_strided(
    const float *weights, int outputs, int inputs, int vectors, float *to) {
  // Taps 0 and 2 of a kernel row meet one polyphase component, tap 1 the other.
  double g[2][WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(WINOGRAD_TWO_PAIRS, 2, 2, g[0]);
  evaluation_matrix(WINOGRAD_TWO_PAIRS, 1, 2, g[1]);
  for (int block = 0; block * 16 < outputs; block++) {
    const size_t group_vectors = (size_t)WINOGRAD_STRIDED_PRODUCTS * vectors * inputs;
    float *group = to + block / vectors * group_vectors * 16;
    for (int c = 0; c < inputs; c++) {
      sixteen kernel[9], u[4][WINOGRAD_STRIDED_SIZE * WINOGRAD_STRIDED_SIZE];
      gather_sixteen(weights, outputs, inputs, block, c, 9, kernel);
      for (int k = 0; k < 4; k++) {
        const int a = k / 2, b = k % 2;
        transform_sixteen(
            g[a], WINOGRAD_STRIDED_SIZE - a, 2 - a, g[b], WINOGRAD_STRIDED_SIZE - b, 2 - b,
            kernel + a * 3 + b, 6, 2, u[k]);
      }
      float *matrix = group;
      for (int i = 0; i < WINOGRAD_STRIDED_SIZE; i++)
        for (int j = 0; j < WINOGRAD_STRIDED_SIZE; j++) {
          const int components = winograd_strided_components(i, j);
          float *line = matrix + ((size_t)block % vectors * components * inputs + c) * 16;
          for (int k = 0; k < 4; k++) {
            if (!winograd_strided_has(k, i, j)) continue;
            store_sixteen(line, &u[k][i * (WINOGRAD_STRIDED_SIZE - k % 2) + j]);
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
