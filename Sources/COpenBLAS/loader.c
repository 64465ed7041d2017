// Passes matrices on to OpenBLAS, which is opened when it is first needed. A program that is linked with it can't
// even start where the system refuses threads: the library makes its own while it is loaded, and ends the process
// by a signal when it gets none. Here it is told to make none; the backend has threads of its own.
#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { row_major = 101, not_transposed = 111 };

typedef void (*sgemm_function)(
    int order, int left_form, int right_form, int rows, int columns, int depth, float factor,
    const float *left, int left_stride, const float *right, int right_stride, float kept,
    float *product, int product_stride);

static sgemm_function sgemm;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  void *handle = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return;
  void (*set_threads)(int) = (void (*)(int)) dlsym(handle, "openblas_set_num_threads");
  if (set_threads)
    set_threads(1);
  sgemm = (sgemm_function) dlsym(handle, "cblas_sgemm");
}

void stylize_multiply(
    int rows, int columns, int depth, const float *left, const float *right, float *product)
{
  pthread_once(&once, load);
  if (sgemm) {
    sgemm(
        row_major, not_transposed, not_transposed, rows, columns, depth, 1, left, depth, right, columns,
        0, product, columns);
    return;
  }
  memset(product, 0, sizeof(float) * (size_t) rows * (size_t) columns);
  for (int row = 0; row < rows; row++)
    for (int step = 0; step < depth; step++) {
      float factor = left[(size_t) row * depth + step];
      const float *line = right + (size_t) step * columns;
      float *target = product + (size_t) row * columns;
      for (int column = 0; column < columns; column++)
        target[column] += factor * line[column];
    }
}
