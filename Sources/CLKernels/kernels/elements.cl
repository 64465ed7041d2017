// Loading and storing four channels of a pixel.
//
// Only what is written as fma may be fused, so that every program computes the same bits from the
// same numbers, however it was specialised.
#pragma OPENCL FP_CONTRACT OFF

// Compilers for processors take several times as long over unrolled loops and gain little.
#if UNROLL
#define UNROLLED _Pragma("unroll")
#else
#define UNROLLED _Pragma("unroll 1")
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#define TYPE_0 uchar
#define TYPE_1 ushort
#define TYPE_2 half
#define TYPE_3 float

// The elements of the two terms and of the output are given by the host.
#ifdef ELEMENT_A
#define TYPE_A JOIN(TYPE_, ELEMENT_A)
#define TYPE_B JOIN(TYPE_, ELEMENT_B)
#define LOAD_A JOIN(load_, ELEMENT_A)
#define LOAD_B JOIN(load_, ELEMENT_B)
#endif
#ifdef ELEMENT_OUT
#define TYPE_OUT JOIN(TYPE_, ELEMENT_OUT)
#define STORE_OUT JOIN(store_, ELEMENT_OUT)
#endif

// `count` is how many of the four channels a picture has; maps are padded with zeros to fours.

float4 load_0(global const uchar *p, int count) {
  float4 x = (float4)(0.0f);
  x.x = p[0];
  if (count > 1) x.y = p[1];
  if (count > 2) x.z = p[2];
  if (count > 3) x.w = p[3];
  return x / 255.0f;
}

float4 load_1(global const ushort *p, int count) {
  float4 x = (float4)(0.0f);
  x.x = p[0];
  if (count > 1) x.y = p[1];
  if (count > 2) x.z = p[2];
  if (count > 3) x.w = p[3];
  return x / 65535.0f;
}

float4 load_2(global const half *p, int count) { return vloada_half4(0, p); }

float4 load_3(global const float *p, int count) { return *(global const float4 *)p; }

void store_0(float4 x, global uchar *p, int count) {
  const uchar4 y = convert_uchar4_sat_rte(x * 255.0f);
  p[0] = y.x;
  if (count > 1) p[1] = y.y;
  if (count > 2) p[2] = y.z;
  if (count > 3) p[3] = y.w;
}

void store_1(float4 x, global ushort *p, int count) {
  const ushort4 y = convert_ushort4_sat_rte(x * 65535.0f);
  p[0] = y.x;
  if (count > 1) p[1] = y.y;
  if (count > 2) p[2] = y.z;
  if (count > 3) p[3] = y.w;
}

// Clamped to the finite range of binary16.
#define LARGEST_HALF 65504.0f
void store_2(float4 x, global half *p, int count) {
  vstorea_half4_rte(clamp(x, -LARGEST_HALF, LARGEST_HALF), 0, p);
}

void store_3(float4 x, global float *p, int count) { *(global float4 *)p = x; }

float4 activate(float4 x, int activation) {
  switch (activation) {
    case STYLIZE_RELU: return fmax(x, 0.0f);
    case STYLIZE_SIGMOID: return 1.0f / (1.0f + exp(-x));
    case STYLIZE_TANH: return tanh(x);
    default: return x;
  }
}
