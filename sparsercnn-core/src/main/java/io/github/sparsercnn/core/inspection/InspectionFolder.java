package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an inspection as pictures and a page that explains them. The same inspection gives the
 * same bytes.
 */
public final class InspectionFolder {
  private static final String PAGE = "index.html";

  private InspectionFolder() {}

  /**
   * Writes the pictures, or replaces those that are there. Missing folders are made.
   *
   * @param folder where to
   * @param title of the page, for example the name of the picture
   * @param inspection what to show
   * @param settings how much of it
   * @return what was written
   * @throws io.github.sparsercnn.ConfigException if the settings ask for a level or a proposal that
   *     the network lacks; nothing is written then
   * @throws io.github.sparsercnn.SparseRcnnException if a file cannot be written
   */
  public static InspectionResult write(
      Path folder, String title, Inspection inspection, InspectionSettings settings) {
    Findings findings = Findings.of(inspection, settings);
    List<InspectionPicture> pictures = pictures(findings);
    List<InspectionCheck> checks = InspectionCheck.all(findings);
    List<Path> files = new ArrayList<>();
    for (InspectionPicture picture : pictures) {
      Path file = folder.resolve(picture.file());
      AtomicFile.write(file, stream -> stream.write(picture.bytes()));
      files.add(file);
    }
    byte[] page =
        new InspectionPage(title, findings, pictures, checks)
            .document()
            .getBytes(StandardCharsets.UTF_8);
    Path index = folder.resolve(PAGE);
    AtomicFile.write(index, stream -> stream.write(page));
    return new InspectionResult(
        index,
        files,
        findings.levelFigures(),
        findings.stageFigures(),
        findings.top(),
        findings.chosen(),
        checks);
  }

  private static List<InspectionPicture> pictures(Findings findings) {
    List<InspectionPicture> pictures = new ArrayList<>();
    pictures.add(ProposalsPicture.of(findings));
    pictures.add(ProposalsAnimation.of(findings));
    pictures.add(FeatureMapsPicture.of(findings));
    pictures.add(PooledPicture.of(findings));
    pictures.add(AttentionPicture.of(findings));
    pictures.add(AttentionMatricesPicture.of(findings));
    for (int level = 0; level < findings.levels().size(); level++) {
      pictures.add(ChannelsPicture.of(findings, level));
    }
    return pictures;
  }
}
