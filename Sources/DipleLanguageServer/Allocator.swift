#if canImport(Glibc)
  import Glibc
#endif

/// The memory that the process holds.
public enum Allocator {
  /// Gives back to the system what was freed. glibc keeps it else, as long as something younger stands behind it: after a long
  /// text was closed that would be most of what it took. Costs milliseconds.
  public static func giveBack() {
    #if canImport(Glibc)
      // <malloc.h> is no part of Swift's Glibc module.
      guard let trim = dlsym(nil, "malloc_trim") else { return }
      _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
    #endif
  }
}
