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

/// Which instructions the kernels use, from the least to the most demanding.
typedef enum {
  stylize_portable,  ///< plain C for any processor; "scalar" in STYLIZE_CPU
  stylize_avx2,      ///< AVX2, FMA and F16C
  stylize_avx512,    ///< AVX-512 F, BW, VL and DQ
} stylize_variant;

/// The best variant this processor runs, or a lower one when the environment variable STYLIZE_CPU
/// names it ("scalar", "avx2", "avx512").
stylize_variant stylize_variant_chosen(void);

/// Whether this processor runs `variant`.
bool stylize_variant_supported(stylize_variant variant);

/// The blocks of an output map. They depend on the sizes of the maps and on nothing else.
typedef struct {
  int32_t height, width;               ///< the whole output map
  int32_t block_rows, block_columns;   ///< of every block but the last ones, which are cut short
  size_t scratch;                      ///< bytes each thread needs, aligned to 64
} stylize_grid;

/// A convolution with reflection padding (the border pixel is not repeated).
typedef struct {
  int32_t input_channels, output_channels;
  int32_t kernel;    ///< rows and columns
  int32_t stride;    ///< 1 or more
  int32_t upsample;  ///< 1, or 2: each input pixel becomes 2 × 2 before padding
  int32_t padding;   ///< pixels on each side
  const float *weights;  ///< [output][input][kernel][kernel]
  const float *bias;     ///< [output], or null
  stylize_activation activation;  ///< of the result, after the bias
} stylize_convolution_description;

/// A prepared convolution. Immutable, so threads may share it.
typedef struct stylize_convolution stylize_convolution;

/// Null when memory runs out or the description makes no sense (a size below 1, upsample above 2).
/// The weights and the bias are copied.
stylize_convolution *stylize_convolution_create(
    const stylize_convolution_description *description, stylize_variant variant);
void stylize_convolution_destroy(stylize_convolution *convolution);

/// The blocks for an input map of `height` × `width` pixels.
stylize_grid stylize_convolution_grid(
    const stylize_convolution *convolution, int32_t height, int32_t width);

/// Computes the output pixels of one block of the grid.
///
/// `block` begins on the grid and is as large as the grid says, or smaller at the map's end. The
/// source's windows must contain what the block reads, the output's window may hold less than the
/// block: what is outside is not stored. `output` may be null when only moments are wanted.
///
/// `moments`, unless null, receives the mean of each channel over the block's pixels and then, after
/// all means, the sum of the squared deviations from it: 2 · ceil(channels / 16) · 16 values, taken
/// before the result is rounded to the stored element.
void stylize_convolution_run(
    const stylize_convolution *convolution, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch);

/// The blocks of a pointwise pass over maps of `height` × `width` pixels.
stylize_grid stylize_pointwise_grid(int32_t channels, int32_t height, int32_t width);

/// activation(sum of the source's terms), stored to a map or a picture. Otherwise as a convolution.
void stylize_pointwise_run(
    stylize_variant variant, stylize_block block, const stylize_source *source,
    stylize_activation activation, const stylize_map *output, float *moments, void *scratch);

/// Multiplies and adds in registers, to see how fast this processor can be at most.
///
/// `result` takes 16 floats, so that the work can't be left out. Gives the multiply-adds done.
int64_t stylize_multiply_in_registers(stylize_variant variant, int64_t rounds, float *result);

#endif
