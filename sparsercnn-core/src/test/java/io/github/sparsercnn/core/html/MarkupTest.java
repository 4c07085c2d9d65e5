package io.github.sparsercnn.core.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.core.testing.WellFormed;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class MarkupTest {
  @Property(tries = 300)
  void anyText_isReadBackOrReplacedByOneSign(@ForAll String text) {
    Markup markup = new Markup();
    markup.open("p", "title", text).text(text).close("p");

    Element p = WellFormed.parse(markup.document()).getDocumentElement();

    String expected = expected(text);
    assertThat(p.getTextContent()).isEqualTo(expected);
    assertThat(p.getAttribute("title")).isEqualTo(expected.replace('\n', ' ').replace('\t', ' '));
  }

  private static String expected(String text) {
    StringBuilder expected = new StringBuilder();
    text.codePoints()
        .forEach(
            letter -> {
              boolean isDirection =
                  (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
              boolean isControl =
                  Character.isISOControl(letter) && letter != '\n' && letter != '\t';
              boolean isBroken =
                  (letter >= 0xD800 && letter <= 0xDFFF) || letter == 0xFFFE || letter == 0xFFFF;
              expected.appendCodePoint(isDirection || isControl || isBroken ? 0xFFFD : letter);
            });
    return expected.toString();
  }

  @Test
  void markup_cannotBeSmuggledIn() {
    Markup markup = new Markup();
    markup.element("p", "</p><script>alert(1)</script>&amp;", "title", "\"><img src='x'>");

    assertThat(markup.document())
        .contains("&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;")
        .contains("title=\"&quot;&gt;&lt;img src=&#39;x&#39;&gt;\"");
  }

  @Test
  void elements_mustBeClosedInOrder() {
    Markup markup = new Markup();
    markup.open("table").open("tr");

    assertThatThrownBy(() -> markup.close("table")).hasMessageContaining("tr is open");
    assertThatThrownBy(new Markup().open("p")::document).hasMessageContaining("[p]");
  }
}
