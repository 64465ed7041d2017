// GLib comes with libvips, which is made of it; its checksums save a library of our own.
#include <glib.h>
