// The kernels with AVX-512. The file is compiled for any x86-64; only its functions use more.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "../convolution.h"
#include "../winograd_points.h"

// Vectors never leave this file, so how a call would pass them does not matter.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq"))), \
    apply_to = function)
#include "../lanes/lanes.h"
#include "../lanes/avx512.h"
#include "../operations/kernels.h"
#pragma clang attribute pop

const stylize_kernels stylize_avx512_kernels = KERNELS;
#endif
