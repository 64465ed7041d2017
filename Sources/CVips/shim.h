#ifndef STYLIZE_VIPS_SHIM_H
#define STYLIZE_VIPS_SHIM_H

#include <vips/vips.h>

#endif
