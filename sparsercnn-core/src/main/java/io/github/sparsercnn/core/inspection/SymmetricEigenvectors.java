package io.github.sparsercnn.core.inspection;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
final class SymmetricEigenvectors {
  private static final int MOST_SWEEPS = 60;

  private SymmetricEigenvectors() {}

  /**
   * Finds them.
   *
   * @param matrix symmetric; overwritten
   * @return one eigenvector of length 1 per row, by falling eigenvalue
   */
  static double[][] of(double[][] matrix) {
    int n = matrix.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      boolean rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= rotate(matrix, vectors, p, q);
        }
      }
      if (!rotated) {
        break;
      }
    }
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
        .map(i -> vectors[i])
        .toArray(double[][]::new);
  }

  /** Makes the entry p, q zero; whether it was not so already. */
  private static boolean rotate(double[][] matrix, double[][] vectors, int p, int q) {
    double entry = matrix[p][q];
    double scale = Math.abs(matrix[p][p]) + Math.abs(matrix[q][q]);
    if (Math.abs(entry) <= Math.ulp(scale)) {
      return false;
    }
    double theta = (matrix[q][q] - matrix[p][p]) / (2 * entry);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(t * t + 1);
    double sine = t * cosine;
    for (double[] row : matrix) {
      double left = row[p];
      double right = row[q];
      row[p] = cosine * left - sine * right;
      row[q] = sine * left + cosine * right;
    }
    turn(matrix[p], matrix[q], cosine, sine);
    turn(vectors[p], vectors[q], cosine, sine);
    return true;
  }

  private static void turn(double[] one, double[] other, double cosine, double sine) {
    for (int i = 0; i < one.length; i++) {
      double left = one[i];
      double right = other[i];
      one[i] = cosine * left - sine * right;
      other[i] = sine * left + cosine * right;
    }
  }
}
