/** Files of labelled pictures: COCO, Pascal VOC, YOLO and CrowdHuman, read and written. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.dataset.format;
