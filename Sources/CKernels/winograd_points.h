// The points at which Winograd's convolutions F(m, r) evaluate: 0, ±p₁, ±p₂ (, ±p₃) and infinity,
// n = m + r − 1 of them. Symmetric points let transforms share their even and odd halves.
//
// F(6, 3) takes ½, 1 and 2: a search over the neighbourhood found nothing better (relative error of
// 64 summed channels in f32: 3.1e-6). With √½ and √2, F(4, 3) has 0.75e-6, against 1.7e-6 of the
// customary 1 and 2.
#ifndef STYLIZE_WINOGRAD_POINTS_H
#define STYLIZE_WINOGRAD_POINTS_H

#define WINOGRAD_PAIRS_MOST 3
#define WINOGRAD_SIZE_MOST 8

/// Indexed by the number of pairs.
static const double winograd_points[WINOGRAD_PAIRS_MOST + 1][WINOGRAD_PAIRS_MOST] = {
    {0}, {1}, {0.70710678118654752440, 1.41421356237309504880}, {0.5, 1, 2}};

/// F(6, 3): pairs of points, inputs and outputs of a tile.
#define WINOGRAD_PAIRS 3
#define WINOGRAD_SIZE 8
#define WINOGRAD_TILE 6

/// [group][position][vector][input channel][16] ← OIHW: U = G · w · Gᵀ for every pair of channels.
void winograd_transform_weights(
    const float *weights, int outputs, int inputs, int pairs, int taps, int vectors, float *to);

#endif
