// Cutting maps into blocks, and the scratch memory of a block.
#include "convolution.h"
#include "winograd_points.h"

/// What a block's patch should fit in beside the weights: a good third of a second-level cache of
/// 1 MB.
static const size_t patch_budget = 384 << 10;

/// What the transformed tiles of a block may take: half of such a cache.
static const size_t transformed_budget = 512 << 10;

/// Tiles of a block of a nested convolution: few enough for the second-level cache.
enum {
  NESTED_INPUT_COLUMNS = 28,
  NESTED_INPUT_ROWS = 8,
  NESTED_OUTPUT_COLUMNS = 32,
  NESTED_OUTPUT_ROWS = 16,
};

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

/// Tiles of `tile` × `tile` pixels of the (small) output, `height` × `width`; `tile_bytes` of
/// transformed inputs belong to each.
static void choose_tiles(
    stylize_layout *l, int32_t height, int32_t width, int32_t tile, size_t tile_bytes) {
  const int32_t most = maximum(8, minimum(48, (int32_t)(transformed_budget / tile_bytes)));
  l->tile_columns = even_step(divide_up(width, tile), most);
  l->tile_rows = even_step(divide_up(height, tile), most / l->tile_columns);
}

/// Blocks of 3 × 3 tiles; columns of tiles come in whole vectors.
static void choose_nested(
    const stylize_convolution *c, stylize_layout *l, int32_t most_columns, int32_t most_rows) {
  const int32_t tile = WINOGRAD_NESTED_TILE;
  stylize_grid *g = &l->grid;
  l->tile_columns = even_step(divide_up(g->width, tile), most_columns);
  if (c->method == stylize_nested_outputs) l->tile_columns = divide_up(l->tile_columns, 16) * 16;
  l->tile_rows = even_step(divide_up(g->height, tile), most_rows);
  g->block_columns = l->tile_columns * tile;
  g->block_rows = l->tile_rows * tile;
  const int32_t reach = (stylize_nested_blocks(c) - 1) * tile + WINOGRAD_NESTED_SIZE - tile;
  l->patch_rows = g->block_rows + reach;
  l->patch_columns = g->block_columns + reach;
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
    case stylize_winograd:
    case stylize_phases: {
      const bool doubled = c->method == stylize_phases;
      const int32_t tile = doubled ? WINOGRAD_TWO_TILE : WINOGRAD_THREE_TILE;
      const int32_t size = 2 + 2 * (doubled ? WINOGRAD_TWO_PAIRS : WINOGRAD_THREE_PAIRS);
      const int32_t phases = doubled ? 2 : 1;
      const size_t positions = (size_t)phases * size * size;
      choose_tiles(&l, g->height / phases, g->width / phases, tile, positions * blocks * 64);
      g->block_rows = l.tile_rows * tile * phases;
      g->block_columns = l.tile_columns * tile * phases;
      l.patch_rows = l.tile_rows * tile + size;
      l.patch_columns = l.tile_columns * tile + size;
      patch_pixel = 0;
      line_pixels = (size_t)tile * tile * phases;
      // One more line per position keeps their distance from being a power of two.
      const size_t tiles = (size_t)l.tile_rows * l.tile_columns * 64;
      transformed = positions * (blocks * tiles + 64);
      products = positions * vectors * (tiles + 64);
      break;
    }
    case stylize_strided: {
      choose_tiles(
          &l, g->height, g->width, WINOGRAD_TWO_TILE, WINOGRAD_STRIDED_PRODUCTS * blocks * 64);
      g->block_rows = l.tile_rows * WINOGRAD_TWO_TILE;
      g->block_columns = l.tile_columns * WINOGRAD_TWO_TILE;
      l.patch_rows = 2 * g->block_rows + 1;
      l.patch_columns = 2 * g->block_columns + 1;
      patch_pixel = 0;
      segment_count *= 4;
      line_pixels = WINOGRAD_TWO_TILE * WINOGRAD_TWO_TILE;
      const size_t tiles = (size_t)l.tile_rows * l.tile_columns * 64;
      transformed = WINOGRAD_STRIDED_PRODUCTS * (blocks * tiles + 64);
      products = WINOGRAD_STRIDED_SIZE * WINOGRAD_STRIDED_SIZE * vectors * (tiles + 64);
      break;
    }
    case stylize_nested_inputs: {
      const int32_t extra = stylize_nested_blocks(c) - 1;
      choose_nested(c, &l, NESTED_INPUT_COLUMNS, NESTED_INPUT_ROWS);
      const size_t positions = c->positions;
      // A patch row is cut into the columns of equal remainder modulo 3, each with room for whole
      // vectors of tiles.
      const size_t tiles = (l.tile_columns + extra + 31) / 16 * 16;
      patch_pixel = sizeof(float);
      l.patch_columns = 3 * (int32_t)tiles * d->input_channels;
      segment_count = d->input_channels * (extra + 1);
      // The finished rows, and one row of the picture as it is loaded.
      line_pixels = 9 * l.tile_columns + 3 * tiles * d->input_channels / 16 + 1;
      transformed = positions * d->input_channels * (l.tile_rows + extra) * tiles * sizeof(float);
      products = positions * vectors * (l.tile_columns + 1) * 64;
      break;
    }
    case stylize_nested_outputs: {
      const int32_t extra = stylize_nested_blocks(c) - 1;
      choose_nested(c, &l, NESTED_OUTPUT_COLUMNS, NESTED_OUTPUT_ROWS);
      const size_t positions = c->positions;
      patch_pixel = 0;
      segment_count = (extra + 1) * (extra + 1) * blocks;
      line_pixels = 9 * l.tile_columns;
      // Only the rows of tiles that one row of results needs are kept.
      transformed =
          positions * (blocks * (extra + 1) * (l.tile_columns + extra) + 1) * 64;
      products = positions * d->output_channels * l.tile_columns * sizeof(float);
      break;
    }
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

  // Three more columns: a nested convolution rounds up to whole tiles.
  l.tables = take(&g->scratch, (size_t)(l.patch_rows + l.patch_columns + 3) * sizeof(int32_t));
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
