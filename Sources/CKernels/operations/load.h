// Loading: patch[i][j] = Σ_terms activation(scale · x[rows[i]][columns[j]] + shift)
//
// A patch is the f32 copy of what a block reads. Where a pixel comes from is said by two tables of
// indices of the whole map (reflected, clamped or halved already); −1 stands for zero. Most of a
// row is one run of neighbours, which is loaded without the table.

typedef struct {
  const int32_t *row_indices, *column_indices;
  int rows, columns;
  int run_begin, run_end;  // column_indices rise by one from run_begin to run_end
} patch_shape;

INLINE lanes load_pixel(const stylize_element element, const void *line, ptrdiff_t pixel) {
  return element == stylize_f16 ? lanes_load_half((const uint16_t *)line + pixel * 16)
                                : lanes_load((const float *)line + pixel * 16);
}

typedef struct {
  const void *line;  // pixel 0 of the window's row
  lanes scale, shift;
  stylize_activation activation;
  int first;          // the window's first column
  size_t next_line;   // bytes to the row below, which is fetched meanwhile
} term_line;

INLINE void load_to(
    const stylize_element element, const stylize_activation activation, const bool add,
    const term_line *t, ptrdiff_t pixel, float *to) {
  const size_t bytes = element == stylize_f16 ? 32 : 64;
  __builtin_prefetch((const char *)t->line + pixel * bytes + t->next_line);
  lanes x = lanes_fused(load_pixel(element, t->line, pixel), t->scale, t->shift);
  x = lanes_activate(activation, x);
  lanes_store(to, add ? lanes_load(to) + x : x);
}

INLINE void load_line_as(
    const stylize_element element, const stylize_activation activation, const bool add,
    const term_line *t, const patch_shape *shape, float *to) {
  for (int j = 0; j < shape->columns; j++) {
    if (j == shape->run_begin) {
      const ptrdiff_t from = shape->column_indices[j] - t->first;
      for (; j < shape->run_end; j++)
        load_to(element, activation, add, t, from + j - shape->run_begin, to + j * 16);
      if (j == shape->columns) break;
    }
    const int index = shape->column_indices[j];
    if (index >= 0)
      load_to(element, activation, add, t, index - t->first, to + j * 16);
    else if (!add)
      lanes_store(to + j * 16, lanes_all(0));
  }
}

INLINE void load_line_element(
    const stylize_element element, const bool add, const term_line *t, const patch_shape *shape,
    float *to) {
  switch (t->activation) {
    case stylize_none: load_line_as(element, stylize_none, add, t, shape, to); break;
    case stylize_relu: load_line_as(element, stylize_relu, add, t, shape, to); break;
    default: load_line_as(element, t->activation, add, t, shape, to); break;
  }
}

/// One row of one block of sixteen channels, all terms.
static void load_line(
    const stylize_source *source, int channel_block, int row, const patch_shape *shape, float *to) {
  if (row < 0) {
    memset(to, 0, (size_t)shape->columns * 64);
    return;
  }
  for (int i = 0; i < source->count; i++) {
    const stylize_term *term = &source->terms[i];
    const stylize_map *map = &term->map;
    const size_t bytes = map->element == stylize_f16 ? 32 : 64;
    const size_t pixel = ((size_t)channel_block * map->rows + (row - map->row)) * map->columns;
    const term_line t = {
        .line = (const char *)map->data + pixel * bytes,
        .scale = term->scale ? lanes_load(term->scale + channel_block * 16) : lanes_all(1),
        .shift = term->shift ? lanes_load(term->shift + channel_block * 16) : lanes_all(0),
        .activation = term->activation,
        .first = map->column,
        .next_line = map->columns * bytes,
    };
    if (map->element == stylize_f16) {
      if (i == 0) load_line_element(stylize_f16, false, &t, shape, to);
      else load_line_element(stylize_f16, true, &t, shape, to);
    } else {
      if (i == 0) load_line_element(stylize_f32, false, &t, shape, to);
      else load_line_element(stylize_f32, true, &t, shape, to);
    }
  }
}

/// patch[rows][columns][16] of one block of channels.
static void load_patch(
    const stylize_source *source, int channel_block, const patch_shape *shape, float *patch) {
  for (int i = 0; i < shape->rows; i++)
    load_line(
        source, channel_block, shape->row_indices[i], shape,
        patch + (size_t)i * shape->columns * 16);
}

/// Fills the tables for a patch that begins at (row, column) of the padded, upsampled input. Beyond
/// `needed_rows` × `needed_columns` the patch is zero, whatever the source's window holds there.
static patch_shape shape_patch(
    const stylize_map *map, int upsample, bool clamp, int row, int rows, int needed_rows,
    int column, int columns, int needed_columns, int32_t *tables) {
  int32_t *row_indices = tables, *column_indices = tables + rows;
  for (int i = 0; i < rows; i++)
    row_indices[i] = i < needed_rows ? stylize_border(row + i, map->height, upsample, clamp) : -1;
  for (int j = 0; j < columns; j++)
    column_indices[j] =
        j < needed_columns ? stylize_border(column + j, map->width, upsample, clamp) : -1;

  patch_shape shape = {row_indices, column_indices, rows, columns, columns, columns};
  if (upsample == 1) {
    const int inside_begin = column < 0 ? -column : 0;
    int inside_end = map->width - column;
    if (inside_end > needed_columns) inside_end = needed_columns;
    if (inside_begin < inside_end) {
      shape.run_begin = inside_begin;
      shape.run_end = inside_end;
    }
  }
  return shape;
}
