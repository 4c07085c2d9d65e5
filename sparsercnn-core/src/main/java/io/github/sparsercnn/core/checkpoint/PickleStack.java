package io.github.sparsercnn.core.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack of a pickle machine and its marks. Nothing below the topmost mark can be popped. */
final class PickleStack {
  private final MemoryBudget budget;
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private int charged;

  PickleStack(MemoryBudget budget) {
    this.budget = budget;
  }

  void push(@Nullable Object value) throws RefusedException {
    chargeGrowth();
    values.add(value);
  }

  void mark() throws RefusedException {
    chargeGrowth();
    marks.add(values.size());
  }

  @Nullable Object pop() throws RefusedException {
    requireValue();
    return values.remove(values.size() - 1);
  }

  @Nullable Object peek() throws RefusedException {
    requireValue();
    return values.get(values.size() - 1);
  }

  /** Takes off all values above the topmost mark, and the mark. */
  List<@Nullable Object> popToMark() throws RefusedException {
    if (marks.isEmpty()) {
      throw new RefusedException("there is no MARK on the stack");
    }
    int mark = marks.remove(marks.size() - 1);
    List<@Nullable Object> above = values.subList(mark, values.size());
    budget.charge(above.size(), MemoryBudget.SLOT);
    List<@Nullable Object> popped = new ArrayList<>(above);
    above.clear();
    return popped;
  }

  /** Takes off some values, the deepest first in the answer. */
  List<@Nullable Object> pop(int count) throws RefusedException {
    List<@Nullable Object> popped = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      popped.add(0, pop());
    }
    return popped;
  }

  /** Takes off a topmost mark that has nothing above it; false if there is none. */
  boolean popMark() {
    if (!marks.isEmpty() && marks.get(marks.size() - 1) == values.size()) {
      marks.remove(marks.size() - 1);
      return true;
    }
    return false;
  }

  /** The one value that a whole pickle leaves. */
  @Nullable Object result() throws RefusedException {
    if (values.size() != 1 || !marks.isEmpty()) {
      throw new RefusedException(
          "the stack holds "
              + values.size()
              + " values and "
              + marks.size()
              + " marks at the end, expected one value");
    }
    return values.get(0);
  }

  private void requireValue() throws RefusedException {
    int bottom = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (values.size() <= bottom) {
      throw new RefusedException("the stack is empty");
    }
  }

  /** Only growth beyond the deepest stack so far costs memory. */
  private void chargeGrowth() throws RefusedException {
    if (values.size() + marks.size() >= charged) {
      budget.charge(2 * MemoryBudget.SLOT);
      charged++;
    }
  }
}
