// What all stages do with a finished block of the output: moments and storing.
//
// CHANNELS (given by the host) output channels are made by one work-group, VECTORS · 4 of them by one
// work-item, for PIXELS pixels, PIXEL_COLUMNS beside each other. Work-items beside each other have
// pixels beside each other.
#ifdef CHANNELS

#ifdef WINOGRAD
#define VECTORS 1
#define PIXELS 16
#define PIXEL_COLUMNS 4
#else
#define PIXEL_COLUMNS 1
#if CHANNELS >= 64
#define VECTORS 2
#else
#define VECTORS 1
#endif
#define PIXELS (CHANNELS / (4 * VECTORS))
#endif
#define PIXEL_ROWS (PIXELS / PIXEL_COLUMNS)
#define PIXEL_GROUPS (STYLIZE_BLOCK_PIXELS / PIXELS)
#define GROUP_COLUMNS (STYLIZE_BLOCK_COLUMNS / PIXEL_COLUMNS)
#define THREADS (PIXEL_GROUPS * CHANNELS / (4 * VECTORS))

// Sums over the block, one per channel: each work-item's part, and then the parts in their order.
#define SCRATCH_FLOATS (PIXEL_GROUPS * CHANNELS)

typedef struct {
  int item;
  int group;    // which pixels
  int channel;  // the first of the work-item, within the work-group's
  int tile;     // which channels the work-group makes
  int row, column;              // the work-item's first output pixel
  int block_row, block_column;  // the work-group's
} position;

// Work-groups that read the same pixels for other channels come one after the other.
position find_position(int tiles, stylize_cl_target target) {
  position p;
  p.item = get_local_id(0);
  p.group = p.item % PIXEL_GROUPS;
  p.channel = p.item / PIXEL_GROUPS * (4 * VECTORS);
  p.tile = get_group_id(0) % tiles;
  p.block_row = target.row + get_group_id(1) * STYLIZE_BLOCK_ROWS;
  p.block_column = target.column + get_group_id(0) / tiles * STYLIZE_BLOCK_COLUMNS;
  p.row = p.block_row + p.group / GROUP_COLUMNS * PIXEL_ROWS;
  p.column = p.block_column + p.group % GROUP_COLUMNS * PIXEL_COLUMNS;
  return p;
}

bool is_inside(position p, int pixel, stylize_cl_target target) {
  return p.row + pixel / PIXEL_COLUMNS < target.row_end &&
         p.column + pixel % PIXEL_COLUMNS < target.column_end;
}

// The sum over all pixel groups of one channel; every work-item calls it with its own part.
float sum_of_parts(local const float *scratch, int channel) {
  float sum = 0.0f;
  for (int g = 0; g < PIXEL_GROUPS; g++) sum += scratch[g * CHANNELS + channel];
  return sum;
}

void write_moments(
    const float4 x[PIXELS][VECTORS], position p, stylize_cl_target target, global float *moments,
    local float *scratch, local float *means) {
  const int rows = min(STYLIZE_BLOCK_ROWS, target.row_end - p.block_row);
  const int columns = min(STYLIZE_BLOCK_COLUMNS, target.column_end - p.block_column);
  const float count = rows * columns;

  for (int q = 0; q < VECTORS; q++) {
    float4 sum = (float4)(0.0f);
    for (int i = 0; i < PIXELS; i++) {
      if (is_inside(p, i, target)) sum += x[i][q];
    }
    vstore4(sum, 0, scratch + p.group * CHANNELS + p.channel + 4 * q);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int c = p.item; c < CHANNELS; c += THREADS) {
    means[c] = sum_of_parts(scratch, c) / count;
  }
  barrier(CLK_LOCAL_MEM_FENCE);

  for (int q = 0; q < VECTORS; q++) {
    const float4 mean = vload4(0, means + p.channel + 4 * q);
    float4 sum = (float4)(0.0f);
    for (int i = 0; i < PIXELS; i++) {
      const float4 deviation = x[i][q] - mean;
      if (is_inside(p, i, target)) sum = fma(deviation, deviation, sum);
    }
    vstore4(sum, 0, scratch + p.group * CHANNELS + p.channel + 4 * q);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  const int row = (p.block_row - target.moments_row) / STYLIZE_BLOCK_ROWS;
  const int column = (p.block_column - target.moments_column) / STYLIZE_BLOCK_COLUMNS;
  const int first = p.tile * CHANNELS;
  const int end = min(CHANNELS, target.moments_lanes - first);
  global float *part =
      moments + (row * target.moments_columns + column) * 2 * target.moments_lanes + first;
  for (int c = p.item; c < end; c += THREADS) {
    part[c] = means[c];
    part[target.moments_lanes + c] = sum_of_parts(scratch, c);
  }
}

// Activations can turn NaN and infinity into numbers, so this comes before them.
void watch_results(const float4 x[PIXELS][VECTORS], volatile global uint *watch) {
  // Zero times a finite number is zero, and not a number otherwise.
  float4 zero = (float4)(0.0f);
  for (int i = 0; i < PIXELS; i++) {
    for (int q = 0; q < VECTORS; q++) zero = fma(x[i][q], 0.0f, zero);
  }
  if (any(isnan(zero))) atomic_inc(watch + STYLIZE_NOT_FINITE);
}

#ifdef ELEMENT_OUT
void write_block(
    const float4 x[PIXELS][VECTORS], position p, stylize_cl_target target, stylize_cl_window out,
    global TYPE_OUT *out0, global TYPE_OUT *out1, volatile global uint *watch) {
  int4 clamped = (int4)(0);
  for (int i = 0; i < PIXELS; i++) {
    if (!is_inside(p, i, target)) continue;
    const int row = p.row + i / PIXEL_COLUMNS;
    const int column = p.column + i % PIXEL_COLUMNS;
    global TYPE_OUT *pixel = (row < out.split ? out0 : out1) + offset_of(row, column, out);
    for (int q = 0; q < VECTORS; q++) {
      const int channel = p.tile * CHANNELS + p.channel + 4 * q;
      if (channel < out.lanes) {
        STORE_OUT(x[i][q], pixel + channel, out.channels - channel);
#if ELEMENT_OUT == STYLIZE_F16
        // A comparison of vectors gives −1 for true.
        clamped -= isgreater(fabs(x[i][q]), (float4)(LARGEST_HALF));
#endif
      }
    }
  }
  const int count = clamped.x + clamped.y + clamped.z + clamped.w;
  if (count > 0) atomic_add(watch + STYLIZE_CLAMPED, count);
}
#endif
#endif
