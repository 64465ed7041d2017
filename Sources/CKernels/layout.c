// Cutting maps into blocks, and the scratch memory of a block.
#include "convolution.h"
#include "winograd_points.h"

/// What a block's patch should fit in beside the weights: a good third of a second-level cache of
/// 1 MB.
static const size_t patch_budget = 384 << 10;

/// What the transformed tiles of a block may take: half of such a cache.
static const size_t transformed_budget = 512 << 10;

/// The most pixels of a block that is computed from its patch, and the most tiles of a block of a
/// nested convolution: few enough for the caches, enough that borders between blocks cost little.
enum {
  PATCH_COLUMNS = 64,
  PATCH_ROWS = 8,
  INTERLEAVED_ROWS = 16,
  POINTWISE_COLUMNS = 128,
  POINTWISE_ROWS = 16,
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

/// What a block needs beside the tables of its patch.
typedef struct {
  size_t segments;               // of a multiplication
  size_t patch_pixel;            // bytes; 0 when nothing is copied before it is transformed
  size_t line_pixels;            // vectors of results that are finished together
  size_t transformed, products;  // bytes
} block_needs;

/// Blocks whose patch stays within the budget, computed row by row from the patch itself.
static block_needs lay_out_rows(
    const stylize_convolution *c, stylize_layout *l, size_t pixel_bytes, size_t segments,
    int32_t most_rows) {
  const stylize_convolution_description *d = &c->shape;
  stylize_grid *g = &l->grid;
  g->block_columns = even_step(g->width, PATCH_COLUMNS);
  l->patch_columns = (g->block_columns - 1) * d->stride + d->kernel;
  const int32_t fitting = (int32_t)(patch_budget / (pixel_bytes * l->patch_columns));
  g->block_rows = even_step(
      g->height, minimum(most_rows, maximum(1, (fitting - d->kernel) / d->stride + 1)));
  l->patch_rows = (g->block_rows - 1) * d->stride + d->kernel;
  return (block_needs){
      .segments = segments,
      .patch_pixel = pixel_bytes,
      .line_pixels = (size_t)c->kernels->vectors * g->block_columns};
}

/// Blocks of Winograd tiles: each makes `tile` × `tile` pixels of each of `phases` × `phases`
/// phases from `stride` times as many input pixels and `reach` more, by `inputs` transformed
/// positions, of which `outputs` remain after the sum over channels.
static block_needs lay_out_tiles(
    const stylize_convolution *c, stylize_layout *l, int32_t tile, int32_t phases, int32_t stride,
    int32_t reach, size_t inputs, size_t outputs) {
  stylize_grid *g = &l->grid;
  const size_t blocks = c->input_blocks, vectors = c->kernels->vectors;
  const int32_t most =
      maximum(8, minimum(48, (int32_t)(transformed_budget / (inputs * blocks * 64))));
  l->tile_columns = even_step(divide_up(g->width / phases, tile), most);
  l->tile_rows = even_step(divide_up(g->height / phases, tile), most / l->tile_columns);
  g->block_rows = l->tile_rows * tile * phases;
  g->block_columns = l->tile_columns * tile * phases;
  l->patch_rows = l->tile_rows * tile * stride + reach;
  l->patch_columns = l->tile_columns * tile * stride + reach;
  // One more line per position keeps the distance of positions from being a power of two.
  const size_t tiles = (size_t)l->tile_rows * l->tile_columns * 64;
  return (block_needs){
      .segments = blocks * stride * stride,
      .line_pixels = (size_t)tile * tile * phases,
      .transformed = inputs * (blocks * tiles + 64),
      .products = outputs * vectors * (tiles + 64)};
}

/// Blocks of 3 × 3 tiles of nested convolutions, `multiple` columns of tiles at a time.
static void choose_nested(
    const stylize_convolution *c, stylize_layout *l, int32_t most_columns, int32_t multiple,
    int32_t most_rows) {
  const int32_t tile = WINOGRAD_NESTED_TILE;
  stylize_grid *g = &l->grid;
  l->tile_columns =
      divide_up(even_step(divide_up(g->width, tile), most_columns), multiple) * multiple;
  l->tile_rows = even_step(divide_up(g->height, tile), most_rows);
  g->block_columns = l->tile_columns * tile;
  g->block_rows = l->tile_rows * tile;
  const int32_t reach = (stylize_nested_blocks(c) - 1) * tile + WINOGRAD_NESTED_SIZE - tile;
  l->patch_rows = g->block_rows + reach;
  l->patch_columns = g->block_columns + reach;
}

static block_needs lay_out_nested_inputs(const stylize_convolution *c, stylize_layout *l) {
  choose_nested(c, l, NESTED_INPUT_COLUMNS, 1, NESTED_INPUT_ROWS);
  const size_t positions = c->positions, channels = c->shape.input_channels;
  const size_t blocks = stylize_nested_blocks(c);
  // A patch row is cut into the columns of equal remainder modulo 3, each with room for whole
  // vectors of tiles.
  const size_t tiles = (l->tile_columns + blocks + 30) / 16 * 16;
  l->patch_columns = (int32_t)(3 * tiles * channels);
  return (block_needs){
      .segments = channels * blocks,
      .patch_pixel = sizeof(float),
      // The finished rows, and one row of the picture as it is loaded.
      .line_pixels = 9 * l->tile_columns + 3 * tiles * channels / 16 + 1,
      .transformed = positions * channels * (l->tile_rows + blocks - 1) * tiles * sizeof(float),
      .products = positions * c->kernels->vectors * (l->tile_columns + 1) * 64};
}

static block_needs lay_out_nested_outputs(const stylize_convolution *c, stylize_layout *l) {
  choose_nested(c, l, NESTED_OUTPUT_COLUMNS, 16, NESTED_OUTPUT_ROWS);
  const size_t positions = c->positions, blocks = stylize_nested_blocks(c);
  // Only the rows of tiles that one row of results needs are kept.
  const size_t kept = (size_t)c->input_blocks * blocks * (l->tile_columns + blocks - 1);
  return (block_needs){
      .segments = blocks * blocks * c->input_blocks,
      .line_pixels = 9 * l->tile_columns,
      .transformed = positions * (kept + 1) * 64,
      .products = positions * c->shape.output_channels * l->tile_columns * sizeof(float)};
}

static block_needs lay_out(const stylize_convolution *c, stylize_layout *l) {
  const stylize_convolution_description *d = &c->shape;
  const int32_t three = 2 * WINOGRAD_THREE_PAIRS + 2, two = 2 * WINOGRAD_TWO_PAIRS + 2;
  switch (c->method) {
    case stylize_winograd:
      return lay_out_tiles(c, l, WINOGRAD_THREE_TILE, 1, 1, 2, three * three, three * three);
    case stylize_phases:
      return lay_out_tiles(c, l, WINOGRAD_TWO_TILE, 2, 1, 2, 2 * two * two, 2 * two * two);
    case stylize_strided:
      return lay_out_tiles(
          c, l, WINOGRAD_TWO_TILE, 1, 2, 1, WINOGRAD_STRIDED_PRODUCTS, two * two);
    case stylize_nested_inputs: return lay_out_nested_inputs(c, l);
    case stylize_nested_outputs: return lay_out_nested_outputs(c, l);
    case stylize_interleaved:
      return lay_out_rows(c, l, d->input_channels * sizeof(float), d->kernel, INTERLEAVED_ROWS);
    default: {
      const size_t blocks = c->input_blocks;
      return lay_out_rows(c, l, blocks * 64, blocks * d->kernel * d->kernel, PATCH_ROWS);
    }
  }
}

stylize_layout stylize_convolution_layout(
    const stylize_convolution *c, int32_t height, int32_t width) {
  stylize_layout l = {0};
  size_t *used = &l.grid.scratch;
  l.grid.height = output_size(&c->shape, height);
  l.grid.width = output_size(&c->shape, width);
  const block_needs n = lay_out(c, &l);
  // Three more columns: a nested convolution rounds up to whole tiles.
  l.tables = take(used, (size_t)(l.patch_rows + l.patch_columns + 3) * sizeof(int32_t));
  l.segments = take(used, n.segments * sizeof(stylize_segment));
  l.patch = take(used, n.patch_pixel * l.patch_rows * l.patch_columns);
  l.line = take(used, n.line_pixels * 64);
  l.transformed = take(used, n.transformed);
  l.products = take(used, n.products);
  return l;
}

stylize_grid stylize_convolution_grid(
    const stylize_convolution *convolution, int32_t height, int32_t width) {
  return stylize_convolution_layout(convolution, height, width).grid;
}

stylize_grid stylize_pointwise_grid(int32_t channels, int32_t height, int32_t width) {
  (void)channels;  // every block of channels goes through the same line
  stylize_grid g = {.height = height, .width = width};
  g.block_columns = even_step(width, POINTWISE_COLUMNS);
  g.block_rows = even_step(height, POINTWISE_ROWS);
  size_t used = 0;
  take(&used, (size_t)(g.block_rows + g.block_columns) * sizeof(int32_t));
  take(&used, (size_t)g.block_columns * 64);
  g.scratch = used;
  return g;
}
