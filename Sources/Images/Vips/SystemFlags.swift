/// O_TMPFILE of Linux, whose definition is an expression that Swift doesn't import: a file without a name in
/// the folder that is opened.
let stylizeTemporaryFile: Int32 = {
  #if arch(arm64) || arch(arm)
    0o20000000 | 0o40000
  #else
    0o20000000 | 0o200000
  #endif
}()
