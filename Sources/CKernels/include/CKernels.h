// The vocabulary that the CPU backend and its SIMD kernels share.
//
// A stage is computed block by block: a block is a rectangle of the stage's output, cut on a grid
// that is fixed to the whole map. One call computes one block on one thread, so neither tiles nor
// threads can change a byte of the result.
#ifndef STYLIZE_CKERNELS_H
#define STYLIZE_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How one value is stored.
typedef enum {
  stylize_u8,   ///< 0…1 as 0…255; only in pictures
  stylize_u16,  ///< 0…1 as 0…65535; only in pictures
  stylize_f16,  ///< IEEE 754 binary16
  stylize_f32,
} stylize_element;

/// What happens to a value after its scale and shift.
typedef enum {
  stylize_none,
  stylize_relu,
  stylize_sigmoid,
  stylize_tanh,
} stylize_activation;

/// The stored window of a feature map.
///
/// Floating point maps are laid out [ceil(channels / 16)][rows][columns][16]: one pixel of sixteen
/// channels is one cache line of f32. Lanes beyond `channels` hold zero. Pictures (u8, u16) are
/// interleaved, [rows][columns][channels].
typedef struct {
  void *data;
  stylize_element element;
  int32_t channels;
  int32_t height, width;     ///< the whole map, at whose borders reflection happens
  int32_t row, rows;         ///< first row stored, and how many
  int32_t column, columns;   ///< first column stored, and how many
} stylize_map;

/// A map as a stage reads it: activation(scale[c] · x + shift[c]).
typedef struct {
  stylize_map map;
  const float *scale;  ///< ceil(channels / 16) · 16 values, or null for 1
  const float *shift;  ///< as many, or null for 0
  stylize_activation activation;
} stylize_term;

/// What a stage reads: the sum of one or two terms of equal shape.
typedef struct {
  int32_t count;
  stylize_term terms[2];
} stylize_source;

/// A rectangle of the whole output map.
typedef struct {
  int32_t row, rows;
  int32_t column, columns;
} stylize_block;

/// How many processors this program may run on.
int stylize_processors(void);

#endif
