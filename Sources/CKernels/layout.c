// Cutting maps into blocks, and the scratch memory of a block.
#include "convolution.h"
#include "winograd_points.h"

/// What a block's patch should fit in beside the weights: a good third of a second-level cache of
/// 1 MB.
static const size_t patch_budget = 384 << 10;

static int32_t minimum(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t maximum(int32_t a, int32_t b) { return a > b ? a : b; }
static int32_t divide_up(int32_t a, int32_t b) { return (a + b - 1) / b; }

/// A step of at most `most` that cuts `length` into pieces as even as they can be.
static int32_t even_step(int32_t length, int32_t most) {
  most = maximum(most, 1);
  return maximum(1, divide_up(length, divide_up(maximum(length, 1), most)));
}

static int32_t output_size(const stylize_convolution_description *d, int32_t size) {
  const int32_t padded = size * d->upsample + 2 * d->padding - d->kernel;
  return padded < 0 ? 0 : padded / d->stride + 1;
}

int32_t stylize_border(int32_t index, int32_t size, int32_t upsample, bool clamp) {
  if (clamp) return index < 0 ? 0 : minimum(index, size - 1);
  const int32_t whole = size * upsample;
  if (whole == 1) return 0;
  const int32_t period = 2 * (whole - 1);
  index %= period;
  if (index < 0) index += period;
  return (index < whole ? index : period - index) / upsample;
}

/// Takes `bytes` of the scratch, from a multiple of 64.
static size_t take(size_t *used, size_t bytes) {
  const size_t at = *used;
  *used += (bytes + 63) / 64 * 64;
  return at;
}

/// Rows and columns of output such that the patch they read stays within the budget.
static void choose_block(
    const stylize_convolution *c, stylize_layout *l, size_t pixel_bytes, int32_t most_columns,
    int32_t most_rows) {
  const stylize_convolution_description *d = &c->shape;
  stylize_grid *g = &l->grid;
  g->block_columns = even_step(g->width, most_columns);
  l->patch_columns = (g->block_columns - 1) * d->stride + d->kernel;
  const int32_t fitting = (int32_t)(patch_budget / (pixel_bytes * l->patch_columns));
  g->block_rows = even_step(
      g->height, minimum(most_rows, maximum(1, (fitting - d->kernel) / d->stride + 1)));
  l->patch_rows = (g->block_rows - 1) * d->stride + d->kernel;
}

static void choose_tiles(const stylize_convolution *c, stylize_layout *l) {
  // Transformed tiles take a good half of the second-level cache.
  const int32_t most = maximum(8, minimum(48, 2048 / (c->input_blocks * 16)));
  const int32_t rows = divide_up(l->grid.height, WINOGRAD_TILE);
  const int32_t columns = divide_up(l->grid.width, WINOGRAD_TILE);
  l->tile_columns = even_step(columns, most);
  l->tile_rows = even_step(rows, most / l->tile_columns);
  l->grid.block_rows = l->tile_rows * WINOGRAD_TILE;
  l->grid.block_columns = l->tile_columns * WINOGRAD_TILE;
  l->patch_rows = l->grid.block_rows + 2;
  l->patch_columns = l->grid.block_columns + 2;
}

stylize_layout stylize_convolution_layout(
    const stylize_convolution *c, int32_t height, int32_t width) {
  const stylize_convolution_description *d = &c->shape;
  const size_t blocks = c->input_blocks, vectors = c->kernels->vectors;
  stylize_layout l = {0};
  stylize_grid *g = &l.grid;
  g->height = output_size(d, height);
  g->width = output_size(d, width);

  size_t patch_pixel = blocks * 64, line_pixels, segment_count = blocks;
  size_t transformed = 0, products = 0;
  switch (c->method) {
    case stylize_winograd: {
      choose_tiles(c, &l);
      const size_t tiles = (size_t)l.tile_rows * l.tile_columns * 64;
      patch_pixel = 64;
      line_pixels = WINOGRAD_SIZE * WINOGRAD_SIZE;
      transformed = c->positions * blocks * tiles;
      products = c->positions * vectors * tiles;
      break;
    }
    case stylize_phases:
      g->block_columns = 2 * even_step(width, 48);
      l.patch_columns = g->block_columns / 2 + 2;
      g->block_rows = 2 * even_step(
          height, maximum(1, minimum(8, (int32_t)(patch_budget / (patch_pixel * l.patch_columns)) - 2)));
      l.patch_rows = g->block_rows / 2 + 2;
      segment_count *= 4;
      line_pixels = vectors * g->block_columns;
      break;
    case stylize_interleaved:
      patch_pixel = d->input_channels * sizeof(float);
      choose_block(c, &l, patch_pixel, 64, 16);
      segment_count = d->kernel;
      line_pixels = vectors * g->block_columns;
      break;
    default:
      choose_block(c, &l, patch_pixel, 64, 8);
      segment_count *= (size_t)d->kernel * d->kernel;
      line_pixels = vectors * g->block_columns;
      break;
  }

  l.tables = take(&g->scratch, (size_t)(l.patch_rows + l.patch_columns) * sizeof(int32_t));
  l.segments = take(&g->scratch, segment_count * sizeof(stylize_segment));
  l.patch = take(&g->scratch, patch_pixel * l.patch_rows * l.patch_columns);
  l.line = take(&g->scratch, line_pixels * 64);
  l.transformed = take(&g->scratch, transformed);
  l.products = take(&g->scratch, products);
  return l;
}

stylize_grid stylize_convolution_grid(
    const stylize_convolution *convolution, int32_t height, int32_t width) {
  return stylize_convolution_layout(convolution, height, width).grid;
}

stylize_grid stylize_pointwise_grid(int32_t channels, int32_t height, int32_t width) {
  (void)channels;  // every block of channels goes through the same line
  stylize_grid g = {.height = height, .width = width};
  g.block_columns = even_step(width, 128);
  g.block_rows = even_step(height, 16);
  size_t used = 0;
  take(&used, (size_t)(g.block_rows + g.block_columns) * sizeof(int32_t));
  take(&used, (size_t)g.block_columns * 64);
  g.scratch = used;
  return g;
}
