// Which instructions this processor has, and which the user allows.
#include <stdlib.h>
#include <string.h>

#include "convolution.h"

bool stylize_variant_supported(stylize_variant variant) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("f16c");
  switch (variant) {
    case stylize_portable: return true;
    case stylize_avx2: return avx2;
    case stylize_avx512:
      return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  }
  return false;
#else
  return variant == stylize_portable;
#endif
}

stylize_variant stylize_variant_chosen(void) {
  stylize_variant highest = stylize_avx512;
  const char *name = getenv("STYLIZE_CPU");
  if (name && strcmp(name, "scalar") == 0) highest = stylize_portable;
  if (name && strcmp(name, "avx2") == 0) highest = stylize_avx2;
  for (stylize_variant v = highest; v > stylize_portable; v--)
    if (stylize_variant_supported(v)) return v;
  return stylize_portable;
}

const stylize_kernels *stylize_kernels_of(stylize_variant variant) {
#if defined(__x86_64__)
  if (variant == stylize_avx512) return &stylize_avx512_kernels;
  if (variant == stylize_avx2) return &stylize_avx2_kernels;
#endif
  (void)variant;
  return &stylize_portable_kernels;
}

void stylize_pointwise_run(
    stylize_variant variant, stylize_block block, const stylize_source *source,
    stylize_activation activation, const stylize_map *output, float *moments, void *scratch) {
  stylize_kernels_of(variant)->pointwise(block, source, activation, output, moments, scratch);
  stylize_publish_stores();
}
