#include "CLKernels.h"

// Known to this compiler in every version of C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char common[] = {
#embed "include/CLParameters.h"
    , '\n',
#embed "kernels/elements.cl"
    , '\n',
#embed "kernels/source.cl"
    , '\n',
#embed "kernels/block.cl"
    , 0};

static const char convolution[] = {
#embed "kernels/convolution.cl"
    , 0};

static const char pointwise[] = {
#embed "kernels/pointwise.cl"
    , 0};

static const char winograd[] = {
#embed "kernels/winograd.cl"
    , 0};

static const char moments[] = {
#embed "kernels/moments.cl"
    , 0};

const char *stylize_cl_common_source(void) { return common; }
const char *stylize_cl_convolution_source(void) { return convolution; }
const char *stylize_cl_pointwise_source(void) { return pointwise; }
const char *stylize_cl_winograd_source(void) { return winograd; }
const char *stylize_cl_moments_source(void) { return moments; }
