package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A shell script that behaves like Python as far as the benchmarks can see. */
public final class FakePython {
  private final Path script;
  private final Path calls;

  /**
   * Writes the script.
   *
   * @param folder where it goes, with a list of its calls
   * @param figures the figures that it finds in every evaluation
   */
  public FakePython(Path folder, String figures) throws IOException {
    script = folder.resolve("fake-python");
    calls = Files.writeString(folder.resolve("calls"), "");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$*" >>'CALLS'
        case "$*" in
          --version) echo "Python 3.99" ;;
          "-m venv "*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
          *broken*) echo "no matching distribution for broken" && exit 3 ;;
          "-m pip "*) ;;
          *worker.py*'"job":"resize"'*) echo "no compiler" >&2 && exit 3 ;;
          *worker.py*)
            echo '{"name": "fake", "figures": [1]}'
            while read -r line; do echo '{"millis": 2.5}'; done ;;
          *) echo '{"stats": FIGURES}' >"$5" ;;
        esac
        """
            .replace("CALLS", calls.toString())
            .replace("FIGURES", figures));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Its command. */
  public String command() {
    return script.toString();
  }

  /** The arguments of all calls so far. */
  public List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }
}
