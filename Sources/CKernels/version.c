#include "CKernels.h"
int stylize_kernels_version(void) { return 1; }
