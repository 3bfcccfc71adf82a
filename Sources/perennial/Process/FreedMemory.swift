internal import CMalloc

/// Keeps memory that is freed for whoever wants some next, on any thread.
///
/// The system clears each page that a process touches first, and takes longer over it than rows take
/// to read. Histories come and go part by part: what one part gives back, the next can have.
func keepFreedMemory() {
  _ = mallopt(M_MMAP_MAX, 0)
  _ = mallopt(M_TRIM_THRESHOLD, .max)
  _ = mallopt(M_ARENA_MAX, 1)
}
