package io.github.sparsercnn;

import java.util.List;
import java.util.stream.IntStream;

/** The 80 categories of COCO's detection task; 10 of the ids from 1 to 90 were never used. */
final class CocoCategories {
  private static final int LAST_ID = 90;
  private static final List<Integer> UNUSED_IDS = List.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);

  static final Categories ALL =
      Categories.of(
          List.of(
              ("person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,"
                      + "fire hydrant,stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,"
                      + "elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,"
                      + "skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,"
                      + "surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,"
                      + "apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,"
                      + "potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,"
                      + "cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,"
                      + "scissors,teddy bear,hair drier,toothbrush")
                  .split(",", -1)),
          IntStream.rangeClosed(1, LAST_ID).filter(id -> !UNUSED_IDS.contains(id)).toArray());

  private CocoCategories() {}
}
