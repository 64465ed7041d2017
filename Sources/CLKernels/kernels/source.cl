// Reading what a stage reads. Norms, activations and sums of earlier stages are applied here.

// The coordinate of the stored pixel that stands for one of the enlarged map; −1 for zero.
int stored(int coordinate, int length, int upsampling, int zero) {
  if (coordinate < 0 || coordinate >= length) {
    if (zero & STYLIZE_ZERO_BEYOND) return -1;
    if (length == 1) return 0;
    const int period = 2 * (length - 1);
    coordinate %= period;
    if (coordinate < 0) coordinate += period;
    if (coordinate >= length) coordinate = period - coordinate;
  }
  if ((zero & STYLIZE_ZERO_BETWEEN) && coordinate % upsampling) return -1;
  return coordinate / upsampling;
}

// Where a pixel's first value is, in values from the start of its band.
int offset_of(int row, int column, stylize_cl_window w) {
  const int first = row < w.split ? w.row : w.split;
  return ((row - first) * w.pitch + column - w.column) * w.lanes;
}

#ifdef ELEMENT_A
#define SOURCE_PARAMETERS \
  global const TYPE_A *a0, global const TYPE_A *a1, stylize_cl_window a, \
  global const float *affine_a, global const TYPE_B *b0, global const TYPE_B *b1, \
  stylize_cl_window b, global const float *affine_b, stylize_cl_source source
#define SOURCE_ARGUMENTS a0, a1, a, affine_a, b0, b1, b, affine_b, source

float4 term(float4 x, global const float *affine, int lanes, int scaled, int activation) {
  if (scaled) x = fma(vload4(0, affine), x, vload4(0, affine + lanes));
  return activate(x, activation);
}

// Four channels of a stored pixel, from `channel` on, which is less than the number of channels.
float4 read_source(int row, int column, int channel, SOURCE_PARAMETERS) {
  const int lanes = source.affine_lanes;
  const int index_a = offset_of(row, column, a) + channel;
  float4 x = LOAD_A((row < a.split ? a0 : a1) + index_a, a.channels - channel);
  x = term(x, affine_a + channel, lanes, source.scaled_a, source.activation_a);
#if TERMS == 2
  const int index_b = offset_of(row, column, b) + channel;
  float4 y = LOAD_B((row < b.split ? b0 : b1) + index_b, b.channels - channel);
  x += term(y, affine_b + channel, lanes, source.scaled_b, source.activation_b);
#endif
  return x;
}
#endif
