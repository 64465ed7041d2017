#ifndef STYLIZE_FILES_H
#define STYLIZE_FILES_H

// What the C library shows to GNU programs only, or as a macro that Swift doesn't import.

// O_TMPFILE: a file without a name in the folder that is opened.
extern const int stylize_unnamed_file;

// Gives a file a name that nobody has yet: renameat2 with RENAME_NOREPLACE. 0, or an errno.
int stylize_rename_without_replacing(const char *from, const char *to);

// Gives a file the access lists of another, where it has some and this user may.
void stylize_copy_access_lists(int from, int to);

// A pipe whose ends other programs don't inherit. 0, or -1 with the reason in errno.
int stylize_pipe(int ends[2]);

// A file that lies in memory only; -1 with the reason in errno.
int stylize_memory_file(const char *name);

#endif
