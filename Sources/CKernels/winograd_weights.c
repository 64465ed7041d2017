#include "winograd_points.h"

#include <string.h>

/// G: row i evaluates the kernel as a polynomial at point i, divided by Π (pᵢ − pⱼ), the scale that
/// the input transform leaves out. The last row, infinity, is the highest coefficient.
static void evaluation_matrix(int pairs, int taps, double matrix[WINOGRAD_SIZE_MOST][3]) {
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
  for (int k = 0; k < taps; k++) matrix[finite][k] = k == taps - 1;
}

void winograd_transform_weights(
    const float *weights, int outputs, int inputs, int pairs, int taps, int vectors, float *to) {
  const int size = 2 * pairs + 2;
  double g[WINOGRAD_SIZE_MOST][3];
  evaluation_matrix(pairs, taps, g);

  // Sixteen output channels at a time, so that whole vectors are written.
  for (int block = 0; block * 16 < outputs; block++) {
    const int lanes = outputs - block * 16 < 16 ? outputs - block * 16 : 16;
    float *group = to + (size_t)(block / vectors) * size * size * vectors * inputs * 16;
    for (int c = 0; c < inputs; c++) {
      double kernel[9][16] = {{0}};
      for (int lane = 0; lane < lanes; lane++)
        for (int k = 0; k < taps * taps; k++)
          kernel[k][lane] =
              weights[((size_t)(block * 16 + lane) * inputs + c) * taps * taps + k];
      for (int i = 0; i < size; i++) {
        double row[3][16] = {{0}};
        for (int y = 0; y < taps; y++)
          for (int x = 0; x < taps; x++)
            for (int lane = 0; lane < 16; lane++)
              row[x][lane] += g[i][y] * kernel[y * taps + x][lane];
        for (int j = 0; j < size; j++) {
          const size_t matrix = (size_t)(i * size + j) * vectors + block % vectors;
          float *vector = group + (matrix * inputs + c) * 16;
          for (int lane = 0; lane < 16; lane++) {
            double sum = 0;
            for (int x = 0; x < taps; x++) sum += g[j][x] * row[x][lane];
            vector[lane] = (float)sum;
          }
        }
      }
    }
  }
}
