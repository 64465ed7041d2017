// Large kernels with few channels on one side, the 9 × 9 of pictures, put together from 3 × 3
// blocks:
//
//     out[y][x] = Σ_{p, q} (block_pq * in)[y + 3p][x + 3q]
//
// Each block is computed by Winograd's F(3×3, 3×3). The blocks' shifts are whole tiles, so an input
// tile is transformed once for all of them, and their products are added up before the inverse
// transform. A block takes 25 multiplications for 9 pixels instead of 81, so 9 × 9 takes 25 per
// pixel instead of 81.

/// Y = Aᵀ M A of one tile: m and y are [row][column].
INLINE void nested_inverse(
    lanes m[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_SIZE],
    lanes y[WINOGRAD_NESTED_TILE][WINOGRAD_NESTED_TILE]) {
  const int size = WINOGRAD_NESTED_SIZE, tile = WINOGRAD_NESTED_TILE;
  lanes rows[WINOGRAD_NESTED_SIZE][WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
  for (int i = 0; i < size; i++)
    winograd_backward(WINOGRAD_NESTED_PAIRS, size, tile, m[i], rows[i]);
#pragma clang loop unroll(full)
  for (int j = 0; j < tile; j++) {
    lanes column[WINOGRAD_NESTED_SIZE], result[WINOGRAD_NESTED_TILE];
#pragma clang loop unroll(full)
    for (int i = 0; i < size; i++) column[i] = rows[i][j];
    winograd_backward(WINOGRAD_NESTED_PAIRS, size, tile, column, result);
#pragma clang loop unroll(full)
    for (int i = 0; i < tile; i++) y[i][j] = result[i];
  }
}
