package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.testing.WellFormed;
import java.util.List;
import java.util.stream.IntStream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A report as a tree: parsed as XML, which forgives nothing. */
final class Page {
  private final String source;
  private final Document document;

  Page(ReportContents contents) {
    source = HtmlReport.page(contents);
    document = WellFormed.parse(source);
  }

  String source() {
    return source;
  }

  /** All elements of a name, in order; {@code *} is any. */
  List<Element> all(String name) {
    return elements(document.getElementsByTagName(name));
  }

  static List<Element> all(Element within, String name) {
    return elements(within.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** The element with an id. */
  Element element(String id) {
    return all("*").stream()
        .filter(element -> element.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no element has the id " + id));
  }

  boolean has(String id) {
    return all("*").stream().anyMatch(element -> element.getAttribute("id").equals(id));
  }

  /** The text of a section, white space made single. */
  String text(String id) {
    return plain(element(id));
  }

  static String plain(Element element) {
    return element.getTextContent().replaceAll("\\s+", " ").strip();
  }

  /** The texts of the cells of each row of the tables in an element. */
  static List<List<String>> rows(Element within) {
    return all(within, "tr").stream()
        .map(
            row ->
                IntStream.range(0, row.getChildNodes().getLength())
                    .mapToObj(i -> row.getChildNodes().item(i))
                    .filter(Element.class::isInstance)
                    .map(cell -> plain((Element) cell))
                    .toList())
        .toList();
  }
}
