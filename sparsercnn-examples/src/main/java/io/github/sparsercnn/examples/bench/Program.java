package io.github.sparsercnn.examples.bench;

/** Something that can be measured again and again, a process or a piece of code. */
interface Program {
  /** What the table calls it, with its version if it has one of its own. */
  String name();

  /**
   * Runs once.
   *
   * @throws io.github.sparsercnn.SparseRcnnException if the program fails
   */
  Measurement run() throws InterruptedException;
}
