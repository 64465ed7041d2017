// The kernels in plain C, for any processor.
#include <stdint.h>
#include <string.h>

#include "../convolution.h"
#include "../winograd_points.h"

// Vectors never leave this file, so how a call would pass them does not matter.
#pragma clang diagnostic ignored "-Wpsabi"
#include "../lanes/lanes.h"
#include "../lanes/portable.h"
#include "../operations/kernels.h"

const stylize_kernels stylize_portable_kernels = KERNELS;
