int stylize_kernels_version(void);
