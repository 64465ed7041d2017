// Passes OpenCL's functions on to the library of the machine, which is opened when platforms are first
// asked for. So a program can start where there is none; then it has no platforms.
#define CL_TARGET_OPENCL_VERSION 120

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// The library must never find these functions instead of its own.
#pragma GCC visibility push(hidden)
#include <CL/cl.h>
#include <CL/cl_ext.h>
#pragma GCC visibility pop

#define FUNCTIONS(EACH)             \
  EACH(clGetPlatformIDs)            \
  EACH(clGetPlatformInfo)           \
  EACH(clGetDeviceIDs)              \
  EACH(clGetDeviceInfo)             \
  EACH(clCreateContext)             \
  EACH(clReleaseContext)            \
  EACH(clCreateCommandQueue)        \
  EACH(clReleaseCommandQueue)       \
  EACH(clFlush)                     \
  EACH(clFinish)                    \
  EACH(clCreateBuffer)              \
  EACH(clReleaseMemObject)          \
  EACH(clEnqueueFillBuffer)         \
  EACH(clEnqueueCopyBuffer)         \
  EACH(clEnqueueReadBuffer)         \
  EACH(clEnqueueWriteBuffer)        \
  EACH(clEnqueueMapBuffer)          \
  EACH(clEnqueueUnmapMemObject)     \
  EACH(clEnqueueNDRangeKernel)      \
  EACH(clEnqueueMarkerWithWaitList) \
  EACH(clEnqueueBarrierWithWaitList) \
  EACH(clWaitForEvents)             \
  EACH(clReleaseEvent)              \
  EACH(clCreateProgramWithSource)   \
  EACH(clCreateProgramWithBinary)   \
  EACH(clBuildProgram)              \
  EACH(clGetProgramInfo)            \
  EACH(clGetProgramBuildInfo)       \
  EACH(clReleaseProgram)            \
  EACH(clCreateKernel)              \
  EACH(clSetKernelArg)              \
  EACH(clReleaseKernel)

static struct {
#define MEMBER(name) __typeof__(name) *name;
  FUNCTIONS(MEMBER)
} library;
static int is_complete;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // The tests name one that is not there.
  const char *name = getenv("STYLIZE_OPENCL_LIBRARY");
  void *handle = dlopen(name ? name : "libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  is_complete = 1;
#define FIND(name)                                          \
  library.name = (__typeof__(name) *)dlsym(handle, #name); \
  if (!library.name) is_complete = 0;
  FUNCTIONS(FIND)
}

cl_int clGetPlatformIDs(cl_uint count, cl_platform_id *platforms, cl_uint *found) {
  pthread_once(&once, load);
  if (!is_complete) return CL_PLATFORM_NOT_FOUND_KHR;
  return library.clGetPlatformIDs(count, platforms, found);
}

// All others are given something that came from a platform, so the library is there.

cl_int clGetPlatformInfo(
    cl_platform_id platform, cl_platform_info name, size_t size, void *value, size_t *full) {
  return library.clGetPlatformInfo(platform, name, size, value, full);
}

cl_int clGetDeviceIDs(
    cl_platform_id platform, cl_device_type type, cl_uint count, cl_device_id *devices,
    cl_uint *found) {
  return library.clGetDeviceIDs(platform, type, count, devices, found);
}

cl_int clGetDeviceInfo(
    cl_device_id device, cl_device_info name, size_t size, void *value, size_t *full) {
  return library.clGetDeviceInfo(device, name, size, value, full);
}

cl_context clCreateContext(
    const cl_context_properties *properties, cl_uint count, const cl_device_id *devices,
    void (*notify)(const char *, const void *, size_t, void *), void *data, cl_int *code) {
  return library.clCreateContext(properties, count, devices, notify, data, code);
}

cl_int clReleaseContext(cl_context context) { return library.clReleaseContext(context); }

cl_command_queue clCreateCommandQueue(
    cl_context context, cl_device_id device, cl_command_queue_properties properties,
    cl_int *code) {
  return library.clCreateCommandQueue(context, device, properties, code);
}

cl_int clReleaseCommandQueue(cl_command_queue queue) {
  return library.clReleaseCommandQueue(queue);
}

cl_int clFlush(cl_command_queue queue) { return library.clFlush(queue); }

cl_int clFinish(cl_command_queue queue) { return library.clFinish(queue); }

cl_mem clCreateBuffer(
    cl_context context, cl_mem_flags flags, size_t size, void *contents, cl_int *code) {
  return library.clCreateBuffer(context, flags, size, contents, code);
}

cl_int clReleaseMemObject(cl_mem buffer) { return library.clReleaseMemObject(buffer); }

cl_int clEnqueueFillBuffer(
    cl_command_queue queue, cl_mem buffer, const void *pattern, size_t pattern_size, size_t offset,
    size_t size, cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueFillBuffer(
      queue, buffer, pattern, pattern_size, offset, size, events, wait, event);
}

cl_int clEnqueueCopyBuffer(
    cl_command_queue queue, cl_mem from, cl_mem to, size_t from_offset, size_t to_offset,
    size_t size, cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueCopyBuffer(
      queue, from, to, from_offset, to_offset, size, events, wait, event);
}

cl_int clEnqueueReadBuffer(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, size_t offset, size_t size, void *to,
    cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueReadBuffer(
      queue, buffer, blocking, offset, size, to, events, wait, event);
}

cl_int clEnqueueWriteBuffer(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, size_t offset, size_t size,
    const void *from, cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueWriteBuffer(
      queue, buffer, blocking, offset, size, from, events, wait, event);
}

void *clEnqueueMapBuffer(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, cl_map_flags flags, size_t offset,
    size_t size, cl_uint events, const cl_event *wait, cl_event *event, cl_int *code) {
  return library.clEnqueueMapBuffer(
      queue, buffer, blocking, flags, offset, size, events, wait, event, code);
}

cl_int clEnqueueUnmapMemObject(
    cl_command_queue queue, cl_mem buffer, void *start, cl_uint events, const cl_event *wait,
    cl_event *event) {
  return library.clEnqueueUnmapMemObject(queue, buffer, start, events, wait, event);
}

cl_int clEnqueueNDRangeKernel(
    cl_command_queue queue, cl_kernel kernel, cl_uint dimensions, const size_t *offset,
    const size_t *global, const size_t *local, cl_uint events, const cl_event *wait,
    cl_event *event) {
  return library.clEnqueueNDRangeKernel(
      queue, kernel, dimensions, offset, global, local, events, wait, event);
}

cl_int clEnqueueMarkerWithWaitList(
    cl_command_queue queue, cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueMarkerWithWaitList(queue, events, wait, event);
}

cl_int clEnqueueBarrierWithWaitList(
    cl_command_queue queue, cl_uint events, const cl_event *wait, cl_event *event) {
  return library.clEnqueueBarrierWithWaitList(queue, events, wait, event);
}

cl_int clWaitForEvents(cl_uint count, const cl_event *events) {
  return library.clWaitForEvents(count, events);
}

cl_int clReleaseEvent(cl_event event) { return library.clReleaseEvent(event); }

cl_program clCreateProgramWithSource(
    cl_context context, cl_uint count, const char **texts, const size_t *lengths, cl_int *code) {
  return library.clCreateProgramWithSource(context, count, texts, lengths, code);
}

cl_program clCreateProgramWithBinary(
    cl_context context, cl_uint count, const cl_device_id *devices, const size_t *lengths,
    const unsigned char **binaries, cl_int *statuses, cl_int *code) {
  return library.clCreateProgramWithBinary(
      context, count, devices, lengths, binaries, statuses, code);
}

cl_int clBuildProgram(
    cl_program program, cl_uint count, const cl_device_id *devices, const char *options,
    void (*notify)(cl_program, void *), void *data) {
  return library.clBuildProgram(program, count, devices, options, notify, data);
}

cl_int clGetProgramInfo(
    cl_program program, cl_program_info name, size_t size, void *value, size_t *full) {
  return library.clGetProgramInfo(program, name, size, value, full);
}

cl_int clGetProgramBuildInfo(
    cl_program program, cl_device_id device, cl_program_build_info name, size_t size, void *value,
    size_t *full) {
  return library.clGetProgramBuildInfo(program, device, name, size, value, full);
}

cl_int clReleaseProgram(cl_program program) { return library.clReleaseProgram(program); }

cl_kernel clCreateKernel(cl_program program, const char *name, cl_int *code) {
  return library.clCreateKernel(program, name, code);
}

cl_int clSetKernelArg(cl_kernel kernel, cl_uint index, size_t size, const void *value) {
  return library.clSetKernelArg(kernel, index, size, value);
}

cl_int clReleaseKernel(cl_kernel kernel) { return library.clReleaseKernel(kernel); }
