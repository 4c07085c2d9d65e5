/** Videos and cameras through JavaCV and FFmpeg; built with the Maven profile {@code video}. */
@NullMarked
package io.github.sparsercnn.examples.video.javacv;

import org.jspecify.annotations.NullMarked;
