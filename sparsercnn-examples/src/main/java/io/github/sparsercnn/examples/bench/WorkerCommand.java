package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.examples.bench.work.Job;
import io.github.sparsercnn.examples.bench.work.JobSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sparsercnn bench worker}: does a job whenever a line comes in on stdin, and answers each
 * with a line of JSON on stdout. The first answer comes unasked, when the job has been warmed up;
 * between the answers the process sleeps.
 */
@Command(name = "worker", hidden = true, description = "This project's side of a comparison.")
final class WorkerCommand implements Callable<Integer> {
  /** Names, separated by commas, of what the network shall do without; read by the core. */
  private static final String WITHOUT = "sparsercnn.without";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SPEC")
  private String text;

  @Override
  public Integer call() throws IOException {
    JobSpec work = JobSpec.parse(text);
    if (!work.text("without").isEmpty()) {
      System.setProperty(WITHOUT, work.text("without"));
    }
    Job job;
    try {
      job = Job.of(work);
    } catch (ConfigException e) {
      answer(answer().put("unavailable", e.getMessage()));
      return ExitCode.OK;
    }
    try (job) {
      serve(job, work);
    }
    return ExitCode.OK;
  }

  private void serve(Job job, JobSpec work) throws IOException {
    job.run();
    String without = work.text("without");
    ObjectNode ready =
        answer().put("name", "sparsercnn" + (without.isEmpty() ? "" : " without " + without));
    for (double figure : job.figures()) {
      ready.withArray("figures").add(figure);
    }
    ObjectNode facts = ready.putObject("facts");
    facts.put("threads", work.number("threads"));
    job.facts().forEach(facts::put);
    long start = System.nanoTime();
    for (int done = 1;
        done < work.number("warm_up_runs")
            || Measurement.millisSince(start) < work.number("warm_up_millis");
        done++) {
      job.run();
    }
    answer(ready);
    int repeats = work.number("repeats");
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (requests.readLine() != null) {
      start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        job.run();
      }
      answer(answer().put("millis", Measurement.millisSince(start) / repeats));
    }
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void answer(ObjectNode answer) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(JSON.writeValueAsString(answer));
    out.flush();
  }
}
