// What a prepared convolution holds, and how its blocks are laid out. Shared by the preparation, in
// portable C, and by the kernels of each variant.
#ifndef STYLIZE_CONVOLUTION_H
#define STYLIZE_CONVOLUTION_H

#include "CKernels.h"

/// A run of `depth` consecutive floats, `offset` floats from a pixel's own place in the patch.
typedef struct {
  int32_t offset, depth;
} stylize_segment;

/// How a convolution is computed.
typedef enum {
  stylize_direct,       ///< a sum over kernel taps and input channels
  stylize_winograd,     ///< 3 × 3 with stride 1, in the transformed domain
  stylize_strided,      ///< 3 × 3 with stride 2, likewise
  stylize_phases,       ///< upsampling 3 × 3 as four 2 × 2 convolutions, each by Winograd
  stylize_interleaved,  ///< few input channels: a kernel row of all channels is one run of floats
  stylize_few_outputs,  ///< few output channels: lanes are input channels, added up at the end
  stylize_nested_inputs,   ///< few input channels and a large kernel: 3 × 3 blocks by Winograd
  stylize_nested_outputs,  ///< few output channels and a large kernel, likewise
  stylize_method_count,
} stylize_method;

/// The transform U = G w Hᵀ of kernels with `rows` × `columns` taps.
typedef struct {
  const double (*g)[3], (*h)[3];
  int g_rows, h_rows;  ///< of U
  int rows, columns;
  int row_step, column_step;  ///< between the taps, in taps
} stylize_transform;

/// The kernels of one variant.
typedef struct {
  int vectors;  ///< of sixteen output channels, computed together
  void (*convolve[stylize_method_count])(
      const stylize_convolution *, stylize_block, const stylize_source *, const stylize_map *,
      float *moments, void *scratch);
  void (*pointwise)(
      stylize_block, const stylize_source *, stylize_activation, const stylize_map *,
      float *moments, void *scratch);
  /// Of sixteen kernels, [tap][16] into [row of U][column][16]; the same numbers in every variant.
  void (*transform)(const stylize_transform *, const double *kernel, float *u);
  int64_t (*multiply_in_registers)(int64_t rounds, float *result);
} stylize_kernels;

extern const stylize_kernels stylize_portable_kernels;
#if defined(__x86_64__)
extern const stylize_kernels stylize_avx2_kernels, stylize_avx512_kernels;
#endif

struct stylize_convolution {
  stylize_convolution_description shape;  ///< its weights and bias are null
  stylize_method method;
  const stylize_kernels *kernels;
  int32_t input_blocks, output_blocks;  ///< of sixteen channels
  int32_t positions;                    ///< transformed points, of all phases or components
  float *weights;  ///< [group of vectors][position][vector][depth][16]; see each operation
  float *bias;     ///< padded to blocks, or null
};

/// The most output channels that `stylize_few_outputs` computes at once.
#define STYLIZE_FEW_OUTPUTS 4
/// The most input channels that `stylize_interleaved` takes.
#define STYLIZE_FEW_INPUTS 8

/// The smallest kernels for which transformed 3 × 3 blocks are faster (5 × 5 3→16: equal; 5 × 5
/// 16→3: 10 % faster).
#define STYLIZE_NESTED_INPUTS_KERNEL 7
#define STYLIZE_NESTED_OUTPUTS_KERNEL 5

/// Allocates and fills the weights and the bias; false when memory runs out.
bool stylize_prepare_weights(
    stylize_convolution *convolution, const stylize_convolution_description *description);

/// How one block is computed and where its parts lie in the scratch.
typedef struct {
  stylize_grid grid;
  int32_t tile_rows, tile_columns;    ///< Winograd tiles of a full block
  int32_t patch_rows, patch_columns;  ///< of a full block
  size_t tables, segments, patch, line, transformed, products;  ///< offsets in bytes
} stylize_layout;

stylize_layout stylize_convolution_layout(
    const stylize_convolution *convolution, int32_t height, int32_t width);

/// 3 × 3 blocks along one side of a nested kernel.
static inline int32_t stylize_nested_blocks(const stylize_convolution *c) {
  return (c->shape.kernel + 2) / 3;
}

/// Where pixel `index` of the padded (and upsampled) axis comes from: 0 ..< size.
int32_t stylize_border(int32_t index, int32_t size, int32_t upsample, bool clamp);

/// Stores past the caches are not ordered with others: what signals the end of a block must come
/// after them.
static inline void stylize_publish_stores(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

const stylize_kernels *stylize_kernels_of(stylize_variant variant);

#endif
