package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Boxes over a picture as SVG, so that they are sharp at any size. Tags are drawn last, where there
 * is room. Not thread-safe.
 */
final class BoxDrawing {
  /** The mean width of a letter, as a part of the font's size. */
  private static final double LETTER_WIDTH = 0.58;

  private static final double TAG_HEIGHT = 1.35;
  private static final double BASELINE = 1.02;
  private static final int LONGEST_LABEL = 16;

  /** The gap between the two lines of a double box, as a part of the font's size. */
  private static final double GAP = 0.3;

  private final Markup page;
  private final Region view;
  private final double letter;
  private final List<Tag> tags = new ArrayList<>();

  private record Tag(Mark mark, String text, Region place) {}

  /**
   * Starts a drawing.
   *
   * @param view what is shown
   * @param letters how many letters fit side by side
   */
  BoxDrawing(Markup page, Region view, int letters) {
    this.page = page;
    this.view = view;
    letter = Math.min(view.width(), 1.5 * view.height()) / letters / LETTER_WIDTH;
  }

  /** Draws the picture, or blank ground. */
  void ground(PictureShelf.View picture, String id) {
    String[] place = rectangle(view);
    picture
        .dataUri()
        .ifPresentOrElse(
            uri ->
                page.leaf(
                    "image", with(place, "id", id, "href", uri, "preserveAspectRatio", "none")),
            () -> page.leaf("rect", with(place, "class", "blank")));
  }

  /**
   * Draws a box.
   *
   * @param box where
   * @param title what a pointer that rests on it is told
   */
  void box(Mark mark, Region box, String title) {
    page.open("g", "class", "box " + mark.style());
    page.element("title", title);
    page.leaf("rect", with(rectangle(box), "class", "halo"));
    page.leaf("rect", with(rectangle(box), "class", "line"));
    double gap = GAP * letter;
    if (mark == Mark.DOUBLE && Math.min(box.width(), box.height()) > 2 * gap) {
      Region inner =
          new Region(box.x() + gap, box.y() + gap, box.width() - 2 * gap, box.height() - 2 * gap);
      page.leaf("rect", with(rectangle(inner), "class", "line"));
    }
    page.close("g");
  }

  /** Puts a tag at a box, once all boxes are drawn. */
  void tag(Mark mark, Region box, String label) {
    String text = (mark.sign() + " " + shorten(label)).strip();
    double width = (text.codePointCount(0, text.length()) + 1) * LETTER_WIDTH * letter;
    double height = TAG_HEIGHT * letter;
    double right = box.x() + box.width() - width;
    double bottom = box.y() + box.height();
    Region first = inView(box.x(), box.y() - height, width, height);
    Region place =
        Stream.of(
                first,
                inView(box.x(), bottom, width, height),
                inView(right, box.y() - height, width, height),
                inView(right, bottom, width, height),
                inView(box.x() + box.width(), box.y(), width, height),
                inView(box.x() - width, box.y(), width, height),
                inView(box.x(), box.y(), width, height),
                inView(box.x(), bottom - height, width, height))
            .filter(this::isFree)
            .findFirst()
            .orElse(first);
    tags.add(new Tag(mark, text, place));
  }

  private static String shorten(String label) {
    int[] letters = label.codePoints().limit(LONGEST_LABEL + 1).toArray();
    return letters.length <= LONGEST_LABEL
        ? label
        : new String(letters, 0, LONGEST_LABEL - 1).strip() + "…";
  }

  private Region inView(double x, double y, double width, double height) {
    return new Region(
        Math.max(view.x(), Math.min(x, view.x() + view.width() - width)),
        Math.max(view.y(), Math.min(y, view.y() + view.height() - height)),
        width,
        height);
  }

  private boolean isFree(Region place) {
    return tags.stream().map(Tag::place).noneMatch(place::overlaps);
  }

  /** Draws the tags. */
  void finish() {
    for (Tag tag : tags) {
      page.open("g", "class", "tag " + tag.mark.style());
      page.leaf("rect", rectangle(tag.place));
      page.element(
          "text",
          tag.text,
          "x",
          Shown.coordinate(tag.place.x() + LETTER_WIDTH * letter / 2),
          "y",
          Shown.coordinate(tag.place.y() + BASELINE * letter),
          "font-size",
          Shown.coordinate(letter),
          "textLength",
          Shown.coordinate(tag.place.width() - LETTER_WIDTH * letter),
          "lengthAdjust",
          "spacingAndGlyphs");
      page.close("g");
    }
  }

  private static String[] rectangle(Region box) {
    return new String[] {
      "x", Shown.coordinate(box.x()),
      "y", Shown.coordinate(box.y()),
      "width", Shown.coordinate(box.width()),
      "height", Shown.coordinate(box.height())
    };
  }

  private static String[] with(String[] attributes, String... more) {
    return Stream.of(attributes, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
