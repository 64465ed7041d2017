// All operations, in the order in which they build on each other. Each variant includes this file
// once, after its lanes, so every function exists once per variant.
#include "../lanes/activation.h"
#include "load.h"
#include "store.h"
#include "multiply.h"
#include "direct.h"

#include "interleaved.h"
#include "few_outputs.h"
#include "winograd_line.h"
#include "winograd_load.h"
#include "winograd.h"
#include "winograd_stride.h"
#include "nested.h"
#include "nested_inputs.h"
#include "nested_outputs.h"
#include "pointwise.h"
#include "transform.h"

#include "peak.h"

#define KERNELS                                                   \
  {                                                               \
    .vectors = MULTIPLY_VECTORS,                                  \
    .convolve =                                                   \
        {                                                         \
            [stylize_direct] = convolve_direct,                   \
            [stylize_winograd] = convolve_winograd,               \
            [stylize_strided] = convolve_strided,                 \
            [stylize_phases] = convolve_phases,                   \
            [stylize_interleaved] = convolve_interleaved,         \
            [stylize_few_outputs] = convolve_few_outputs,         \
            [stylize_nested_inputs] = convolve_nested_inputs,     \
            [stylize_nested_outputs] = convolve_nested_outputs,   \
        },                                                        \
    .pointwise = pointwise,                                       \
    .transform = transform_kernels,                               \
    .multiply_in_registers = multiply_in_registers,               \
  }
