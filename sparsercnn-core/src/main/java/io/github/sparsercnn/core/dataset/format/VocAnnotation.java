package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.LabeledBox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What one XML file of Pascal VOC says. Files with a document type are refused, so that nothing
 * outside them is ever read.
 *
 * @param xml the file
 * @param filename of the picture, perhaps empty
 * @param width pixels, or 0 if unknown
 * @param height pixels, or 0 if unknown
 * @param objects in the order of the file
 */
record VocAnnotation(Path xml, String filename, int width, int height, List<Marked> objects) {
  private static final String NO_DOCUMENT_TYPE =
      "http://apache.org/xml/features/disallow-doctype-decl";

  /** An object with its corners as written. */
  record Marked(String name, double xmin, double ymin, double xmax, double ymax) {}

  /**
   * Reads a file.
   *
   * @throws DatasetException if it cannot be read or is not of that form
   */
  static VocAnnotation read(Path xml) {
    Element root = parse(xml);
    String place = xml.toString();
    if (!root.getTagName().equals("annotation")) {
      throw new DatasetException(
          place + ": the root is <" + root.getTagName() + ">, expected <annotation>");
    }
    Element size = child(root, "size");
    List<Marked> objects = new ArrayList<>();
    for (Element object : children(root, "object")) {
      objects.add(marked(object, place + ", object " + (objects.size() + 1)));
    }
    return new VocAnnotation(
        xml,
        text(root, "filename"),
        size == null ? 0 : pixels(size, "width", place),
        size == null ? 0 : pixels(size, "height", place),
        objects);
  }

  private static Element parse(Path xml) {
    try (InputStream in = Files.newInputStream(xml)) {
      return builder().parse(in).getDocumentElement();
    } catch (SAXParseException e) {
      throw new DatasetException(
          xml + ", line " + e.getLineNumber() + ": not a usable XML file: " + e.getMessage(), e);
    } catch (IOException | SAXException e) {
      throw new DatasetException(xml + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(NO_DOCUMENT_TYPE, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default one prints errors.
      builder.setErrorHandler(new DefaultHandler());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the Java runtime's own XML parser knows this", e);
    }
  }

  private static Marked marked(Element object, String place) {
    String name = text(object, "name");
    if (name.isEmpty()) {
      throw new DatasetException(place + ": <name> is missing, expected the object's class");
    }
    Element box = child(object, "bndbox");
    if (box == null) {
      throw new DatasetException(place + ": <bndbox> is missing");
    }
    Marked marked =
        new Marked(
            name,
            number(box, "xmin", place),
            number(box, "ymin", place),
            number(box, "xmax", place),
            number(box, "ymax", place));
    String problem = LabeledBox.problem(marked.xmin - 1, marked.ymin - 1, marked.xmax, marked.ymax);
    if (problem != null) {
      throw new DatasetException(place + ": " + problem);
    }
    return marked;
  }

  private static int pixels(Element size, String key, String place) {
    double pixels = text(size, key).isEmpty() ? 0 : number(size, key, place);
    if (pixels < 0 || pixels != (int) pixels) {
      throw new DatasetException(place + ": <" + key + "> is " + pixels + ", expected pixels");
    }
    return (int) pixels;
  }

  private static double number(Element parent, String key, String place) {
    String text = text(parent, key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DatasetException(place + ": <" + key + "> is '" + text + "', expected a number", e);
    }
  }

  private static String text(Element parent, String key) {
    Element child = child(parent, key);
    return child == null ? "" : child.getTextContent().strip();
  }

  private static @Nullable Element child(Element parent, String key) {
    List<Element> children = children(parent, key);
    return children.isEmpty() ? null : children.get(0);
  }

  /** The elements right below: parts of an object have boxes of their own, which do not count. */
  private static List<Element> children(Element parent, String key) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(key)) {
        children.add(element);
      }
    }
    return children;
  }
}
