// Preparing convolutions: which method computes one, and its weights in that method's order.
#include "convolution.h"

#include <stdlib.h>
#include <string.h>

#include "winograd_points.h"

static stylize_method method_for(const stylize_convolution_description *d) {
  const bool three = d->kernel == 3 && d->stride == 1;
  if (d->input_channels <= STYLIZE_FEW_INPUTS) return stylize_interleaved;
  if (three && d->upsample == 2 && d->padding == 1) return stylize_phases;
  if (d->output_channels <= STYLIZE_FEW_OUTPUTS) return stylize_few_outputs;
  if (three && d->upsample == 1) return stylize_winograd;
  return stylize_direct;
}

static size_t weight_count(const stylize_convolution *c) {
  const stylize_convolution_description *d = &c->shape;
  const size_t vectors = c->kernels->vectors;
  const size_t groups = (c->output_blocks + vectors - 1) / vectors;
  const size_t taps = (size_t)d->kernel * d->kernel, inputs = d->input_channels;
  switch (c->method) {
    case stylize_winograd: return groups * c->positions * vectors * inputs * 16;
    case stylize_phases: return groups * c->positions * vectors * 4 * inputs * 16;
    case stylize_few_outputs: return taps * c->input_blocks * STYLIZE_FEW_OUTPUTS * 16;
    default: return groups * vectors * taps * inputs * 16;
  }
}

/// [group][position][vector][tap][input channel][16] ← [output][input][tap], for one position.
static void pack_weights(
    const stylize_convolution *c, int position, const float *weights, int taps) {
  const int inputs = c->shape.input_channels, vectors = c->kernels->vectors;
  const size_t depth = (size_t)taps * inputs;
  for (int o = 0; o < c->shape.output_channels; o++) {
    const int block = o / 16;
    const size_t matrix = (size_t)(block / vectors) * c->positions + position;
    float *to = c->weights + (matrix * vectors + block % vectors) * depth * 16 + o % 16;
    const float *from = weights + (size_t)o * depth;
    for (int i = 0; i < inputs; i++)
      for (int t = 0; t < taps; t++) to[((size_t)t * inputs + i) * 16] = from[i * taps + t];
  }
}

/// The four 2 × 2 kernels of an upsampling 3 × 3 convolution. On the doubled map two of three taps
/// of an even row fall on one pixel, k₁ + k₂ (k₀ before them), and of an odd row k₀ + k₁ (k₂ after).
static bool pack_phases(const stylize_convolution *c, const float *weights) {
  const size_t kernels = (size_t)c->shape.output_channels * c->shape.input_channels;
  float *phase = malloc(kernels * 4 * sizeof *phase);
  if (!phase) return false;
  for (int p = 0; p < 4; p++) {
    const int row_phase = p / 2, column_phase = p % 2;
    memset(phase, 0, kernels * 4 * sizeof *phase);
    for (size_t k = 0; k < kernels; k++)
      for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++) {
          const int row = (y + 1 - row_phase) / 2, column = (x + 1 - column_phase) / 2;
          phase[k * 4 + row * 2 + column] += weights[k * 9 + y * 3 + x];
        }
    pack_weights(c, p, phase, 4);
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

static bool pack(stylize_convolution *c, const stylize_convolution_description *d) {
  const size_t bytes = (weight_count(c) * sizeof(float) + 63) / 64 * 64;
  c->weights = aligned_alloc(64, bytes);
  if (!c->weights) return false;
  memset(c->weights, 0, bytes);
  if (d->bias) {
    const size_t padded = (size_t)c->output_blocks * 64;
    c->bias = aligned_alloc(64, padded);
    if (!c->bias) return false;
    memset(c->bias, 0, padded);
    memcpy(c->bias, d->bias, (size_t)d->output_channels * sizeof(float));
  }
  switch (c->method) {
    case stylize_winograd:
      winograd_transform_weights(
          d->weights, d->output_channels, d->input_channels, WINOGRAD_PAIRS, 3,
          c->kernels->vectors, c->weights);
      return true;
    case stylize_phases: return pack_phases(c, d->weights);
    case stylize_few_outputs: pack_few_outputs(c, d->weights); return true;
    default: pack_weights(c, 0, d->weights, d->kernel * d->kernel); return true;
  }
}

stylize_convolution *stylize_convolution_create(
    const stylize_convolution_description *d, stylize_variant variant) {
  if (d->input_channels < 1 || d->output_channels < 1 || d->kernel < 1 || d->stride < 1 ||
      d->upsample < 1 || d->upsample > 2 || d->padding < 0 || !stylize_variant_supported(variant))
    return NULL;
  stylize_convolution *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  c->shape = *d;
  c->shape.weights = c->shape.bias = NULL;
  c->method = method_for(d);
  c->kernels = stylize_kernels_of(variant);
  c->input_blocks = (d->input_channels + 15) / 16;
  c->output_blocks = (d->output_channels + 15) / 16;
  c->positions = c->method == stylize_winograd ? WINOGRAD_SIZE * WINOGRAD_SIZE
                 : c->method == stylize_phases ? 4
                                               : 1;
  if (!pack(c, d)) {
    stylize_convolution_destroy(c);
    return NULL;
  }
  return c;
}

void stylize_convolution_destroy(stylize_convolution *c) {
  if (!c) return;
  free(c->weights);
  free(c->bias);
  free(c);
}

void stylize_convolution_run(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  c->kernels->convolve[c->method](c, block, source, output, moments, scratch);
}
