package io.github.sparsercnn.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.bytedeco.pytorch.Tensor;

/** The rooms of the core and the arrows between them. */
@AnalyzeClasses(
    packages = "io.github.sparsercnn.core",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  private static final String ROOT = "io.github.sparsercnn.core.";

  @ArchTest
  static final ArchRule arrowsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("inference")
          .definedBy(ROOT + "inference..")
          .layer("training")
          .definedBy(ROOT + "training..")
          .layer("evaluation")
          .definedBy(ROOT + "evaluation..")
          .layer("inspection")
          .definedBy(ROOT + "inspection..")
          .layer("visual")
          .definedBy(ROOT + "visual..")
          .layer("criterion")
          .definedBy(ROOT + "criterion..")
          .layer("network")
          .definedBy(ROOT + "network..")
          .layer("proposal")
          .definedBy(ROOT + "proposal..")
          .layer("box")
          .definedBy(ROOT + "box..")
          .layer("torch")
          .definedBy(ROOT + "torch..")
          .layer("distributed")
          .definedBy(ROOT + "distributed..")
          .layer("html")
          .definedBy(ROOT + "html..")
          .layer("dataset")
          .definedBy(ROOT + "dataset..")
          .layer("image")
          .definedBy(ROOT + "image..")
          .layer("checkpoint")
          .definedBy(ROOT + "checkpoint..")
          .layer("config")
          .definedBy(ROOT + "config..")
          .whereLayer("training")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("inspection")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("inference")
          .mayOnlyBeAccessedByLayers("training", "inspection")
          .whereLayer("criterion")
          .mayOnlyBeAccessedByLayers("training")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("inference", "training", "criterion", "inspection")
          .whereLayer("proposal")
          .mayOnlyBeAccessedByLayers("inference", "training", "criterion", "network")
          .whereLayer("box")
          .mayOnlyBeAccessedByLayers("criterion", "network", "proposal")
          .whereLayer("torch")
          .mayOnlyBeAccessedByLayers(
              "inference",
              "training",
              "criterion",
              "inspection",
              "network",
              "proposal",
              "box",
              "distributed")
          .whereLayer("dataset")
          .mayOnlyBeAccessedByLayers("training", "evaluation")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers(
              "inference", "training", "evaluation", "inspection", "visual", "dataset")
          .whereLayer("html")
          .mayOnlyBeAccessedByLayers("evaluation", "inspection");

  private static final DescribedPredicate<JavaClass> LIBTORCH_BUT_TENSOR =
      resideInAnyPackage("org.bytedeco..")
          .and(DescribedPredicate.not(type(Tensor.class)))
          .as("classes of the LibTorch presets other than Tensor");

  @ArchTest
  static final ArchRule libTorchHasThreeHomes =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "torch..", ROOT + "distributed..", ROOT + "proposal..")
          .should(dependOnClassesThat(LIBTORCH_BUT_TENSOR));

  @ArchTest
  static final ArchRule filesAreReadWithoutNativeCode =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "checkpoint..",
              ROOT + "config..",
              ROOT + "image..",
              ROOT + "dataset..",
              ROOT + "evaluation..",
              ROOT + "html..",
              ROOT + "visual..")
          .should(dependOnClassesThat(resideInAnyPackage("org.bytedeco..")));
}
