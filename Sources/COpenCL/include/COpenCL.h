#ifndef STYLIZE_COPENCL_H
#define STYLIZE_COPENCL_H

// OpenCL as its own headers declare it, but found when the program runs: loader.c defines the functions
// that are used here and passes each on to the machine's library, which need not be there.

// Everything here must run on a plain OpenCL 1.2 device.
#define CL_TARGET_OPENCL_VERSION 120

#include <CL/cl.h>
#include <CL/cl_ext.h>

// Constants whose macros hold a cast or an expression that Swift does not import.
static const cl_device_type stylize_cl_all_devices = CL_DEVICE_TYPE_ALL;
static const cl_mem_flags stylize_cl_read_write = CL_MEM_READ_WRITE;
static const cl_mem_flags stylize_cl_host_visible = CL_MEM_READ_WRITE | CL_MEM_ALLOC_HOST_PTR;
static const cl_map_flags stylize_cl_map_both = CL_MAP_READ | CL_MAP_WRITE;

#endif
