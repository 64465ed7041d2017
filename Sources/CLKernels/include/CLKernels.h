// OpenCL C sources, embedded in the binary so that no file needs to be found at run time.
#ifndef STYLIZE_CLKERNELS_H
#define STYLIZE_CLKERNELS_H

#include "CLParameters.h"

/// Parameters, loading and storing, reading a stage's source, and finishing a block, in this order:
/// what comes before every kernel.
const char *stylize_cl_common_source(void);
/// `convolve`: a convolution of any shape.
const char *stylize_cl_convolution_source(void);
/// `copy`: a stage without a convolution.
const char *stylize_cl_pointwise_source(void);
/// `transform_input`, `multiply` and `transform_output`: a 3 × 3 convolution by Winograd's algorithm.
const char *stylize_cl_winograd_source(void);
/// `merge_moments`: many blocks' moments into one.
const char *stylize_cl_moments_source(void);

#endif
