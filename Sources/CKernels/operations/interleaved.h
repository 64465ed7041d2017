// Few input channels, C ≤ 8, most often a picture's three: the patch keeps pixels interleaved,
// [row][column][C] in f32, so that one kernel row is a single run of kernel · C floats:
//
//     out[o][y][x] = Σ_{ky} Σ_{d < kernel · C} w[o][ky][d] · patch[y·s + ky][x·s·C + d]
//
// Levels of a picture become level / 255 or level / 65535 first, then the term's scale and shift.

/// value[j · C + c] of one row of one term, before scale and shift. The run needs no table.
INLINE float interleaved_value(
    const stylize_map *map, size_t line, int column, int channel, int channels) {
  const size_t pixel = line + column - map->column;
  switch (map->element) {
    case stylize_u8: return ((const uint8_t *)map->data)[pixel * channels + channel] / 255.0f;
    case stylize_u16: return ((const uint16_t *)map->data)[pixel * channels + channel] / 65535.0f;
    case stylize_f16: {
      // Channels beyond the first few are zero; the whole line is converted at its first channel.
      float values[16];
      lanes_store(values, lanes_load_half((const uint16_t *)map->data + pixel * 16));
      return values[channel];
    }
    case stylize_f32: return ((const float *)map->data)[pixel * 16 + channel];
  }
  return 0;
}

static void load_interleaved_run(
    const stylize_map *map, size_t line, int column, int count, int channels, float *to) {
  const size_t first = (line + column - map->column) * channels;
  const int floats = count * channels;
  if (map->element == stylize_u8) {
    const uint8_t *from = (const uint8_t *)map->data + first;
    for (int i = 0; i < floats; i++) to[i] = from[i] / 255.0f;
  } else if (map->element == stylize_u16) {
    const uint16_t *from = (const uint16_t *)map->data + first;
    for (int i = 0; i < floats; i++) to[i] = from[i] / 65535.0f;
  } else {
    for (int j = 0; j < count; j++)
      for (int c = 0; c < channels; c++)
        to[j * channels + c] = interleaved_value(map, line, column + j, c, channels);
  }
}

/// activation(scale · x + shift) of one value, through the vector functions all others use.
static float activate_value(const stylize_term *t, int channel, float x) {
  const float scale = t->scale ? t->scale[channel] : 1, shift = t->shift ? t->shift[channel] : 0;
  return lanes_activate(
      t->activation, lanes_fused(lanes_all(x), lanes_all(scale), lanes_all(shift)))[0];
}

static void load_interleaved_row(
    const stylize_source *source, int row, const patch_shape *shape, int channels, float *to) {
  for (int i = 0; i < source->count; i++) {
    const stylize_term *t = &source->terms[i];
    const stylize_map *map = &t->map;
    const size_t line = (size_t)(row - map->row) * map->columns;
    const bool plain = !t->scale && !t->shift && t->activation == stylize_none && i == 0;
    for (int j = 0; j < shape->columns; j++) {
      if (plain && j == shape->run_begin) {
        load_interleaved_run(
            map, line, shape->column_indices[j], shape->run_end - j, channels, to + j * channels);
        j = shape->run_end;
        if (j == shape->columns) break;
      }
      for (int c = 0; c < channels; c++) {
        const float value = interleaved_value(map, line, shape->column_indices[j], c, channels);
        const float x = plain ? value : activate_value(t, c, value);
        to[j * channels + c] = i == 0 ? x : to[j * channels + c] + x;
      }
    }
  }
}

static void convolve_interleaved(
    const stylize_convolution *c, stylize_block block, const stylize_source *source,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_convolution_description *d = &c->shape;
  const stylize_map *map = &source->terms[0].map;
  const stylize_layout l = stylize_convolution_layout(c, map->height, map->width);
  const int channels = d->input_channels, run = d->kernel * channels;
  const int rows = (block.rows - 1) * d->stride + d->kernel;
  const int columns = (block.columns - 1) * d->stride + d->kernel;
  const patch_shape shape = shape_patch(
      map, d->upsample, false, block.row * d->stride - d->padding, rows, rows,
      block.column * d->stride - d->padding, columns, columns,
      (int32_t *)at(scratch, l.tables));
  float *const patch = at(scratch, l.patch);
  const int pitch = columns * channels;
  for (int i = 0; i < rows; i++)
    load_interleaved_row(
        source, shape.row_indices[i], &shape, channels, patch + (size_t)i * pitch);

  stylize_segment *segments = (stylize_segment *)at(scratch, l.segments);
  for (int y = 0; y < d->kernel; y++) segments[y] = (stylize_segment){y * pitch, run};
  const storing s = storing_for(c, output, moments);
  convolve_rows(
      c, block, patch, (ptrdiff_t)pitch * d->stride, channels * d->stride, segments, d->kernel,
      d->kernel * run, &s, at(scratch, l.line));
}
