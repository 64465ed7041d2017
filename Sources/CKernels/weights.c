// The weights of a prepared convolution, in the order in which its method reads them.
#include <stdlib.h>
#include <string.h>

#include "convolution.h"
#include "winograd_points.h"

static size_t weight_count(const stylize_convolution *c) {
  const stylize_convolution_description *d = &c->shape;
  const size_t vectors = c->kernels->vectors;
  const size_t groups = (c->output_blocks + vectors - 1) / vectors;
  const size_t taps = (size_t)d->kernel * d->kernel, inputs = d->input_channels;
  const size_t nested = (size_t)stylize_nested_blocks(c) * stylize_nested_blocks(c);
  switch (c->method) {
    case stylize_winograd:
    case stylize_strided:
    case stylize_phases: return groups * c->positions * vectors * inputs * 16;
    case stylize_nested_inputs: return groups * c->positions * vectors * nested * inputs * 16;
    case stylize_nested_outputs:
      return c->positions * nested * c->input_blocks * d->output_channels * 16;
    case stylize_few_outputs: return taps * c->input_blocks * STYLIZE_FEW_OUTPUTS * 16;
    default: return groups * vectors * taps * inputs * 16;
  }
}

/// [group][vector][tap][input channel][16] ← [output][input][tap]
static void pack_weights(const stylize_convolution *c, const float *weights, int taps) {
  const int inputs = c->shape.input_channels;
  const size_t depth = (size_t)taps * inputs;
  for (int o = 0; o < c->shape.output_channels; o++) {
    float *to = c->weights + (size_t)(o / 16) * depth * 16 + o % 16;
    const float *from = weights + (size_t)o * depth;
    for (int i = 0; i < inputs; i++)
      for (int t = 0; t < taps; t++) to[((size_t)t * inputs + i) * 16] = from[i * taps + t];
  }
}

/// The four 2 × 2 kernels of an upsampling 3 × 3 convolution. On the doubled map two of three taps
/// of an even row fall on one pixel, k₁ + k₂ (k₀ before them), and two of an odd row, k₀ + k₁ (k₂
/// after them).
static bool pack_phases(const stylize_convolution *c, const float *weights) {
  const size_t kernels = (size_t)c->shape.output_channels * c->shape.input_channels;
  float *phase = malloc(kernels * 4 * sizeof *phase);
  if (!phase) return false;
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const size_t matrix = (size_t)vectors * inputs * 16;
  const int positions = c->positions / 4;
  for (int p = 0; p < 4; p++) {
    const int row_phase = p / 2, column_phase = p % 2;
    memset(phase, 0, kernels * 4 * sizeof *phase);
    for (size_t k = 0; k < kernels; k++)
      for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++) {
          const int row = (y + 1 - row_phase) / 2, column = (x + 1 - column_phase) / 2;
          phase[k * 4 + row * 2 + column] += weights[k * 9 + y * 3 + x];
        }
    winograd_transform_weights(
        phase, c->shape.output_channels, inputs, WINOGRAD_TWO_PAIRS, 2, c->kernels,
        c->positions * matrix, c->weights + p * positions * matrix);
  }
  free(phase);
  return true;
}

/// [tap][input block][output][16 input channels]
static void pack_few_outputs(const stylize_convolution *c, const float *weights) {
  const int taps = c->shape.kernel * c->shape.kernel, inputs = c->shape.input_channels;
  for (int o = 0; o < c->shape.output_channels; o++)
    for (int i = 0; i < inputs; i++)
      for (int t = 0; t < taps; t++) {
        const size_t line = (size_t)t * c->input_blocks + i / 16;
        c->weights[(line * c->shape.output_channels + o) * 16 + i % 16] =
            weights[((size_t)o * inputs + i) * taps + t];
      }
}

/// For few inputs [group][position][vector][input][block row][block column][16 outputs], for few
/// outputs [position][block row][block column][input block][output][16 inputs].
static void pack_nested(const stylize_convolution *c, const float *weights) {
  const int kernel = c->shape.kernel, blocks = stylize_nested_blocks(c);
  const int inputs = c->shape.input_channels, outputs = c->shape.output_channels;
  const int vectors = c->kernels->vectors;
  for (int o = 0; o < outputs; o++)
    for (int i = 0; i < inputs; i++)
      for (int b = 0; b < blocks * blocks; b++) {
        float block[9] = {0}, transformed[25];
        for (int y = 0; y < 3; y++)
          for (int x = 0; x < 3; x++) {
            const int row = b / blocks * 3 + y, column = b % blocks * 3 + x;
            if (row < kernel && column < kernel)
              block[y * 3 + x] =
                  weights[(((size_t)o * inputs + i) * kernel + row) * kernel + column];
          }
        winograd_transform_nested(block, transformed);
        for (int p = 0; p < c->positions; p++) {
          size_t line, lane;
          if (c->method == stylize_nested_inputs) {
            const size_t group = (size_t)(o / 16 / vectors) * c->positions + p;
            line = ((group * vectors + o / 16 % vectors) * inputs + i) * blocks * blocks + b;
            lane = o % 16;
          } else {
            line = (((size_t)p * blocks * blocks + b) * c->input_blocks + i / 16) * outputs + o;
            lane = i % 16;
          }
          c->weights[line * 16 + lane] = transformed[p];
        }
      }
}

/// Whether the transform writes every float, so that none has to be zero before.
static bool writes_all(const stylize_convolution *c) {
  switch (c->method) {
    case stylize_winograd:
    case stylize_strided:
    case stylize_phases: return c->output_blocks % c->kernels->vectors == 0;
    default: return false;
  }
}

/// Floats in whole cache lines, zeros where they are to be cleared.
static float *allocate_floats(size_t count, bool clear) {
  const size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
  float *floats = aligned_alloc(64, bytes);
  if (floats && clear) memset(floats, 0, bytes);
  return floats;
}

bool stylize_prepare_weights(
    stylize_convolution *c, const stylize_convolution_description *d) {
  c->weights = allocate_floats(weight_count(c), !writes_all(c));
  if (!c->weights) return false;
  if (d->bias) {
    c->bias = allocate_floats((size_t)c->output_blocks * 16, true);
    if (!c->bias) return false;
    memcpy(c->bias, d->bias, (size_t)d->output_channels * sizeof(float));
  }
  switch (c->method) {
    case stylize_winograd:
      winograd_transform_weights(
          d->weights, d->output_channels, d->input_channels, WINOGRAD_THREE_PAIRS, 3, c->kernels,
          (size_t)c->positions * c->kernels->vectors * d->input_channels * 16,
          c->weights);
      return true;
    case stylize_strided:
      winograd_transform_strided(
          d->weights, d->output_channels, d->input_channels, c->kernels, c->weights);
      return true;
    case stylize_phases: return pack_phases(c, d->weights);
    case stylize_few_outputs: pack_few_outputs(c, d->weights); return true;
    case stylize_nested_inputs:
    case stylize_nested_outputs: pack_nested(c, d->weights); return true;
    default: pack_weights(c, d->weights, d->kernel * d->kernel); return true;
  }
}
