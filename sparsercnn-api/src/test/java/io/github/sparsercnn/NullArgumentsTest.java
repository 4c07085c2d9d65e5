package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every public method and constructor of the values refuses every null. */
class NullArgumentsTest {
  private static final ImageSize SIZE = new ImageSize(4, 3);

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.ofEntries(
          Map.entry(String.class, "person"),
          Map.entry(Path.class, Path.of("a")),
          Map.entry(List.class, List.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(Precision.class, Precision.FP32),
          Map.entry(ImageSize.class, SIZE),
          Map.entry(Box.class, new Box(0, 0, 1, 1)),
          Map.entry(Boxes.class, Boxes.empty()),
          Map.entry(Categories.class, Categories.coco()),
          Map.entry(InputStream.class, new ByteArrayInputStream(new byte[0])),
          Map.entry(BufferedImage.class, new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB)),
          Map.entry(byte[].class, new byte[0]),
          Map.entry(float[].class, new float[0]),
          Map.entry(int[].class, new int[0]),
          Map.entry(DatasetSource.class, DatasetSource.of(Path.of("labels.json"))),
          Map.entry(DatasetSource[].class, new DatasetSource[] {DatasetSource.of(Path.of("a"))}),
          Map.entry(ParameterRule.class, ParameterRule.rate(".*", 1)),
          Map.entry(TestTimeAugmentation.class, TestTimeAugmentation.ofShortEdges(800)),
          Map.entry(Tiling.class, Tiling.of(800)),
          Map.entry(TrainingListener.class, new TrainingListener() {}),
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(float.class, 1f));

  @TestFactory
  List<DynamicTest> nulls_areRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> type :
        List.of(
            Box.class,
            Boxes.class,
            Categories.class,
            CocoResult.class,
            Detector.class,
            DetectorBuilder.class,
            Image.class,
            Image.Buffered.class,
            Image.File.class,
            Instance.class,
            Instances.class,
            ModelInfo.Builder.class,
            TrainerBuilder.class)) {
      for (Method method : type.getDeclaredMethods()) {
        boolean called =
            Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && !method.getName().equals("equals")
                && (Modifier.isStatic(method.getModifiers()) || instance(type) != null);
        if (called) {
          addTests(tests, type, method, nulled -> method.invoke(instance(type), nulled));
        }
      }
      for (var constructor : type.getConstructors()) {
        addTests(tests, type, constructor, constructor::newInstance);
      }
    }
    return tests;
  }

  private static Object instance(Class<?> type) {
    return type == TrainerBuilder.class
        ? Trainer.builder()
        : type == DetectorBuilder.class
            ? Detector.builder()
            : type == ModelInfo.Builder.class
                ? ModelInfo.builder()
                : type == Instances.class
                    ? Instances.none(SIZE, Categories.coco())
                    : ARGUMENTS.get(type);
  }

  private static void addTests(
      List<DynamicTest> tests, Class<?> type, Executable executable, Call call) {
    Class<?>[] parameters = executable.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isPrimitive()) {
        continue;
      }
      Object[] arguments = Arrays.stream(parameters).map(ARGUMENTS::get).toArray();
      arguments[i] = null;
      tests.add(
          DynamicTest.dynamicTest(
              type.getSimpleName() + "." + executable.getName() + " parameter " + i,
              () ->
                  assertThatThrownBy(() -> call.with(arguments))
                      .isInstanceOf(InvocationTargetException.class)
                      .hasCauseInstanceOf(NullPointerException.class)));
    }
  }

  private interface Call {
    Object with(Object... arguments) throws ReflectiveOperationException;
  }
}
