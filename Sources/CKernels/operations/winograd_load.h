// Loading for Winograd: whole columns of a tile row, transformed on the way.
//
// The first half of V = Bᵀ d B needs all rows of a column and nothing else. So each column is read,
// scaled, activated and transformed once, and its result serves the two or three tiles that share
// it. Only the last few columns are kept.

/// The most rows of a column that are read for one row of tiles: with stride 2, 2 · 5 + 1.
#define COLUMN_ROWS_MOST 11

/// The columns kept: a power of two, at least those of one tile of each phase.
#define COLUMN_RING 16

/// Bytes ahead in the same row that are fetched meanwhile: the first block of channels has not been
/// fetched by a block before it.
#define COLUMN_AHEAD 1024

/// The tile row's rows of one block of channels of one term.
typedef struct {
  const char *rows[COLUMN_ROWS_MOST];
  lanes scale, shift;
  stylize_activation activation;
  stylize_element element;
  ptrdiff_t first;  // the window's first column
  size_t plane;     // bytes to the next block of channels, which is fetched meanwhile; or 0
} term_rows;

typedef struct {
  term_rows terms[2];
  int terms_count;
  int rows;  // of a column that exist; below them is zero
  const int32_t *column_indices;
} column_source;

static column_source columns_of(
    const stylize_source *source, int channel_block, const patch_shape *shape, int row, int size) {
  column_source columns = {
      .terms_count = source->count, .column_indices = shape->column_indices, .rows = 0};
  while (columns.rows < size && shape->row_indices[row + columns.rows] >= 0) columns.rows++;
  for (int i = 0; i < source->count; i++) {
    const stylize_term *term = &source->terms[i];
    const stylize_map *map = &term->map;
    const size_t bytes = map->element == stylize_f16 ? 32 : 64;
    const size_t plane = (size_t)map->rows * map->columns * bytes;
    term_rows *t = &columns.terms[i];
    t->scale = term->scale ? lanes_load(term->scale + channel_block * 16) : lanes_all(1);
    t->shift = term->shift ? lanes_load(term->shift + channel_block * 16) : lanes_all(0);
    t->activation = term->activation;
    t->element = map->element;
    t->first = map->column;
    t->plane = (channel_block + 1) * 16 < map->channels ? plane : 0;
    for (int k = 0; k < columns.rows; k++)
      t->rows[k] = (const char *)map->data + channel_block * plane +
                   (size_t)(shape->row_indices[row + k] - map->row) * map->columns * bytes;
  }
  return columns;
}

INLINE void add_column(
    const int size, const stylize_element element, const stylize_activation activation,
    const bool add, const term_rows *t, int index, int rows, lanes *d) {
  const ptrdiff_t pixel = index - t->first;
  const ptrdiff_t offset = pixel * (element == stylize_f16 ? 32 : 64);
  // Two pixels of f16 share a cache line, so each of the two fetches is due at every second one.
  const ptrdiff_t fetch = offset + (element == stylize_f16 && index % 2 ? COLUMN_AHEAD : t->plane);
#pragma clang loop unroll(full)
  for (int k = 0; k < size; k++) {
    if (k < rows) {
      __builtin_prefetch(t->rows[k] + fetch);
      const lanes x = lanes_fused(load_pixel(element, t->rows[k], pixel), t->scale, t->shift);
      d[k] = add ? d[k] + lanes_activate(activation, x) : lanes_activate(activation, x);
    }
  }
}

/// The commonest sources, one term of f16 with or without relu, are compiled for themselves.
typedef enum { column_half, column_half_relu, column_any } column_kind;

static column_kind kind_of(const stylize_source *source, const column_source *columns, int size) {
  const stylize_term *t = &source->terms[0];
  if (source->count == 1 && t->map.element == stylize_f16 && columns->rows == size) {
    if (t->activation == stylize_none) return column_half;
    if (t->activation == stylize_relu) return column_half_relu;
  }
  return column_any;
}

INLINE void load_column(
    const int size, const column_kind kind, const column_source *columns, int column, lanes *d) {
  const int index = columns->column_indices[column];
  const term_rows *t = columns->terms;
  if (kind == column_half && index >= 0) {
    add_column(size, stylize_f16, stylize_none, false, t, index, size, d);
  } else if (kind == column_half_relu && index >= 0) {
    add_column(size, stylize_f16, stylize_relu, false, t, index, size, d);
  } else {
#pragma clang loop unroll(full)
    for (int k = 0; k < size; k++) d[k] = lanes_all(0);
    if (index < 0) return;
    for (int i = 0; i < columns->terms_count; i++)
      add_column(size, t[i].element, t[i].activation, true, &t[i], index, columns->rows, d);
  }
}
