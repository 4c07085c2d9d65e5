package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The classes of a dataset while it is read: from a file's ids or names to class ids. */
final class Classes {
  private final Categories categories;
  private final Map<Long, Integer> byId = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();

  private Classes(Categories categories) {
    this.categories = categories;
    for (int classId = 0; classId < categories.size(); classId++) {
      byId.put((long) categories.datasetId(classId), classId);
      byName.put(categories.label(classId), classId);
    }
  }

  /**
   * Classes that the file numbers itself.
   *
   * @param source for messages
   * @param names by id
   * @throws DatasetException if there are none, an id has more than 32 bits or a name is blank
   */
  static Classes ofIds(String source, SortedMap<Long, String> names) {
    List<String> labels = new ArrayList<>(names.values());
    int[] ids = new int[labels.size()];
    int classId = 0;
    for (long id : names.keySet()) {
      if (id != (int) id) {
        throw new DatasetException(
            source + ": category id " + id + " is out of range, expected 32 bits");
      }
      ids[classId++] = (int) id;
    }
    return new Classes(categories(source, labels, ids));
  }

  /**
   * Classes that the file only names: by their names, with ids from 1.
   *
   * @param source for messages
   * @param names in any order, each as often as it occurs
   * @throws DatasetException if there are none or a name is blank
   */
  static Classes ofNames(String source, Collection<String> names) {
    SortedSet<String> sorted = new TreeSet<>(names);
    int[] ids = new int[sorted.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i + 1;
    }
    return new Classes(categories(source, List.copyOf(sorted), ids));
  }

  private static Categories categories(String source, List<String> labels, int[] ids) {
    try {
      return Categories.of(labels, ids);
    } catch (IllegalArgumentException e) {
      throw new DatasetException(source + ": the classes cannot be used: " + e.getMessage(), e);
    }
  }

  Categories categories() {
    return categories;
  }

  /**
   * The class with an id of the file.
   *
   * @throws DatasetException if there is none
   */
  int ofId(long id, String place) {
    Integer classId = byId.get(id);
    if (classId == null) {
      throw new DatasetException(
          place + ": category id " + id + " is not in the list of categories: " + categories);
    }
    return classId;
  }

  /**
   * The class of a name.
   *
   * @throws DatasetException if there is none
   */
  int ofName(String name, String place) {
    Integer classId = byName.get(name);
    if (classId == null) {
      throw new DatasetException(
          place + ": the class '" + name + "' is none of the dataset: " + categories);
    }
    return classId;
  }
}
