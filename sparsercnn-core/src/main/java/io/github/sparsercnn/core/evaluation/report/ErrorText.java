package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.TideError;

/**
 * A kind of error in plain words.
 *
 * @param name what it is called
 * @param meaning what happens
 * @param remedy what to do about it
 */
record ErrorText(String name, String meaning, String remedy) {
  static ErrorText of(TideError error) {
    return switch (error) {
      case CLASSIFICATION ->
          new ErrorText(
              "Wrong category",
              "The box sits on an object (IoU 0.5 or more) but names another category.",
              "See in the confusion matrix which categories are mixed up. Look whether their labels"
                  + " agree with each other, then add examples of the rarer one.");
      case LOCALIZATION ->
          new ErrorText(
              "Inexact place",
              "The category is right, but the box covers the object badly (IoU 0.1 to 0.5).",
              "Look whether the labelled boxes are tight and whether touching objects are labelled"
                  + " one by one. Then train longer, or on larger pictures.");
      case BOTH ->
          new ErrorText(
              "Both wrong",
              "Category and place are wrong, but there is something (IoU 0.1 to 0.5).",
              "Rarely worth work of its own: it shrinks with the two above.");
      case DUPLICATE ->
          new ErrorText(
              "Found twice",
              "Right category and place, but a surer detection has the object already.",
              "Sparse R-CNN has no suppression step and learns to find each object once; duplicates"
                  + " fade with training. Train longer; as a makeshift, suppress overlaps afterwards.");
      case BACKGROUND ->
          new ErrorText(
              "Nothing there",
              "Nothing is labelled where the box is (IoU 0.1 or less with everything).",
              "First look whether the labels are complete: an object that nobody labelled counts as"
                  + " this error. Then add pictures that show what is mistaken for an object.");
      case MISSED ->
          new ErrorText(
              "Missed",
              "No detection, however unsure, comes near enough to the object.",
              "Look at sizes and categories: which are missed? Larger pictures help small objects,"
                  + " more examples help rare ones, more proposals help crowded pictures.");
    };
  }
}
