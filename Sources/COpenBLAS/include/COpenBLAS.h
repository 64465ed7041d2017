#ifndef STYLIZE_OPENBLAS_H
#define STYLIZE_OPENBLAS_H

// product = left · right, single precision: (rows, depth) · (depth, columns), all row by row without gaps.
void stylize_multiply(
    int rows, int columns, int depth, const float *left, const float *right, float *product);

#endif
