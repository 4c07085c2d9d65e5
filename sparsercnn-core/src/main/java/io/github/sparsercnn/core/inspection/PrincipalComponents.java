package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * The three directions along which vectors vary most (principal component analysis).
 *
 * <p>The covariance is exact; its first eigenvectors come from subspace iteration with a few
 * directions to spare, and a Rayleigh-Ritz step at its end. Their signs are fixed: the entry that
 * is largest in size is positive. The same values give the same components.
 *
 * @param mean {@code [C]} of the vectors
 * @param axes {@code [3][C]} of length 1, by falling variance
 * @param shares {@code [3]}: of the whole variance, from 0 to 1; 0 where there is none left
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PrincipalComponents(double[] mean, double[][] axes, double[] shares) {
  static final int COUNT = 3;

  private static final int SPARE = 5;
  private static final int MOST_ITERATIONS = 300;

  /** When the axes turn by less than this (1 - cosine), they have settled. */
  private static final double SETTLED = 1e-12;

  private static final long SEED = 7;

  /**
   * Analyses vectors.
   *
   * @param vectors {@code [n, dim]}, row by row; finite, n at least 1
   * @param dim length of each, at least 1
   */
  static PrincipalComponents of(float[] vectors, int dim) {
    int n = vectors.length / dim;
    double[] mean;
    double[] covariance;
    try (TensorScope scope = TensorScope.open()) {
      Tensor rows = Ops.toDouble(HostTensors.ofFloats(vectors, n, dim));
      Tensor centre = Ops.div(rows.sum(0), n);
      Tensor centred = rows.sub(centre);
      mean = HostTensors.toDoubles(centre);
      covariance = HostTensors.toDoubles(Ops.div(centred.transpose(0, 1).matmul(centred), n));
    }
    double total = 0;
    for (int i = 0; i < dim; i++) {
      total += covariance[i * dim + i];
    }
    double[][] axes = new double[COUNT][dim];
    double[] shares = new double[COUNT];
    double[][] found = total > 0 ? leading(covariance, dim) : new double[0][];
    for (int i = 0; i < Math.min(COUNT, found.length); i++) {
      axes[i] = withFixedSign(found[i]);
      shares[i] = Math.max(0, dot(found[i], times(covariance, found[i])) / total);
    }
    return new PrincipalComponents(mean, axes, shares);
  }

  /**
   * How far vectors reach along an axis.
   *
   * @param vectors {@code [n, C]}, row by row
   * @param axis from 0
   * @return {@code [n]}
   */
  float[] along(float[] vectors, int axis) {
    int dim = mean.length;
    double[] direction = axes[axis];
    double offset = dot(direction, mean);
    float[] reach = new float[vectors.length / dim];
    for (int i = 0, at = 0; i < reach.length; i++) {
      double sum = -offset;
      for (int j = 0; j < dim; j++) {
        sum += direction[j] * vectors[at++];
      }
      reach[i] = (float) sum;
    }
    return reach;
  }

  private static double[][] leading(double[] covariance, int dim) {
    int kept = Math.min(dim, COUNT);
    double[][] basis = new double[Math.min(dim, COUNT + SPARE)][dim];
    Random random = new Random(SEED);
    for (double[] direction : basis) {
      for (int i = 0; i < dim; i++) {
        direction[i] = random.nextDouble() - 0.5;
      }
    }
    orthonormalize(basis);
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double[][] images = new double[basis.length][];
      for (int i = 0; i < basis.length; i++) {
        images[i] = times(covariance, basis[i]);
      }
      orthonormalize(images);
      double[][] next = rotatedToAxes(covariance, images);
      double turned = 0;
      for (int i = 0; i < kept; i++) {
        turned = Math.max(turned, 1 - Math.abs(dot(next[i], basis[i])));
      }
      basis = next;
      if (turned < SETTLED) {
        break;
      }
    }
    return basis;
  }

  /** Rayleigh-Ritz: the eigenvectors of the covariance as seen in the subspace. */
  private static double[][] rotatedToAxes(double[] covariance, double[][] basis) {
    int size = basis.length;
    double[][] small = new double[size][size];
    for (int i = 0; i < size; i++) {
      double[] image = times(covariance, basis[i]);
      for (int j = 0; j < size; j++) {
        small[i][j] = dot(image, basis[j]);
      }
    }
    double[][] vectors = SymmetricEigenvectors.of(small);
    double[][] rotated = new double[size][basis[0].length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < basis[0].length; k++) {
          rotated[i][k] += vectors[i][j] * basis[j][k];
        }
      }
    }
    return rotated;
  }

  /** Gram-Schmidt, twice; what vanishes is replaced by a unit vector that is free. */
  private static void orthonormalize(double[][] basis) {
    int unit = 0;
    for (int i = 0; i < basis.length; i++) {
      double before = length(basis[i]);
      clear(basis, i);
      clear(basis, i);
      while (before == 0 || length(basis[i]) <= 1e-9 * before) {
        basis[i] = new double[basis[i].length];
        basis[i][unit++] = 1;
        before = 1;
        clear(basis, i);
        clear(basis, i);
      }
      double length = length(basis[i]);
      for (int k = 0; k < basis[i].length; k++) {
        basis[i][k] /= length;
      }
    }
  }

  /** Takes what lies along the directions before out of a direction. */
  private static void clear(double[][] basis, int i) {
    for (int j = 0; j < i; j++) {
      double shared = dot(basis[i], basis[j]);
      for (int k = 0; k < basis[i].length; k++) {
        basis[i][k] -= shared * basis[j][k];
      }
    }
  }

  private static double[] withFixedSign(double[] direction) {
    int largest = 0;
    for (int i = 1; i < direction.length; i++) {
      largest = Math.abs(direction[i]) > Math.abs(direction[largest]) ? i : largest;
    }
    double sign = direction[largest] < 0 ? -1 : 1;
    double[] signed = new double[direction.length];
    for (int i = 0; i < signed.length; i++) {
      signed[i] = sign * direction[i];
    }
    return signed;
  }

  private static double[] times(double[] matrix, double[] vector) {
    int dim = vector.length;
    double[] product = new double[dim];
    for (int i = 0; i < dim; i++) {
      double sum = 0;
      for (int j = 0; j < dim; j++) {
        sum += matrix[i * dim + j] * vector[j];
      }
      product[i] = sum;
    }
    return product;
  }

  private static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
