// The points at which Winograd's convolutions F(m, r) evaluate: 0, ±p₁, ±p₂ (, ±p₃) and infinity,
// n = m + r − 1 of them. Symmetric points let transforms share their even and odd halves.
//
// F(6, 3) takes ½, 1 and 2: a search over the neighbourhood found nothing better (relative error of
// 64 summed channels in f32: 3.1e-6). F(5, 2) takes √½ and √2, which halve the error of the
// customary 1 and 2 (F(4, 3), of the same points: 0.75e-6 against 1.7e-6).
#ifndef STYLIZE_WINOGRAD_POINTS_H
#define STYLIZE_WINOGRAD_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "convolution.h"

#define WINOGRAD_PAIRS_MOST 3
#define WINOGRAD_SIZE_MOST 8

/// Indexed by the number of pairs.
static const double winograd_points[WINOGRAD_PAIRS_MOST + 1][WINOGRAD_PAIRS_MOST] = {
    {0}, {1}, {0.70710678118654752440, 1.41421356237309504880}, {0.5, 1, 2}};

/// F(3, 3), from which large kernels are put together, takes √½ and √2 too, and no infinity (error
/// 0.68e-6; with 0, ±1, ½ and infinity 0.91e-6).
#define WINOGRAD_NESTED_PAIRS 2
#define WINOGRAD_NESTED_TILE 3
#define WINOGRAD_NESTED_SIZE 5

/// Pairs of points and outputs of a tile; a tile's inputs are 2 · pairs + 2.
#define WINOGRAD_THREE_PAIRS 3  // F(6×6, 3×3)
#define WINOGRAD_THREE_TILE 6
#define WINOGRAD_TWO_PAIRS 2  // F(5×5, 2×2)
#define WINOGRAD_TWO_TILE 5

/// 3 × 3 with stride 2: the points of F(5, 2). A component is a parity of rows and one of columns,
/// 2 · row + column; parity 0 meets two taps, parity 1 one, which has nothing at infinity. So of
/// 4 · 36 products 121 remain for 25 outputs, where 225 were.
#define WINOGRAD_STRIDED_SIZE 6
#define WINOGRAD_STRIDED_PRODUCTS 121

/// Whether a component has a product at position (i, j).
static inline bool winograd_strided_has(int component, int i, int j) {
  const int infinity = WINOGRAD_STRIDED_SIZE - 1;
  return (component / 2 == 0 || i < infinity) && (component % 2 == 0 || j < infinity);
}

static inline int winograd_strided_components(int i, int j) {
  const int infinity = WINOGRAD_STRIDED_SIZE - 1;
  return (i < infinity ? 2 : 1) * (j < infinity ? 2 : 1);
}

/// U = G · w · Gᵀ for every pair of channels, as [group][position][vector][input][16] from OIHW.
/// The groups' first positions lie `group_floats` apart: a group may hold more than these positions.
void winograd_transform_weights(
    const float *weights, int outputs, int inputs, int pairs, int taps,
    const stylize_kernels *kernels, size_t group_floats, float *to);

/// The same for stride 2: [group][position][vector][component][input][16].
void winograd_transform_strided(
    const float *weights, int outputs, int inputs, const stylize_kernels *kernels, float *to);

/// U = G · w · Gᵀ of one 3 × 3 kernel without infinity: 5 × 5 values.
void winograd_transform_nested(const float kernel[9], float to[25]);

#endif
