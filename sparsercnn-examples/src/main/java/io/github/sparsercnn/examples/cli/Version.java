package io.github.sparsercnn.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  /** Filled in by the build. */
  private static final String RESOURCE = "version.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties versions = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      versions.load(stream);
    }
    return new String[] {
      "sparsercnn " + versions.getProperty("sparsercnn"),
      "LibTorch and JavaCPP " + versions.getProperty("pytorch"),
      "Java " + Runtime.version()
    };
  }
}
