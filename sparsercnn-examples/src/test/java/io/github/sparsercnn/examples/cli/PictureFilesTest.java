package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ImageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws Exception {
    Files.createDirectories(folder.resolve("sub"));
    for (String name : List.of("b.JPG", "a.png", "notes.txt", "sub/c.webp", "x[1].png")) {
      Files.createFile(folder.resolve(name));
    }
  }

  private List<String> expand(String... words) throws Exception {
    return PictureFiles.expand(List.of(words)).stream()
        .map(path -> folder.relativize(path).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void folder_meansThePicturesDirectlyInIt() throws Exception {
    assertThat(expand(folder.toString())).containsExactly("a.png", "b.JPG", "x[1].png");
  }

  @Test
  void files_keepTheirOrder() throws Exception {
    assertThat(expand(folder + "/b.JPG", folder + "/a.png", folder + "/b.JPG"))
        .containsExactly("b.JPG", "a.png", "b.JPG");
  }

  @Test
  void glob_meansTheFilesThatMatch() throws Exception {
    assertThat(expand(folder + "/*.{png,txt}")).containsExactly("a.png", "notes.txt", "x[1].png");
    assertThat(expand(folder + "/*/c*")).containsExactly("sub/c.webp");
    assertThat(expand(folder + "/**.webp")).containsExactly("sub/c.webp");
  }

  @Test
  void fileWithGlobCharacters_meansItself() throws Exception {
    assertThat(expand(folder + "/x[1].png")).containsExactly("x[1].png");
  }

  @Test
  void absentPictures_areNamed() {
    assertThatThrownBy(() -> expand(folder + "/absent.jpg"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("absent.jpg");
    assertThatThrownBy(() -> expand(folder + "/*.bmp"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("*.bmp");
    assertThatThrownBy(() -> expand(folder + "/nowhere/*.bmp"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void folderWithoutPictures_isNamed() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> expand(empty.toString()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(empty.toString());
  }
}
