#ifndef STYLIZE_OPENBLAS_SHIM_H
#define STYLIZE_OPENBLAS_SHIM_H

#include <cblas.h>

#endif
