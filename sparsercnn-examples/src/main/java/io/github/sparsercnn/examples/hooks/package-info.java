/**
 * How to bring one's own optimizer, augmentation, evaluator, loss, hook or step to a training. Each
 * {@code Own…} class is a program: give it a folder to work in. docs/hooks.md walks through them.
 */
@NullMarked
package io.github.sparsercnn.examples.hooks;

import org.jspecify.annotations.NullMarked;
