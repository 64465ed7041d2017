// Prepared convolutions: how one is computed, from its making to its end.
#include "convolution.h"

#include <stdlib.h>

#include "winograd_points.h"

static stylize_method method_for(const stylize_convolution_description *d) {
  const bool three = d->kernel == 3 && d->stride == 1;
  const bool nested_inputs = d->kernel >= STYLIZE_NESTED_INPUTS_KERNEL && d->stride == 1;
  const bool nested_outputs =
      d->kernel >= STYLIZE_NESTED_OUTPUTS_KERNEL && d->stride == 1 && d->upsample == 1;
  if (d->input_channels <= STYLIZE_FEW_INPUTS)
    return nested_inputs ? stylize_nested_inputs : stylize_interleaved;
  if (three && d->upsample == 2 && d->padding == 1) return stylize_phases;
  if (d->output_channels <= STYLIZE_FEW_OUTPUTS)
    return nested_outputs ? stylize_nested_outputs : stylize_few_outputs;
  if (three && d->upsample == 1) return stylize_winograd;
  if (d->kernel == 3 && d->stride == 2 && d->upsample == 1) return stylize_strided;
  return stylize_direct;
}

static int positions_of(stylize_method method) {
  const int three = 2 * WINOGRAD_THREE_PAIRS + 2, two = 2 * WINOGRAD_TWO_PAIRS + 2;
  switch (method) {
    case stylize_winograd: return three * three;
    case stylize_phases: return 4 * two * two;
    case stylize_strided: return WINOGRAD_STRIDED_PRODUCTS;
    case stylize_nested_inputs:
    case stylize_nested_outputs: return WINOGRAD_NESTED_SIZE * WINOGRAD_NESTED_SIZE;
    default: return 1;
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
  c->positions = positions_of(c->method);
  if (!stylize_prepare_weights(c, d)) {
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
  stylize_publish_stores();
}
