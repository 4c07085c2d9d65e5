package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A Python with the packages of a benchmark: a virtual environment in a cache folder, made on first
 * use and again when the packages change. Several processes may ask for it at once.
 */
final class PythonEnvironment {
  private static final String CONTENTS = "contents.txt";

  private final Path folder;
  private final String python;
  private final List<String> packages;
  private final Runnable announcement;

  /**
   * Describes an environment; nothing happens yet.
   *
   * @param folder where it is, or will be made
   * @param python the interpreter to make it with
   * @param packages what pip installs: requirements with versions
   * @param announcement is run before they are installed, which takes a while
   */
  PythonEnvironment(Path folder, String python, List<String> packages, Runnable announcement) {
    this.folder = folder.toAbsolutePath();
    this.python = python;
    this.packages = List.copyOf(packages);
    this.announcement = announcement;
  }

  /**
   * Makes the environment unless it is there.
   *
   * @return its interpreter
   * @throws PythonMissingException if there is no Python, or the packages cannot be installed; the
   *     message says why
   */
  Path interpreter() throws InterruptedException {
    Path venv = folder.resolve("venv");
    Path interpreter = venv.resolve("bin/python");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        String contents = contents();
        Path contentsFile = folder.resolve(CONTENTS);
        if (!Files.isExecutable(interpreter)
            || !Files.exists(contentsFile)
            || !Files.readString(contentsFile).equals(contents)) {
          Files.deleteIfExists(contentsFile);
          announcement.run();
          install(venv, interpreter);
          Files.writeString(contentsFile, contents);
        }
        lock.release();
      }
    } catch (IOException e) {
      throw new PythonMissingException("cannot use the folder " + folder + ": " + e, e);
    }
    return interpreter;
  }

  /** What the environment is made of; the interpreter tells its version. */
  private String contents() throws InterruptedException {
    String version = run("there is no " + python, List.of(python, "--version"));
    return version + "\n" + String.join("\n", packages) + "\n";
  }

  private void install(Path venv, Path interpreter) throws InterruptedException {
    run(
        python + " cannot make a virtual environment",
        List.of(python, "-m", "venv", "--clear", venv.toString()));
    List<String> pip =
        new ArrayList<>(
            List.of(
                interpreter.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
                "--no-cache-dir", // the environment is kept; its packages need not be kept twice
                "--retries=1",
                "--timeout=20"));
    pip.addAll(packages);
    run("pip cannot install " + String.join(", ", packages), pip);
  }

  private String run(String complaint, List<String> command) throws InterruptedException {
    try {
      Path log = Files.createTempFile("sparsercnn-python-", ".log");
      try {
        ChildProcess process = new ChildProcess(command, log);
        process.run();
        return process.output();
      } catch (SparseRcnnException e) {
        throw new PythonMissingException(complaint + " (" + e.getMessage() + ")", e);
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new PythonMissingException(complaint + " (" + e.getMessage() + ")", e);
    }
  }
}
