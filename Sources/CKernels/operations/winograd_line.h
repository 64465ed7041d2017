// The one-dimensional transforms of Winograd's convolutions (Lavin and Gray 2016), for two or three
// pairs of points ±p beside 0 and infinity:
//
//     y = Aᵀ [ (G w) ⊙ (Bᵀ d) ]
//
// Row ±p of Bᵀ is the polynomial M(x) / (x ∓ p) with M(x) = x Π (x² − p²): an even part plus or
// minus p times an odd part, so both signs cost little more than one. Scales stay in G. Row i of Aᵀ
// holds the i-th powers of the points, and again sums and differences of ±p are shared.

INLINE float winograd_point(const int pairs, int i) { return (float)winograd_points[pairs][i]; }

INLINE float winograd_square(const int pairs, int i) {
  return (float)(winograd_points[pairs][i] * winograd_points[pairs][i]);
}

/// d[first] + Σ factors · d[…]: every second value of d below `first`, with the coefficients of
/// Π (t − p²) over `squares` (two or three of them; the highest is 1).
INLINE lanes winograd_product(
    const int squares, const float a, const float b, const float c, const lanes *d, int first) {
  if (squares == 1) return lanes_fused(d[first - 2], lanes_all(-a), d[first]);
  if (squares == 2)
    return lanes_fused(
        d[first - 2], lanes_all(-a - b), lanes_fused(d[first - 4], lanes_all(a * b), d[first]));
  return lanes_fused(
      d[first - 2], lanes_all(-a - b - c),
      lanes_fused(
          d[first - 4], lanes_all(a * b + b * c + c * a),
          lanes_fused(d[first - 6], lanes_all(-a * b * c), d[first])));
}

/// d ← Bᵀ d. A `size` of 2 · pairs + 1 leaves infinity out.
INLINE void winograd_forward(const int pairs, const int size, lanes *d) {
  const int last = 2 * pairs + 1;
  const float a = winograd_square(pairs, 0), b = winograd_square(pairs, 1);
  const float c = pairs == 3 ? winograd_square(pairs, 2) : 0;
  const lanes zero = winograd_product(pairs, a, b, c, d, last - 1);
  if (size > last) d[last] = winograd_product(pairs, a, b, c, d, last);
  lanes even[WINOGRAD_PAIRS_MOST], odd[WINOGRAD_PAIRS_MOST];
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++) {
    const float u = winograd_square(pairs, (i + 1) % pairs);
    const float v = winograd_square(pairs, (i + 2) % pairs);
    even[i] = winograd_product(pairs - 1, u, v, 0, d, last - 1);
    odd[i] = winograd_product(pairs - 1, u, v, 0, d, last - 2);
  }
  d[0] = zero;
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++) {
    d[1 + 2 * i] = lanes_fused(odd[i], lanes_all(winograd_point(pairs, i)), even[i]);
    d[2 + 2 * i] = lanes_fused(odd[i], lanes_all(-winograd_point(pairs, i)), even[i]);
  }
}

/// y = Aᵀ m, `outputs` values.
INLINE void winograd_backward(
    const int pairs, const int size, const int outputs, const lanes *m, lanes *y) {
  lanes powers[2][WINOGRAD_PAIRS_MOST];  // Σ and Δ of ±p, times even and odd powers of p
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++) {
    powers[0][i] = m[1 + 2 * i] + m[2 + 2 * i];
    powers[1][i] = (m[1 + 2 * i] - m[2 + 2 * i]) * winograd_point(pairs, i);
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < outputs; k++) {
    lanes *p = powers[k % 2];
    y[k] = p[0] + p[1];
    if (pairs == 3) y[k] += p[2];
#pragma clang loop unroll(full)
    for (int i = 0; i < pairs; i++) p[i] *= winograd_square(pairs, i);
  }
  y[0] += m[0];
  if (size > 2 * pairs + 1) y[outputs - 1] += m[2 * pairs + 1];
}
