// y = activation(Σ_terms activation(scale · x + shift)), from maps to a map or a picture.

static void pointwise(
    stylize_block block, const stylize_source *source, stylize_activation activation,
    const stylize_map *output, float *moments, void *scratch) {
  const stylize_map *map = &source->terms[0].map;
  int32_t *const tables = scratch;
  const size_t table_bytes = (size_t)(block.rows + block.columns) * sizeof(int32_t);
  float *const line = at(scratch, (table_bytes + 63) / 64 * 64);
  const patch_shape shape = shape_patch(
      map, 1, false, block.row, block.rows, block.rows, block.column, block.columns, block.columns,
      tables);
  const storing s = {
      output, moments, NULL, activation, map->channels, (map->channels + 15) / 16};
  for (int i = 0; i < s.channel_blocks; i++)
    for (int y = 0; y < block.rows; y++) {
      load_line(source, i, block.row + y, &shape, line);
      const rectangle r = {line, block.columns, block.row + y, 1, block.column, block.columns, 1};
      store_rectangle(&s, i, &r, y * block.columns);
    }
}
