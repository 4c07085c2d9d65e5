package io.github.sparsercnn.core.checkpoint;

import java.lang.reflect.Method;

/** What the running thread has allocated on the heap so far, dead objects included. */
final class AllocatedBytes {
  // By reflection: the module does not read java.management, and need not for its tests.
  private static final Object THREADS;
  private static final Method OF_CURRENT_THREAD;

  static {
    try {
      THREADS =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      OF_CURRENT_THREAD =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private AllocatedBytes() {}

  static long now() {
    try {
      return (long) OF_CURRENT_THREAD.invoke(THREADS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
