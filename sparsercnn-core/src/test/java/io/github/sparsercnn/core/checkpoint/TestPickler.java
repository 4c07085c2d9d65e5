package io.github.sparsercnn.core.checkpoint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pickles plain values by the rules of Python's own pickler, in every protocol: the same opcodes,
 * memo and batches. Tuples are {@link PickleTuple}s.
 */
final class TestPickler {
  private static final int BATCH = 1000;

  private final int protocol;
  private final PickleAssembler out = new PickleAssembler();
  private final IdentityHashMap<Object, Integer> memo = new IdentityHashMap<>();

  private TestPickler(int protocol) {
    this.protocol = protocol;
  }

  static byte[] pickle(Object value, int protocol) {
    TestPickler pickler = new TestPickler(protocol);
    pickler.save(value);
    pickler.out.stop();
    byte[] body = pickler.out.bytes();
    PickleAssembler whole = new PickleAssembler();
    if (protocol >= 2) {
      whole.op(PickleOpcode.PROTO).u1(protocol);
    }
    if (protocol >= 4 && body.length >= 4) {
      whole.op(PickleOpcode.FRAME).u8(body.length);
    }
    return whole.raw(body).bytes();
  }

  private void save(Object value) {
    Integer known = memo.get(value);
    if (value == null) {
      out.op(PickleOpcode.NONE);
    } else if (known != null) {
      get(known);
    } else if (value instanceof Boolean truth) {
      save(truth);
    } else if (value instanceof Long number) {
      save(BigInteger.valueOf(number));
    } else if (value instanceof BigInteger number) {
      save(number);
    } else if (value instanceof Double number) {
      save(number);
    } else if (value instanceof String text) {
      save(text);
      put(text);
    } else if (value instanceof byte[] bytes) {
      save(bytes);
      put(bytes);
    } else if (value instanceof PickleTuple tuple) {
      save(tuple);
    } else if (value instanceof List<?> list) {
      save(list);
    } else if (value instanceof Map<?, ?> dict) {
      save(dict);
    } else {
      save((Set<?>) value);
    }
  }

  private void save(Boolean value) {
    if (protocol >= 2) {
      out.op(value ? PickleOpcode.NEWTRUE : PickleOpcode.NEWFALSE);
    } else {
      out.op(PickleOpcode.INT).line(value ? "01" : "00");
    }
  }

  private void save(BigInteger value) {
    boolean small = value.bitLength() < Integer.SIZE;
    if (protocol == 0) {
      out.op(small ? PickleOpcode.INT : PickleOpcode.LONG).line(value + (small ? "" : "L"));
    } else if (small && value.signum() >= 0 && value.bitLength() <= 8) {
      out.op(PickleOpcode.BININT1).u1(value.intValue());
    } else if (small && value.signum() >= 0 && value.bitLength() <= 16) {
      out.op(PickleOpcode.BININT2).u2(value.intValue());
    } else if (small) {
      out.op(PickleOpcode.BININT).u4(value.intValue());
    } else if (protocol == 1) {
      out.op(PickleOpcode.LONG).line(value + "L");
    } else {
      byte[] bigEndian = value.toByteArray();
      if (bigEndian.length < 256) {
        out.op(PickleOpcode.LONG1).u1(bigEndian.length);
      } else {
        out.op(PickleOpcode.LONG4).u4(bigEndian.length);
      }
      for (int i = bigEndian.length - 1; i >= 0; i--) {
        out.u1(bigEndian[i]);
      }
    }
  }

  private void save(Double value) {
    if (protocol >= 1) {
      out.op(PickleOpcode.BINFLOAT).u8(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    } else if (value.isNaN()) {
      out.op(PickleOpcode.FLOAT).line("nan");
    } else if (value.isInfinite()) {
      out.op(PickleOpcode.FLOAT).line(value > 0 ? "inf" : "-inf");
    } else {
      out.op(PickleOpcode.FLOAT).line(value.toString().replace('E', 'e'));
    }
  }

  private void save(String value) {
    if (protocol == 0) {
      out.op(PickleOpcode.UNICODE).line(rawUnicodeEscape(value));
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (protocol >= 4 && utf8.length < 256) {
      out.op(PickleOpcode.SHORT_BINUNICODE).u1(utf8.length).raw(utf8);
    } else {
      out.op(PickleOpcode.BINUNICODE).u4(utf8.length).raw(utf8);
    }
  }

  private static String rawUnicodeEscape(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              if (c > 0xffff) {
                escaped.append("\\U").append(hex(c, 8));
              } else if (c > 0xff || "\\\0\n\r\u001a".indexOf(c) >= 0) {
                escaped.append("\\u").append(hex(c, 4));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static String hex(int value, int digits) {
    String hex = Integer.toHexString(value);
    return "0".repeat(digits - hex.length()) + hex;
  }

  private void save(byte[] value) {
    if (protocol >= 3) {
      if (value.length < 256) {
        out.op(PickleOpcode.SHORT_BINBYTES).u1(value.length).raw(value);
      } else {
        out.op(PickleOpcode.BINBYTES).u4(value.length).raw(value);
      }
    } else if (value.length == 0) {
      reduce("__builtin__", "bytes", List.of());
    } else {
      String latin1 = new String(value, StandardCharsets.ISO_8859_1);
      reduce("_codecs", "encode", List.of(latin1, "latin1"));
    }
  }

  private void save(PickleTuple tuple) {
    int size = tuple.size();
    boolean counted = protocol >= 2 && size <= 3;
    if (size == 0 && protocol >= 1) {
      out.op(PickleOpcode.EMPTY_TUPLE);
      return;
    }
    if (!counted) {
      out.op(PickleOpcode.MARK);
    }
    tuple.items().forEach(this::save);
    PickleOpcode[] byCount = {
      PickleOpcode.EMPTY_TUPLE, PickleOpcode.TUPLE1, PickleOpcode.TUPLE2, PickleOpcode.TUPLE3
    };
    out.op(counted ? byCount[size] : PickleOpcode.TUPLE);
    put(tuple);
  }

  private void save(List<?> list) {
    open(PickleOpcode.EMPTY_LIST, PickleOpcode.LIST, list);
    for (int start = 0; start < list.size(); start += protocol == 0 ? 1 : BATCH) {
      List<?> batch = list.subList(start, Math.min(list.size(), start + BATCH));
      if (protocol == 0 || batch.size() == 1) {
        save(batch.get(0));
        out.op(PickleOpcode.APPEND);
      } else {
        out.op(PickleOpcode.MARK);
        batch.forEach(this::save);
        out.op(PickleOpcode.APPENDS);
      }
    }
  }

  private void save(Map<?, ?> dict) {
    open(PickleOpcode.EMPTY_DICT, PickleOpcode.DICT, dict);
    boolean one = protocol == 0 || dict.size() == 1;
    if (!one && !dict.isEmpty()) {
      out.op(PickleOpcode.MARK);
    }
    dict.forEach(
        (key, value) -> {
          save(key);
          save(value);
          if (one) {
            out.op(PickleOpcode.SETITEM);
          }
        });
    if (!one && !dict.isEmpty()) {
      out.op(PickleOpcode.SETITEMS);
    }
  }

  private void save(Set<?> set) {
    boolean frozen = !(set instanceof HashSet);
    if (protocol < 4) {
      reduce("__builtin__", frozen ? "frozenset" : "set", List.of(List.copyOf(set)));
    } else if (frozen) {
      out.op(PickleOpcode.MARK);
      set.forEach(this::save);
      out.op(PickleOpcode.FROZENSET);
    } else {
      out.op(PickleOpcode.EMPTY_SET);
      put(set);
      out.op(PickleOpcode.MARK);
      set.forEach(this::save);
      out.op(PickleOpcode.ADDITEMS);
      return;
    }
    put(set);
  }

  private void open(PickleOpcode empty, PickleOpcode ofMark, Object value) {
    if (protocol == 0) {
      out.op(PickleOpcode.MARK, ofMark);
    } else {
      out.op(empty);
    }
    put(value);
  }

  private void reduce(String module, String name, List<?> arguments) {
    out.global(module, name);
    save(new PickleTuple(List.copyOf(arguments)));
    out.op(PickleOpcode.REDUCE);
  }

  private void put(Object value) {
    int index = memo.size();
    if (memo.put(value, index) != null) {
      throw new IllegalArgumentException("holds itself");
    }
    if (protocol >= 4) {
      out.op(PickleOpcode.MEMOIZE);
    } else if (protocol == 0) {
      out.op(PickleOpcode.PUT).line(String.valueOf(index));
    } else if (index < 256) {
      out.op(PickleOpcode.BINPUT).u1(index);
    } else {
      out.op(PickleOpcode.LONG_BINPUT).u4(index);
    }
  }

  private void get(int index) {
    if (protocol == 0) {
      out.op(PickleOpcode.GET).line(String.valueOf(index));
    } else if (index < 256) {
      out.op(PickleOpcode.BINGET).u1(index);
    } else {
      out.op(PickleOpcode.LONG_BINGET).u4(index);
    }
  }
}
