package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one pickle of protocols 0 to 5 against the {@linkplain AllowedGlobals allow-list}. It loads
 * no class and calls nothing but what is written in this package. Opcodes only act on the kinds of
 * values that Python's pickler would use them on.
 *
 * <p>What it makes is {@code null}, {@link String}, {@link Long}, {@link java.math.BigInteger},
 * {@link Double}, {@link Boolean}, {@link ByteBuffer} for bytes, {@link ArrayList}, {@link
 * LinkedHashMap}, {@link LinkedHashSet}, {@link PickleTuple}, {@link PickleGlobal} and pending
 * tensors; {@link PickleGraph} turns them into what users see.
 */
final class PickleMachine {
  private static final int HIGHEST_PROTOCOL = 5;

  private final PickleStream in;
  private final PersistentIds persistentIds;
  private final MemoryBudget budget;
  private final PickleStack stack;
  private final Map<Long, @Nullable Object> memo = new HashMap<>();

  /** What a file's persistent ids stand for. */
  interface PersistentIds {
    /** In a file without any. */
    PersistentIds NONE =
        id -> {
          throw new RefusedException("refuses a persistent id: only torch.save writes them");
        };

    @Nullable Object load(@Nullable Object id) throws RefusedException;
  }

  PickleMachine(PickleStream in, PersistentIds persistentIds, MemoryBudget budget) {
    this.in = in;
    this.persistentIds = persistentIds;
    this.budget = budget;
    this.stack = new PickleStack(budget);
  }

  /**
   * Runs to the end of the pickle.
   *
   * @throws RefusedException that names the opcode and its offset from the start of the pickle
   */
  @Nullable Object run() throws RefusedException {
    while (true) {
      long offset = in.position();
      PickleOpcode opcode = null;
      try {
        opcode = in.opcode();
        if (opcode == PickleOpcode.STOP) {
          return stack.result();
        }
        execute(opcode);
      } catch (RefusedException e) {
        throw new RefusedException(
            e.getMessage()
                + " (at byte "
                + offset
                + " of the pickle"
                + (opcode == null ? ")" : ", opcode " + opcode + ")"),
            e);
      }
    }
  }

  private void execute(PickleOpcode opcode) throws RefusedException {
    switch (opcode) {
      case PROTO -> checkProtocol(in.u1());
      case FRAME -> checkFrame(in.u8());

      case MARK -> stack.mark();
      case POP -> {
        if (!stack.popMark()) {
          stack.pop();
        }
      }
      case POP_MARK -> stack.popToMark();
      case DUP -> stack.push(stack.peek());

      case PUT -> memoize(memoIndex(in.line()));
      case BINPUT -> memoize(in.u1());
      case LONG_BINPUT -> memoize(in.u4());
      case MEMOIZE -> memoize(memo.size());
      case GET -> stack.push(recall(memoIndex(in.line())));
      case BINGET -> stack.push(recall(in.u1()));
      case LONG_BINGET -> stack.push(recall(in.u4()));

      case NONE -> stack.push(null);
      case NEWTRUE -> stack.push(true);
      case NEWFALSE -> stack.push(false);
      case INT -> pushObject(PickleText.integerOrBoolean(in.line()));
      case LONG -> pushObject(PickleText.integer(in.line()));
      case BININT -> pushObject((long) in.i4());
      case BININT1 -> pushObject((long) in.u1());
      case BININT2 -> pushObject((long) in.u2());
      case LONG1 -> pushObject(in.integer(in.u1()));
      case LONG4 -> pushObject(in.integer(in.u4()));
      case FLOAT -> pushObject(PickleText.real(in.line()));
      case BINFLOAT -> pushObject(in.f8BigEndian());

      case STRING -> pushObject(PickleText.quoted(in.line()));
      case SHORT_BINSTRING -> pushObject(in.latin1(in.u1()));
      case BINSTRING -> pushObject(in.latin1(in.u4()));
      case UNICODE -> pushObject(PickleText.rawUnicodeEscaped(in.line()));
      case SHORT_BINUNICODE -> pushObject(in.utf8(in.u1()));
      case BINUNICODE -> pushObject(in.utf8(in.u4()));
      case BINUNICODE8 -> pushObject(in.utf8(in.u8()));
      case SHORT_BINBYTES -> stack.push(in.bytes(in.u1()));
      case BINBYTES -> stack.push(in.bytes(in.u4()));
      case BINBYTES8, BYTEARRAY8 -> stack.push(in.bytes(in.u8()));

      case EMPTY_TUPLE -> pushObject(new PickleTuple(List.of()));
      case TUPLE1 -> pushObject(new PickleTuple(stack.pop(1)));
      case TUPLE2 -> pushObject(new PickleTuple(stack.pop(2)));
      case TUPLE3 -> pushObject(new PickleTuple(stack.pop(3)));
      case TUPLE -> pushObject(new PickleTuple(stack.popToMark()));
      case EMPTY_LIST -> pushObject(new ArrayList<>(0));
      case LIST -> pushObject(stack.popToMark());
      case APPEND -> append(stack.pop(1));
      case APPENDS -> append(stack.popToMark());
      case EMPTY_DICT -> pushObject(new LinkedHashMap<>());
      case DICT -> pushDict(stack.popToMark());
      case SETITEM -> setItems(stack.pop(2));
      case SETITEMS -> setItems(stack.popToMark());
      case EMPTY_SET -> pushObject(new LinkedHashSet<>());
      case FROZENSET -> pushFrozenSet(stack.popToMark());
      case ADDITEMS -> addItems(stack.popToMark());

      case GLOBAL -> pushObject(AllowedGlobals.find(in.line(), in.line()));
      case STACK_GLOBAL -> pushNamedGlobal(new PickleTuple(stack.pop(2)));
      case REDUCE, NEWOBJ -> call(new PickleTuple(stack.pop(2)));
      case BUILD -> build(stack.pop(), stack.peek());
      case BINPERSID -> stack.push(persistentIds.load(stack.pop()));

      case INST, OBJ, NEWOBJ_EX, EXT1, EXT2, EXT4, PERSID, NEXT_BUFFER, READONLY_BUFFER ->
          throw new RefusedException(
              "refuses " + opcode + ", which no file of weights uses", AllowedGlobals.ADVICE);
      case STOP -> throw new IllegalStateException("STOP ends the loop");
    }
  }

  private static void checkProtocol(int protocol) throws RefusedException {
    if (protocol > HIGHEST_PROTOCOL) {
      throw new RefusedException(
          "has pickle protocol " + protocol + ", expected at most " + HIGHEST_PROTOCOL);
    }
  }

  private void checkFrame(long length) throws RefusedException {
    if (length > in.remaining()) {
      throw new RefusedException(
          "announces a frame of " + length + " bytes where " + in.remaining() + " are left");
    }
  }

  /** An index below the number of bytes: every entry costs at least one byte of the pickle. */
  private void memoize(long index) throws RefusedException {
    if (index >= in.length()) {
      throw new RefusedException(
          "memo index " + index + " in a pickle of " + in.length() + " bytes");
    }
    budget.charge(MemoryBudget.ENTRY);
    memo.put(index, stack.peek());
  }

  private @Nullable Object recall(long index) throws RefusedException {
    Object value = memo.get(index);
    if (value == null && !memo.containsKey(index)) {
      throw new RefusedException("nothing was put under memo index " + index);
    }
    return value;
  }

  private static long memoIndex(String line) throws RefusedException {
    if (PickleText.integer(line) instanceof Long index && index >= 0) {
      return index;
    }
    throw new RefusedException("has the memo index " + PickleText.excerpt(line));
  }

  private void pushObject(Object value) throws RefusedException {
    budget.charge(MemoryBudget.OBJECT);
    stack.push(value);
  }

  @SuppressWarnings("unchecked") // the machine makes no other lists
  private void append(List<@Nullable Object> items) throws RefusedException {
    if (!(stack.peek() instanceof ArrayList<?> list)) {
      throw new RefusedException("appends to " + PythonKind.of(stack.peek()) + ", expected a list");
    }
    budget.charge(items.size(), MemoryBudget.SLOT);
    ((List<@Nullable Object>) list).addAll(items);
  }

  private void pushDict(List<@Nullable Object> keysAndValues) throws RefusedException {
    Map<@Nullable Object, @Nullable Object> dict = new LinkedHashMap<>();
    PickleKeys.putAll(dict, keysAndValues, budget);
    pushObject(dict);
  }

  private void setItems(List<@Nullable Object> keysAndValues) throws RefusedException {
    PickleKeys.putAll(PickleKeys.dict(stack.peek()), keysAndValues, budget);
  }

  @SuppressWarnings("unchecked") // the machine makes no other sets
  private void addItems(List<@Nullable Object> items) throws RefusedException {
    if (!(stack.peek() instanceof LinkedHashSet<?> set)) {
      throw new RefusedException("adds to " + PythonKind.of(stack.peek()) + ", expected a set");
    }
    PickleKeys.addAll((LinkedHashSet<@Nullable Object>) set, items, budget);
  }

  private void pushFrozenSet(List<@Nullable Object> items) throws RefusedException {
    LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
    PickleKeys.addAll(set, items, budget);
    pushObject(Collections.unmodifiableSet(set));
  }

  private void pushNamedGlobal(PickleTuple moduleAndName) throws RefusedException {
    pushObject(AllowedGlobals.find(moduleAndName.string(0), moduleAndName.string(1)));
  }

  private void call(PickleTuple callableAndArguments) throws RefusedException {
    Object callable = callableAndArguments.get(0);
    if (!(callable instanceof PickleGlobal.Function function)) {
      throw new RefusedException("calls " + PythonKind.of(callable) + ", expected a function");
    }
    PickleTuple arguments = callableAndArguments.get(1, PickleTuple.class, "a tuple of arguments");
    budget.charge(MemoryBudget.OBJECT);
    try {
      stack.push(function.body().call(arguments, budget));
    } catch (RefusedException e) {
      throw new RefusedException("calling " + function.name() + ": " + e.getMessage(), e);
    }
  }

  private static void build(@Nullable Object state, @Nullable Object target)
      throws RefusedException {
    if (!(target instanceof PickleGlobal.Buildable buildable)) {
      throw new RefusedException("sets the state of " + PythonKind.of(target) + ", which has none");
    }
    buildable.build(state);
  }
}
