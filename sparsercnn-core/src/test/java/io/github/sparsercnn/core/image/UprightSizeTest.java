package io.github.sparsercnn.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UprightSizeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.github.sparsercnn.core.image.PictureFiles#names")
  void size_isThatOfTheDecodedPicture(String name) throws IOException {
    Path file = Files.write(folder.resolve("picture"), PictureFiles.bytes(name));
    assertThat(ImageDecoder.size(file, DecodeOptions.DEFAULT))
        .isEqualTo(PictureFiles.decode(name).size());
  }

  @Test
  void unreadablePicture_isNamed() throws IOException {
    Path file = Files.write(folder.resolve("x.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, 1});
    assertThatThrownBy(() -> ImageDecoder.size(file, DecodeOptions.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(file.toString());
  }
}
