package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.GpuRecorder;
import io.github.sparsercnn.core.torch.GpuRecorder.Recording;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.OwnedTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes of a prepared network on a GPU that are recorded, one for each shape of batch, and from
 * then on started by one call instead of some hundreds.
 *
 * <p>A shape is recorded when it comes for the second time. Only for proposals that do not read
 * pictures: what an initializer does with feature maps may not be recordable. Thread-safe.
 */
public final class RecordedPasses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedPasses.class);

  /** Recordings kept; what they need beside shared memory is small. */
  private static final int MOST = 16;

  private final SparseRcnn network;
  private final GpuRecorder recorder;
  private final Map<List<Long>, Integer> visits = new HashMap<>();
  private final Map<List<Long>, Pass> passes = new HashMap<>();
  private boolean recordable = true;

  /**
   * Nothing is recorded yet.
   *
   * @param network prepared, on the recorder's GPU; closed by the caller after this
   * @param recorder closed with this
   */
  public RecordedPasses(SparseRcnn network, GpuRecorder recorder) {
    this.network = network;
    this.recorder = recorder;
  }

  /** A recording with what it reads and writes. */
  private record Pass(OwnedTensors owner, Tensor images, Proposals proposals, Recording recording) {
    void close() {
      recording.close();
      owner.close();
    }
  }

  /**
   * Runs the network. Must be called in an open scope, which frees the result.
   *
   * @param batch on the GPU
   * @return the output of the last stage
   */
  public synchronized StageOutput forward(ImageBatch batch) {
    Proposals proposals = network.start(List.of(), batch);
    Pass pass = passFor(batch.images(), proposals);
    if (pass == null) {
      return network.forward(batch.images(), proposals);
    }
    pass.images.copy_(batch.images());
    pass.proposals.boxes().copy_(proposals.boxes());
    pass.proposals.features().copy_(proposals.features());
    pass.recording.replay();
    // The next pass of this shape overwrites the results.
    List<Tensor> results = pass.recording.results().stream().map(Tensor::clone).toList();
    return new StageOutput(results.get(0), results.get(1), results.get(2));
  }

  private @Nullable Pass passFor(Tensor images, Proposals proposals) {
    List<Long> shape = List.of(images.size(0), images.size(2), images.size(3));
    int visit = visits.merge(shape, 1, Integer::sum);
    Pass pass = passes.get(shape);
    if (pass != null || visit == 1 || !recordable || !hasRoom(visit)) {
      return pass;
    }
    try {
      pass = record(images, proposals);
      passes.put(shape, pass);
    } catch (RuntimeException e) {
      recordable = false;
      LOG.warn("passes are not recorded: {}", NativeErrors.text(e));
    }
    return pass;
  }

  /** Makes room if another shape is seen less than half as often. */
  private boolean hasRoom(int visit) {
    if (passes.size() < MOST) {
      return true;
    }
    List<Long> rarest =
        passes.keySet().stream()
            .min((a, b) -> Integer.compare(visits.getOrDefault(a, 0), visits.getOrDefault(b, 0)))
            .orElseThrow();
    if (2 * visits.getOrDefault(rarest, 0) > visit) {
      return false;
    }
    Pass removed = passes.remove(rarest);
    if (removed != null) {
      removed.close();
    }
    return true;
  }

  private Pass record(Tensor images, Proposals proposals) {
    OwnedTensors owner = new OwnedTensors();
    try {
      Tensor pictures = owner.own(images.clone());
      Proposals start =
          new Proposals(
              owner.own(proposals.boxes().clone()), owner.own(proposals.features().clone()));
      Recording recording =
          recorder.record(
              () -> {
                StageOutput output = network.forward(pictures, start);
                return List.of(output.logits(), output.boxes(), output.features());
              });
      return new Pass(owner, pictures, start, recording);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Frees the recordings. */
  @Override
  public synchronized void close() {
    passes.values().forEach(Pass::close);
    passes.clear();
    recorder.close();
  }
}
