// What the host tells a kernel about its maps. The text is valid C and OpenCL C and is compiled by
// both, so the two sides can't disagree.
#ifndef STYLIZE_CL_PARAMETERS_H
#define STYLIZE_CL_PARAMETERS_H

// How one value is stored.
#define STYLIZE_U8 0   // 0…1 as 0…255; only in pictures
#define STYLIZE_U16 1  // 0…1 as 0…65535; only in pictures
#define STYLIZE_F16 2
#define STYLIZE_F32 3

#define STYLIZE_NONE 0
#define STYLIZE_RELU 1
#define STYLIZE_SIGMOID 2
#define STYLIZE_TANH 3

// A work-group computes one block of the output, on a grid fixed to the map, for some channels.
#define STYLIZE_BLOCK_ROWS 8
#define STYLIZE_BLOCK_COLUMNS 16
#define STYLIZE_BLOCK_PIXELS 128
// The moments of this many blocks, in both directions, are merged on the device.
#define STYLIZE_MERGED_ROWS 8
#define STYLIZE_MERGED_COLUMNS 4

// The rows of a map that one call reads or writes: at most two of the map's row bands, each a
// buffer, laid out [row][column][lane].
typedef struct {
  int row;       // of the whole map: the first row of the first band
  int split;     // the first row of the second band
  int column;    // the first stored column
  int pitch;     // stored columns
  int lanes;     // values of one pixel, padding included
  int channels;
} stylize_cl_window;

// Zeros beyond the borders instead of reflection; zeros between the pixels of the enlarged map
// instead of each pixel repeated.
#define STYLIZE_ZERO_BEYOND 1
#define STYLIZE_ZERO_BETWEEN 2

// What a stage reads: the sum of terms activation(scale · x + shift), enlarged.
typedef struct {
  int height, width;  // enlarged; reflection happens at its borders
  int upsampling;
  int zero;           // STYLIZE_ZERO_BEYOND, STYLIZE_ZERO_BETWEEN, both or neither
  int channels;
  int edge, stride, padding;  // the edge of the filter, in pixels
  int affine_lanes;   // scales, and as many shifts
  int scaled_a, activation_a;
  int scaled_b, activation_b;
} stylize_cl_source;

// The part of the output that one call makes.
typedef struct {
  int row, row_end;        // starts on the grid of blocks
  int column, column_end;
  int activation;
  int store;               // 0 when only the moments are wanted
  int moments_row, moments_column;  // the first pixel of the first block in the moments' buffer
  int moments_columns;              // blocks in one row of it
  int moments_lanes;       // means, and as many sums of squared deviations
} stylize_cl_target;

// The tiles of 4 × 4 output pixels that one call of Winograd's algorithm makes.
typedef struct {
  int tiles, tile_columns;
  int input_quarters;   // fours of input channels
  int output_quarters;  // fours of output channels, padding included
} stylize_cl_winograd;

// What kernels count that should not happen: groups of values of which one is not finite, and values
// too large for binary16.
#define STYLIZE_NOT_FINITE 0
#define STYLIZE_CLAMPED 1
#define STYLIZE_WATCHED 2

// The blocks whose moments one call merges.
typedef struct {
  int height, width;  // pixels covered
  int lanes;
} stylize_cl_merge;

#endif
