#ifndef STYLIZE_VIPS_SHIM_H
#define STYLIZE_VIPS_SHIM_H

// Swift can't call variadic C functions and can't see function-like macros. Most of libvips is one or the
// other, so each operation we use has a plain function here, with the options we use written in.

#include <errno.h>
#include <unistd.h>
#include <vips/vips.h>

// --- The library itself -----------------------------------------------------------------------------------

// GLib prints warnings to standard error unless somebody takes them; what matters of them also comes back as
// an error, and a program that speaks on standard error itself must not be interrupted.
static inline void stylize_vips_ignore_message(
    const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  (void)domain; (void)level; (void)message; (void)data;
}

// VIPS_INIT is a macro (it checks that header and library agree).
static inline int stylize_vips_init(void)
{
  if (VIPS_INIT("stylize"))
    return -1;
  g_log_set_handler(
      "VIPS", G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, stylize_vips_ignore_message, NULL);
  return 0;
}

// g_object_unref takes a gpointer, which Swift can pass, but it is a macro that keeps the type.
static inline void stylize_vips_unref(void *object)
{
  if (object)
    (g_object_unref)(object);
}

// --- Names of formats -------------------------------------------------------------------------------------

typedef struct {
  GPtrArray *names;
  gboolean untrusted;
} StylizeSuffixes;

static inline void *stylize_vips_add_suffixes(VipsObjectClass *class, void *a)
{
  StylizeSuffixes *found = (StylizeSuffixes *) a;
  VipsForeignClass *foreign = (VipsForeignClass *) class;
  VipsOperationFlags flags = ((VipsOperationClass *) class)->flags;

  if ((flags & VIPS_OPERATION_BLOCKED) || !foreign->suffs)
    return NULL;
  for (const char **suffix = foreign->suffs; *suffix; suffix++)
    g_ptr_array_add(found->names, g_strdup(*suffix));
  return NULL;
}

// Walks the loaders or savers that aren't blocked. The class structures and the callback's cast are C's
// business. The answer is a NULL-terminated array for g_strfreev.
static inline char **stylize_vips_suffixes(const char *base)
{
  StylizeSuffixes found = { g_ptr_array_new(), FALSE };
  vips_class_map_all(
      g_type_from_name(base), (VipsClassMapFn) stylize_vips_add_suffixes, &found);
  g_ptr_array_add(found.names, NULL);
  return (char **) g_ptr_array_free(found.names, FALSE);
}

// --- Reading ----------------------------------------------------------------------------------------------

// The bytes are copied: the source may outlive the Swift array. The casts are macros.
static inline VipsSource *stylize_vips_source_from_bytes(const void *bytes, size_t count)
{
  VipsBlob *blob = vips_blob_copy(bytes, count);
  VipsSource *source = vips_source_new_from_blob(blob);
  vips_area_unref((VipsArea *) blob);
  return source;
}

static inline gint64 stylize_read(int descriptor, void *bytes, gint64 length)
{
  ssize_t count;
  do {
    count = read(descriptor, bytes, (size_t) length);
  } while (count < 0 && errno == EINTR);
  return count;
}

// A file that is read, with what first went wrong: loaders don't tell of every read that failed. From the deadline
// on (of g_get_monotonic_time; 0 is never) nothing more is read, which ends loaders that go on and on.
typedef struct {
  int descriptor;
  int failure;  // an errno, or 0
  gint64 deadline;
  int is_late;
} StylizeInput;

static inline gboolean stylize_vips_input_is_over(StylizeInput *input)
{
  if (input->deadline && g_get_monotonic_time() > input->deadline)
    input->is_late = 1;
  return input->is_late;
}

static inline gint64 stylize_vips_read_file(
    VipsSourceCustom *source, void *buffer, gint64 length, void *data)
{
  StylizeInput *input = (StylizeInput *) data;
  gint64 count;
  (void)source;
  if (stylize_vips_input_is_over(input))
    return -1;
  count = stylize_read(input->descriptor, buffer, length);
  if (count < 0 && !input->failure)
    input->failure = errno;
  return count;
}

static inline gint64 stylize_vips_seek_file(
    VipsSourceCustom *source, gint64 offset, int whence, void *data)
{
  StylizeInput *input = (StylizeInput *) data;
  (void)source;
  return stylize_vips_input_is_over(input) ? -1 : lseek(input->descriptor, offset, whence);
}

static inline void stylize_vips_close_file(void *data)
{
  close(((StylizeInput *) data)->descriptor);
  g_free(data);
}

static inline StylizeInput *stylize_vips_make_input(int descriptor)
{
  StylizeInput *input = g_new0(StylizeInput, 1);
  input->descriptor = descriptor;
  return input;
}

// A file that is read, never mapped as libvips' own sources may be: a mapped file that somebody cuts
// short while it is read ends the process by SIGBUS. Takes over the input and its descriptor. Callbacks and casts are C's business; g_signal_connect is a macro.
static inline VipsSource *stylize_vips_source_from_file(StylizeInput *input)
{
  VipsSourceCustom *source = vips_source_custom_new();
  g_signal_connect(source, "read", G_CALLBACK(stylize_vips_read_file), input);
  g_signal_connect(source, "seek", G_CALLBACK(stylize_vips_seek_file), input);
  g_object_set_data_full((GObject *) source, "stylize-input", input, stylize_vips_close_file);
  return (VipsSource *) source;
}

// Variadic. Each opens a picture by the loader of that name and no other: libvips' own choice would let all of them
// look at the bytes. A damaged or cut-off file is an error, never a picture that ends in grey.
static inline VipsImage *stylize_vips_load_source(const char *loader, VipsSource *source)
{
  VipsImage *out = NULL;
  return vips_call(
             loader, source, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
             NULL)
      ? NULL : out;
}

static inline VipsImage *stylize_vips_load_buffer(
    const char *loader, const void *bytes, size_t count)
{
  VipsImage *out = NULL;
  VipsBlob *blob = vips_blob_copy(bytes, count);
  int failed = vips_call(
      loader, blob, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
  vips_area_unref((VipsArea *) blob);
  return failed ? NULL : out;
}

static inline VipsImage *stylize_vips_load_file(const char *loader, const char *name)
{
  VipsImage *out = NULL;
  return vips_call(
             loader, name, &out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
             NULL)
      ? NULL : out;
}

// Variadic. Relative colorimetric, as vipsthumbnail does; NULL when the profile doesn't fit the pixels.
static inline VipsImage *stylize_vips_profile_to_srgb(VipsImage *in, int depth)
{
  VipsImage *out = NULL;
  if (vips_icc_transform(
          in, &out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, "depth", depth, NULL))
    return NULL;
  return out;
}

// Variadic.
static inline VipsImage *stylize_vips_colourspace(VipsImage *in, VipsInterpretation space)
{
  VipsImage *out = NULL;
  return vips_colourspace(in, &out, space, NULL) ? NULL : out;
}

// Variadic. Only says what the pixels mean, computes nothing.
static inline VipsImage *stylize_vips_reinterpret(VipsImage *in, VipsInterpretation space)
{
  VipsImage *out = NULL;
  return vips_copy(in, &out, "interpretation", space, NULL) ? NULL : out;
}

// Variadic.
static inline VipsImage *stylize_vips_cast(VipsImage *in, VipsBandFormat format)
{
  VipsImage *out = NULL;
  return vips_cast(in, &out, format, NULL) ? NULL : out;
}

// Variadic.
static inline VipsImage *stylize_vips_scale(VipsImage *in, double factor)
{
  VipsImage *out = NULL;
  return vips_linear1(in, &out, factor, 0.0, NULL) ? NULL : out;
}

// Variadic.
static inline VipsImage *stylize_vips_first_bands(VipsImage *in, int count)
{
  VipsImage *out = NULL;
  return vips_extract_band(in, &out, 0, "n", count, NULL) ? NULL : out;
}

// Variadic.
static inline VipsImage *stylize_vips_autorot(VipsImage *in)
{
  VipsImage *out = NULL;
  return vips_autorot(in, &out, NULL) ? NULL : out;
}

// VIPS_REGION_ADDR is a macro. The start of row `top` of what the region holds.
static inline void *stylize_vips_region_row(VipsRegion *region, int left, int top)
{
  return VIPS_REGION_ADDR(region, left, top);
}

// --- Metadata ---------------------------------------------------------------------------------------------

// GValue's initialiser is a macro. Copies one metadata field as it is, whatever its type.
static inline int stylize_vips_copy_field(VipsImage *from, VipsImage *to, const char *name)
{
  GValue value = G_VALUE_INIT;
  if (vips_image_get(from, name, &value))
    return -1;
  vips_image_set(to, name, &value);
  g_value_unset(&value);
  return 0;
}

// Variadic (vips_profile_load), and a blob's data is behind a macro. Attaches libvips' own sRGB profile.
static inline int stylize_vips_attach_srgb(VipsImage *image)
{
  VipsBlob *profile = NULL;
  if (vips_profile_load("srgb", &profile, NULL))
    return -1;
  if (profile) {
    size_t length;
    const void *data = vips_blob_get(profile, &length);
    vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, data, length);
    vips_area_unref((VipsArea *) profile);
  }
  return 0;
}

// --- Writing ----------------------------------------------------------------------------------------------

// The array of inputs is C's way to say "none". Rows are asked for in thin strips, top to bottom.
static inline int stylize_vips_row_pipeline(VipsImage *image)
{
  VipsImage *none[] = { NULL };
  return vips_image_pipeline_array(image, VIPS_DEMAND_STYLE_THINSTRIP, none);
}

// Variadic. Makes every strip be computed once and in order, whatever the saver asks for.
static inline VipsImage *stylize_vips_sequential(VipsImage *in, int rows)
{
  VipsImage *out = NULL;
  return vips_sequential(in, &out, "tile_height", rows, NULL) ? NULL : out;
}

// The class structure of a saver; NULL when there is none of that name.
static inline VipsForeignSaveClass *stylize_vips_saver_class(const char *name)
{
  GType type = vips_type_find("VipsForeignSave", name);
  return type ? (VipsForeignSaveClass *) g_type_class_ref(type) : NULL;
}

static inline gboolean stylize_vips_saver_keeps_alpha(const char *name)
{
  VipsForeignSaveClass *class = stylize_vips_saver_class(name);
  return class
      && (class->saveable == VIPS_SAVEABLE_RGBA || class->saveable == VIPS_SAVEABLE_RGBA_ONLY
          || class->saveable == VIPS_SAVEABLE_ANY);
}

static inline gboolean stylize_vips_saver_keeps_16_bits(const char *name)
{
  VipsForeignSaveClass *class = stylize_vips_saver_class(name);
  return class && class->format_table
      && class->format_table[VIPS_FORMAT_USHORT] == VIPS_FORMAT_USHORT;
}

// The casts to GObject classes are macros.
static inline gboolean stylize_vips_has_option(VipsOperation *operation, const char *name)
{
  return g_object_class_find_property(G_OBJECT_GET_CLASS(operation), name) != NULL;
}

// g_object_set is variadic.
static inline void stylize_vips_set_object(VipsOperation *operation, const char *name, void *value)
{
  g_object_set(operation, name, value, NULL);
}

static inline void stylize_vips_set_int(VipsOperation *operation, const char *name, int value)
{
  g_object_set(operation, name, value, NULL);
}

static inline void stylize_vips_set_text(
    VipsOperation *operation, const char *name, const char *value)
{
  g_object_set(operation, name, value, NULL);
}

// GValue's initialiser is a macro. The value of an option that is a number, a switch or a choice; 0 of others.
static inline int stylize_vips_get_int(VipsOperation *operation, const char *name)
{
  GValue value = G_VALUE_INIT;
  g_value_init(&value, G_TYPE_INT);
  g_object_get_property(G_OBJECT(operation), name, &value);
  int number = g_value_get_int(&value);
  g_value_unset(&value);
  return number;
}

// The cast to VipsObject is a macro. `options` is what stands between the brackets: "Q=90,interlace".
static inline int stylize_vips_set_options(VipsOperation *operation, const char *options)
{
  return vips_object_set_from_string((VipsObject *) operation, options);
}

// Runs the operation and lets go of it; what it made stays reachable through its target only.
static inline int stylize_vips_run(VipsOperation *operation)
{
  int failed = vips_cache_operation_buildp(&operation);
  vips_object_unref_outputs((VipsObject *) operation);
  g_object_unref(operation);
  return failed;
}

// As stylize_vips_run, for savers that only write to a buffer: the bytes come back and are freed by g_free.
static inline void *stylize_vips_run_for_buffer(VipsOperation *operation, size_t *count)
{
  void *bytes = NULL;
  *count = 0;
  if (!vips_cache_operation_buildp(&operation)) {
    VipsBlob *blob = NULL;
    g_object_get(operation, "buffer", &blob, NULL);
    if (blob) {
      size_t length;
      const void *data = vips_blob_get(blob, &length);
      bytes = g_memdup2(data, length);
      *count = length;
      vips_area_unref((VipsArea *) blob);
    }
  }
  vips_object_unref_outputs((VipsObject *) operation);
  g_object_unref(operation);
  return bytes;
}

// A file that is written, with what first went wrong: savers don't tell of every write that failed, and
// on a full disk where others make room again, later ones succeed.
typedef struct {
  int descriptor;
  int failure;  // an errno, or 0
} StylizeOutput;

static inline gint64 stylize_vips_write_output(
    VipsTargetCustom *target, const void *bytes, gint64 length, void *data)
{
  StylizeOutput *output = (StylizeOutput *) data;
  gint64 done = 0;
  (void)target;
  while (done < length && !output->failure) {
    ssize_t count =
        write(output->descriptor, (const char *) bytes + done, (size_t) (length - done));
    if (count > 0)
      done += count;
    else if (count == 0 || errno != EINTR)
      output->failure = count == 0 ? EIO : errno;
  }
  return output->failure ? -1 : done;
}

static inline gint64 stylize_vips_read_output(
    VipsTargetCustom *target, void *bytes, gint64 length, void *data)
{
  (void)target;
  return stylize_read(((StylizeOutput *) data)->descriptor, bytes, length);
}

static inline gint64 stylize_vips_seek_output(
    VipsTargetCustom *target, gint64 offset, int whence, void *data)
{
  (void)target;
  return lseek(((StylizeOutput *) data)->descriptor, offset, whence);
}

// The output has to outlive the target. Callbacks and casts are C's business.
static inline VipsTarget *stylize_vips_target_to_output(StylizeOutput *output)
{
  VipsTargetCustom *target = vips_target_custom_new();
  g_signal_connect(target, "write", G_CALLBACK(stylize_vips_write_output), output);
  g_signal_connect(target, "read", G_CALLBACK(stylize_vips_read_output), output);
  g_signal_connect(target, "seek", G_CALLBACK(stylize_vips_seek_output), output);
  return (VipsTarget *) target;
}

// A memory target hands its bytes out as a property once the saver has ended it, and g_object_get is variadic.
// NULL when there are none; otherwise for g_free.
static inline void *stylize_vips_target_bytes(VipsTarget *target, size_t *count)
{
  VipsBlob *blob = NULL;
  void *bytes = NULL;
  *count = 0;
  g_object_get(target, "blob", &blob, NULL);
  if (blob) {
    size_t length;
    const void *data = vips_blob_get(blob, &length);
    if (data && length > 0)
      bytes = g_memdup2(data, length);
    *count = length;
    vips_area_unref((VipsArea *) blob);
  }
  return bytes;
}

// --- Resizing and text ------------------------------------------------------------------------------------

// Variadic. Shrinks by Lanczos' kernel of three lobes, enlarges by a bicubic one; sides are rounded to whole
// pixels.
static inline VipsImage *stylize_vips_resize(VipsImage *in, double horizontal, double vertical)
{
  VipsImage *out = NULL;
  return vips_resize(
             in, &out, horizontal, "vscale", vertical, "kernel", VIPS_KERNEL_LANCZOS3, NULL)
      ? NULL : out;
}

// Variadic. One band: how much of each pixel the letters cover. A pixel is a point at 72 dots per inch.
static inline VipsImage *stylize_vips_text(const char *text, const char *font)
{
  VipsImage *out = NULL;
  return vips_text(&out, text, "font", font, "dpi", 72, NULL) ? NULL : out;
}

#endif
