// The most that one thread can multiply and add: independent chains in registers, nothing else.

enum { PEAK_CHAINS = 16 };

static int64_t multiply_in_registers(int64_t rounds, float *result) {
  lanes chains[PEAK_CHAINS];
  for (int i = 0; i < PEAK_CHAINS; i++) chains[i] = lanes_all((float)i);
  const lanes factor = lanes_all(0.999f), addend = lanes_all(0.001f);
  for (int64_t round = 0; round < rounds; round++)
    for (int i = 0; i < PEAK_CHAINS; i++) chains[i] = lanes_fused(chains[i], factor, addend);
  lanes sum = chains[0];
  for (int i = 1; i < PEAK_CHAINS; i++) sum = sum + chains[i];
  lanes_store(result, sum);
  return rounds * PEAK_CHAINS * 16;
}
