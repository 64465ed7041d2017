// relu, sigmoid and tanh of sixteen floats.

/// e^x = 2^n · e^r with n = round(x / ln 2); e^r by its Taylor series to the seventh power, whose
/// remainder for |r| ≤ ln 2 / 2 is below 1e-8.
INLINE lanes lanes_exp(lanes x) {
  const float ln2_high = 0x1.62e4p-1f;  // the leading bits of ln 2: n · ln2_high is exact
  const float ln2_low = (float)(0.69314718055994530942 - 0x1.62e4p-1);
  const lanes magic = lanes_all(0x1.8p23f);  // adding it rounds to an integer
  const lanes inside = lanes_max(lanes_all(-87), lanes_min(lanes_all(88), x));
  const lanes shifted = lanes_fused(inside, lanes_all(1.44269504088896341f), magic);
  const lanes n = shifted - magic;
  const lanes r = lanes_fused(
      n, lanes_all(-ln2_low), lanes_fused(n, lanes_all(-ln2_high), inside));
  lanes sum = lanes_all(1.0f / 5040);
  sum = lanes_fused(sum, r, lanes_all(1.0f / 720));
  sum = lanes_fused(sum, r, lanes_all(1.0f / 120));
  sum = lanes_fused(sum, r, lanes_all(1.0f / 24));
  sum = lanes_fused(sum, r, lanes_all(1.0f / 6));
  sum = lanes_fused(sum, r, lanes_all(0.5f));
  sum = lanes_fused(sum, r, lanes_all(1));
  sum = lanes_fused(sum, r, lanes_all(1));
  const int_lanes exponent = ((int_lanes)shifted - (int_lanes)magic) << 23;
  return (lanes)((int_lanes)sum + exponent);
}

INLINE lanes lanes_activate(stylize_activation activation, lanes x) {
  switch (activation) {
    case stylize_none: return x;
    case stylize_relu: return lanes_max(lanes_all(0), x);
    case stylize_sigmoid: return 1.0f / (1.0f + lanes_exp(-x));
    case stylize_tanh: return 1.0f - 2.0f / (1.0f + lanes_exp(x + x));
  }
  return x;
}
