package io.github.sparsercnn.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where no GPU can be used, and says why. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsGpu.Condition.class)
@interface NeedsGpu {
  /** Asks the runtime. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return new CudaRuntime()
          .obstacle()
          .map(obstacle -> ConditionEvaluationResult.disabled("needs a GPU: " + obstacle))
          .orElseGet(() -> ConditionEvaluationResult.enabled("a GPU can be used"));
    }
  }
}
