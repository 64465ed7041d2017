// Storing: y = activation(x + bias), its moments, and its rounding into a map or a picture.
//
// Kernels hand over small rectangles of f32 results that are still in the first-level cache. The
// moments of a rectangle are taken in two passes, mean first, and merged into the block's by
//
//     mean ← mean + δ·n/(N + n)      M2 ← M2 + m2 + δ²·N·n/(N + n)      δ = mean' − mean
//
// (Chan, Golub and LeVeque 1979). So no cancellation happens, whatever the mean is.

typedef struct {
  const stylize_map *output;  // or null
  float *moments;             // or null
  const float *bias;          // per channel, or null
  stylize_activation activation;
  int channels, channel_blocks;
} storing;

/// A map larger than this has left the caches before the next stage reads it. Its stores go past
/// them, which spares reading what is about to be overwritten. The size is that of the third-level
/// cache of the machine where it gained 5 %; smaller maps gain nothing.
static const size_t streamed_bytes = 32 << 20;

INLINE bool is_streamed(const stylize_map *map) {
  const size_t lines = (size_t)map->rows * map->columns * ((map->channels + 15) / 16);
  return lines * 32 >= streamed_bytes && (uintptr_t)map->data % 32 == 0;
}

typedef struct {
  float *values;  // [rows][pitch][16]
  int pitch;
  int row, rows, column, columns;  // of the whole map
  int row_step;  // rows of the map from one row of the rectangle to the next
} rectangle;

INLINE void finish_values(
    const stylize_activation activation, const lanes bias, const int_lanes mask,
    const rectangle *r) {
  for (int i = 0; i < r->rows; i++) {
    float *line = r->values + (ptrdiff_t)i * r->pitch * 16;
    for (int j = 0; j < r->columns; j++) {
      const lanes x = lanes_activate(activation, lanes_load(line + j * 16) + bias);
      lanes_store(line + j * 16, (lanes)((int_lanes)x & mask));
    }
  }
}

/// Four partial sums, so that additions need not wait for each other.
INLINE lanes sum_values(const rectangle *r, const bool squares, const lanes mean) {
  lanes sums[4] = {lanes_all(0), lanes_all(0), lanes_all(0), lanes_all(0)};
  for (int i = 0; i < r->rows; i++) {
    const float *line = r->values + (ptrdiff_t)i * r->pitch * 16;
    int j = 0;
    for (; j + 4 <= r->columns; j += 4) {
#pragma clang loop unroll(full)
      for (int k = 0; k < 4; k++) {
        const lanes x = lanes_load(line + (j + k) * 16) - mean;
        sums[k] = squares ? lanes_fused(x, x, sums[k]) : sums[k] + x;
      }
    }
    for (; j < r->columns; j++) {
      const lanes x = lanes_load(line + j * 16) - mean;
      sums[0] = squares ? lanes_fused(x, x, sums[0]) : sums[0] + x;
    }
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// `counted` pixels of the block are in the moments already.
static void merge_moments(const storing *s, int channel_block, const rectangle *r, int counted) {
  const float count = (float)r->rows * r->columns, before = counted;
  const lanes mean = sum_values(r, false, lanes_all(0)) * lanes_all(1 / count);
  const lanes squares = sum_values(r, true, mean);
  float *const means = s->moments + channel_block * 16;
  float *const deviations = means + s->channel_blocks * 16;
  if (counted == 0) {
    lanes_store(means, mean);
    lanes_store(deviations, squares);
    return;
  }
  const lanes delta = mean - lanes_load(means);
  const float share = count / (before + count);
  lanes_store(means, lanes_fused(delta, lanes_all(share), lanes_load(means)));
  lanes_store(
      deviations,
      lanes_fused(delta * delta, lanes_all(before * share), lanes_load(deviations) + squares));
}

/// 0…1 → 0…largest, to the nearest, ties to even; NaN becomes 0.
INLINE int_lanes quantise(lanes x, float largest) {
  const lanes magic = lanes_all(0x1.8p23f);  // adding it rounds to an integer
  const lanes real = lanes_select(x == x, x, lanes_all(0));
  const lanes inside = lanes_max(lanes_all(0), lanes_min(lanes_all(1), real));
  return (int_lanes)(inside * largest + magic) - (int_lanes)magic;
}

static void store_picture_line(
    const stylize_map *map, const float *values, int count, size_t pixel) {
  const int channels = map->channels;
  int32_t levels[16];
  if (map->element == stylize_u8) {
    uint8_t *to = (uint8_t *)map->data + pixel * channels;
    for (int j = 0; j < count; j++, to += channels) {
      const int_lanes q = quantise(lanes_load(values + j * 16), 255);
      memcpy(levels, &q, sizeof q);
      for (int c = 0; c < channels; c++) to[c] = (uint8_t)levels[c];
    }
  } else {
    uint16_t *to = (uint16_t *)map->data + pixel * channels;
    for (int j = 0; j < count; j++, to += channels) {
      const int_lanes q = quantise(lanes_load(values + j * 16), 65535);
      memcpy(levels, &q, sizeof q);
      for (int c = 0; c < channels; c++) to[c] = (uint16_t)levels[c];
    }
  }
}

static void store_to_map(const stylize_map *map, int channel_block, const rectangle *r) {
  const int begin = r->column > map->column ? r->column : map->column;
  const int end = r->column + r->columns < map->column + map->columns ? r->column + r->columns
                                                                      : map->column + map->columns;
  for (int i = 0; i < r->rows; i++) {
    const int row = r->row + i * r->row_step;
    if (row < map->row || row >= map->row + map->rows) continue;
    const float *values = r->values + ((ptrdiff_t)i * r->pitch + (begin - r->column)) * 16;
    const size_t line = (size_t)(row - map->row) * map->columns + (begin - map->column);
    const size_t pixel = (size_t)channel_block * map->rows * map->columns + line;
    switch (map->element) {
      case stylize_f16: {
        uint16_t *to = (uint16_t *)map->data + pixel * 16;
        if (is_streamed(map))
          for (int j = 0; j < end - begin; j++)
            lanes_stream_half(to + j * 16, lanes_load(values + j * 16));
        else
          for (int j = 0; j < end - begin; j++)
            lanes_store_half(to + j * 16, lanes_load(values + j * 16));
        break;
      }
      case stylize_f32:
        if (begin < end)
          memcpy((float *)map->data + pixel * 16, values, (size_t)(end - begin) * 64);
        break;
      default: store_picture_line(map, values, end - begin, line); break;
    }
  }
}

/// Finishes one rectangle of one block of channels; `counted` pixels of the stage's block were
/// finished before it.
static void store_rectangle(
    const storing *s, int channel_block, const rectangle *r, int counted) {
  const int left = s->channels - channel_block * 16;
  if (s->bias || s->activation != stylize_none || left < 16) {
    const lanes bias = s->bias ? lanes_load(s->bias + channel_block * 16) : lanes_all(0);
    const int_lanes mask = lanes_first(left < 16 ? left : 16);
    switch (s->activation) {
      case stylize_none: finish_values(stylize_none, bias, mask, r); break;
      case stylize_relu: finish_values(stylize_relu, bias, mask, r); break;
      default: finish_values(s->activation, bias, mask, r); break;
    }
  }
  if (s->moments) merge_moments(s, channel_block, r, counted);
  if (s->output) store_to_map(s->output, channel_block, r);
}
