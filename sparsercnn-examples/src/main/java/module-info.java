/** The command line and runnable examples of Sparse R-CNN. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.examples {
  requires ch.qos.logback.classic;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires io.github.sparsercnn.core;
  requires java.desktop;
  requires java.net.http;
  requires jdk.httpserver;
  requires me.tongfei.progressbar;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires xchart;
  requires static org.jspecify;

  exports io.github.sparsercnn.examples.serving;
  exports io.github.sparsercnn.examples.smear;
  exports io.github.sparsercnn.examples.video;

  uses io.github.sparsercnn.examples.video.VideoLibrary;

  opens io.github.sparsercnn.examples.bench to
      info.picocli;
  opens io.github.sparsercnn.examples.cli to
      info.picocli;
}
