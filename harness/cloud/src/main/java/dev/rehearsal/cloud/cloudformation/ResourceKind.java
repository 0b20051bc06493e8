package dev.rehearsal.cloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A type of resource that templates can have. */
interface ResourceKind {

  /** For example {@code AWS::SQS::Queue}. */
  String type();

  /** The properties that are served; all others are refused. */
  Set<String> properties();

  /** The properties that must be there. */
  default Set<String> required() {
    return Set.of();
  }

  /** Makes one, as the caller. */
  Made create(Site site, Properties properties);

  /** The properties whose change needs another resource in place of this one. */
  Set<String> replacing();

  /** Changes one in place, where no property changed that {@link #replacing} names. */
  Made update(Site site, Made made, Properties before, Properties after);

  /** Changes the tags of one whose tags {@link #update} leaves alone. */
  default void retag(Site site, Made made, Map<String, String> set, List<String> remove) {}

  /** Deletes one. That it is not there any more is no failure. */
  void delete(Site site, Made made, Properties properties);
}
