package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Makes a stack what its template says, and brings it back where that fails. */
final class Deployment {

  private final Surroundings aws;
  private final Stack stack;
  private final Caller caller;
  private final Exports exports;
  private final Set<String> imports = new TreeSet<>();

  /** What takes back what was done, the latest first. */
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Deployment(Surroundings aws, Stack stack, Caller caller, Exports exports) {
    this.aws = aws;
    this.stack = stack;
    this.caller = caller;
    this.exports = exports;
  }

  void create(OnFailure onFailure) {
    stack.to(StackStatus.CREATE_IN_PROGRESS, "User Initiated");
    try {
      bring(stack.wish);
      stack.to(StackStatus.CREATE_COMPLETE, null);
    } catch (Failed failed) {
      String why = failed.reason();
      if (onFailure == OnFailure.DO_NOTHING) {
        stack.to(StackStatus.CREATE_FAILED, why);
        return;
      }
      stack.to(
          onFailure == OnFailure.DELETE
              ? StackStatus.DELETE_IN_PROGRESS
              : StackStatus.ROLLBACK_IN_PROGRESS,
          why);
      String left = back();
      if (onFailure == OnFailure.DELETE) {
        end(left);
      } else {
        stack.to(left == null ? StackStatus.ROLLBACK_COMPLETE : StackStatus.ROLLBACK_FAILED, left);
      }
    }
  }

  void update(Stack.Wish wish) {
    Map<String, Stack.Resource> before = new LinkedHashMap<>(stack.resources);
    stack.to(StackStatus.UPDATE_IN_PROGRESS, "User Initiated");
    stack.updated = aws.clock().instant();
    try {
      List<Stack.Resource> old = bring(wish);
      stack.wish = wish;
      stack.to(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, null);
      Collections.reverse(old);
      old.forEach(this::cleanUp);
      stack.to(StackStatus.UPDATE_COMPLETE, null);
    } catch (Failed failed) {
      stack.to(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, failed.reason());
      String left = back();
      stack.resources.clear();
      stack.resources.putAll(before);
      stack.to(
          left == null ? StackStatus.UPDATE_ROLLBACK_COMPLETE : StackStatus.UPDATE_ROLLBACK_FAILED,
          left);
    }
  }

  void delete(Set<String> retained) {
    Optional<String> held = exports.held(stack);
    if (held.isPresent()) {
      stack.to(stack.status, held.get());
      return;
    }
    stack.to(StackStatus.DELETE_IN_PROGRESS, "User Initiated");
    List<Stack.Resource> all = new ArrayList<>(stack.resources.values());
    Collections.reverse(all);
    String left = null;
    for (Stack.Resource one : all) {
      if (one.status() == ResourceStatus.DELETE_COMPLETE) {
        continue;
      }
      if (one.retained() || retained.contains(one.logicalId())) {
        stack.note(one.as(ResourceStatus.DELETE_SKIPPED, null, aws.clock().instant()));
        continue;
      }
      String why = remove(one);
      if (why != null) {
        left = "The following resource(s) failed to delete: [" + one.logicalId() + "]. " + why;
        break; // what it stands on is needed still
      }
    }
    end(left);
  }

  private void end(@Nullable String left) {
    if (left == null) {
      stack.deleted = aws.clock().instant();
      stack.to(StackStatus.DELETE_COMPLETE, null);
    } else {
      stack.to(StackStatus.DELETE_FAILED, left);
    }
  }

  /** A resource that could not be made what it should be. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(AwsServiceException cause) {
      this(cause.awsErrorDetails().errorMessage(), cause);
    }

    Failed(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Makes and changes resources; answers those that are to go. */
  private List<Stack.Resource> bring(Stack.Wish wish) {
    Map<String, Stack.Resource> old = new LinkedHashMap<>(stack.resources);
    List<Stack.Resource> leaving = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    Resolver resolver =
        new Resolver(
            wish.template(),
            wish.parameters(),
            stack.pseudo(),
            name -> {
              Stack.Resource resource = stack.resources.get(name);
              return resource == null ? null : resource.made();
            },
            this::imported);
    for (Template.Declared declared : wish.template().resources()) {
      String condition = declared.condition();
      if (condition != null && !resolved(declared, () -> resolver.holds(condition))) {
        continue;
      }
      wanted.add(declared.logicalId());
      Properties properties =
          new Properties(resolved(declared, () -> resolver.resolve(declared.properties())))
              .tagged(declared.kind(), wish.tags());
      Stack.Resource present = old.get(declared.logicalId());
      if (present != null && present.kind() == declared.kind()) {
        change(declared, present, properties, leaving);
      } else {
        if (present != null) {
          leaving.add(present);
        }
        make(declared, properties);
      }
    }
    List<Output> outputs = outputs(wish.template(), resolver);
    exports
        .conflict(stack, outputs)
        .ifPresent(
            why -> {
              throw new Failed(why, null);
            });
    stack.outputs = outputs;
    stack.imports = Set.copyOf(imports);
    old.forEach(
        (id, resource) -> {
          if (!wanted.contains(id)) {
            leaving.add(resource);
            stack.resources.remove(id);
          }
        });
    return leaving;
  }

  private String imported(String name) {
    String value = exports.value(name).orElseThrow(() -> new Failed(StackErrors.noExport(name)));
    imports.add(name);
    return value;
  }

  private <T> T resolved(Template.Declared declared, Supplier<T> value) {
    try {
      return value.get();
    } catch (Failed noExport) {
      throw noExport; // The stack's own failure, not the resource's.
    } catch (RuntimeException failed) {
      throw failed(declared, null, Properties.NONE, ResourceStatus.CREATE_FAILED, failed);
    }
  }

  private void make(Template.Declared declared, Properties properties) {
    Site site = site(declared.logicalId());
    stack.note(resource(declared, null, properties, ResourceStatus.CREATE_IN_PROGRESS, null));
    Made made;
    try {
      made = declared.kind().create(site, properties);
    } catch (RuntimeException failed) {
      throw failed(declared, null, properties, ResourceStatus.CREATE_FAILED, failed);
    }
    Stack.Resource resource =
        resource(declared, made, properties, ResourceStatus.CREATE_COMPLETE, null);
    stack.note(resource);
    undo.push(() -> undone(remove(resource)));
  }

  private void change(
      Template.Declared declared,
      Stack.Resource present,
      Properties properties,
      List<Stack.Resource> leaving) {
    Made made = present.made();
    if (made == null) {
      make(declared, properties);
      return;
    }
    Set<String> changed = changed(present.properties(), properties);
    if (changed.isEmpty()) {
      stack.resources.put(
          declared.logicalId(), resource(declared, made, properties, present.status(), null));
      return;
    }
    if (!Collections.disjoint(changed, declared.kind().replacing())) {
      make(declared, properties);
      leaving.add(present);
      return;
    }
    Site site = site(declared.logicalId());
    stack.note(resource(declared, made, properties, ResourceStatus.UPDATE_IN_PROGRESS, null));
    Made updated;
    // A change of several calls that fails half way is taken back too.
    undo.push(() -> update(declared.kind(), site, made, properties, present.properties()));
    try {
      updated = update(declared.kind(), site, made, present.properties(), properties);
    } catch (RuntimeException failed) {
      throw failed(declared, made, properties, ResourceStatus.UPDATE_FAILED, failed);
    }
    stack.note(resource(declared, updated, properties, ResourceStatus.UPDATE_COMPLETE, null));
  }

  private static Made update(
      ResourceKind kind, Site site, Made made, Properties before, Properties after) {
    Map<String, String> set = new TreeMap<>(after.tags());
    set.entrySet().removeAll(before.tags().entrySet());
    List<String> remove = new ArrayList<>(before.tags().keySet());
    remove.removeAll(after.tags().keySet());
    if (!set.isEmpty() || !remove.isEmpty()) {
      kind.retag(site, made, set, remove);
    }
    return kind.update(site, made, before, after);
  }

  /** The names of the properties that differ. */
  static Set<String> changed(Properties before, Properties after) {
    Set<String> names = new HashSet<>();
    before.node().fieldNames().forEachRemaining(names::add);
    after.node().fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> before.node().path(name).equals(after.node().path(name)));
    return names;
  }

  private List<Output> outputs(Template template, Resolver resolver) {
    List<Output> outputs = new ArrayList<>();
    for (var each : template.outputs().properties()) {
      try {
        if (each.getValue().has("Condition")
            && !resolver.holds(each.getValue().get("Condition").asText())) {
          continue;
        }
        outputs.add(
            Output.builder()
                .outputKey(each.getKey())
                .outputValue(resolver.resolve(each.getValue().path("Value")).asText())
                .exportName(
                    each.getValue().has("Export")
                        ? resolver.resolve(each.getValue().path("Export").path("Name")).asText()
                        : null)
                .description(
                    each.getValue().has("Description")
                        ? each.getValue().get("Description").asText()
                        : null)
                .build());
      } catch (Failed noExport) {
        throw noExport;
      } catch (RuntimeException failed) {
        throw new Failed(String.valueOf(failed.getMessage()), failed);
      }
    }
    return outputs;
  }

  private Failed failed(
      Template.Declared declared,
      @Nullable Made made,
      Properties properties,
      ResourceStatus status,
      RuntimeException failed) {
    String why = String.valueOf(failed.getMessage());
    stack.note(resource(declared, made, properties, status, why));
    return new Failed(
        "The following resource(s) failed to "
            + (status == ResourceStatus.CREATE_FAILED ? "create" : "update")
            + ": ["
            + declared.logicalId()
            + "]. "
            + why,
        failed);
  }

  private Stack.Resource resource(
      Template.Declared declared,
      @Nullable Made made,
      Properties properties,
      ResourceStatus status,
      @Nullable String reason) {
    return new Stack.Resource(
        declared.logicalId(),
        declared.kind(),
        made,
        properties,
        declared.retained(),
        status,
        reason,
        aws.clock().instant());
  }

  private Site site(String logicalId) {
    return new Site(aws, caller, stack.name, logicalId);
  }

  /** Takes back all that was done; answers what could not be. */
  private @Nullable String back() {
    String left = null;
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (RuntimeException failed) {
        left = String.valueOf(failed.getMessage());
      }
    }
    return left;
  }

  private static void undone(@Nullable String why) {
    if (why != null) {
      throw new Failed(why, null);
    }
  }

  /** Deletes a resource; answers why it could not be. */
  private @Nullable String remove(Stack.Resource one) {
    Instant now = aws.clock().instant();
    Made made = one.made();
    if (made == null) {
      stack.note(one.as(ResourceStatus.DELETE_COMPLETE, null, now));
      return null;
    }
    stack.note(one.as(ResourceStatus.DELETE_IN_PROGRESS, null, now));
    try {
      one.kind().delete(site(one.logicalId()), made, one.properties());
    } catch (RuntimeException failed) {
      String why = String.valueOf(failed.getMessage());
      stack.note(one.as(ResourceStatus.DELETE_FAILED, why, now));
      return why;
    }
    stack.note(one.as(ResourceStatus.DELETE_COMPLETE, null, now));
    return null;
  }

  /** Deletes what an update leaves behind; the stack is what it should be, whatever comes of it. */
  private void cleanUp(Stack.Resource one) {
    Instant now = aws.clock().instant();
    Made made = one.made();
    if (made == null) {
      return;
    }
    if (one.retained()) {
      stack.tell(one.as(ResourceStatus.DELETE_SKIPPED, null, now));
      return;
    }
    try {
      one.kind().delete(site(one.logicalId()), made, one.properties());
      stack.tell(one.as(ResourceStatus.DELETE_COMPLETE, null, now));
    } catch (RuntimeException failed) {
      stack.tell(one.as(ResourceStatus.DELETE_FAILED, String.valueOf(failed.getMessage()), now));
    }
  }
}
