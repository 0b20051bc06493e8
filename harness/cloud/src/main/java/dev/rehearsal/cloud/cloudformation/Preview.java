package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

/** Works out what a deployment would do to a stack's resources, and does nothing. */
final class Preview {

  /** What stands for a value that is not there yet. */
  private static final String LATER = "{{changeSet:KNOWN_AFTER_APPLY}}";

  private static final Made NOT_YET = new Made(LATER, new Later());

  private final Stack stack;
  private final Stack.Wish wish;
  private final Resolver resolver;
  private final Map<String, Made> made = new HashMap<>();

  Preview(Stack stack, Stack.Wish wish, Exports exports) {
    this.stack = stack;
    this.wish = wish;
    this.resolver =
        new Resolver(
            wish.template(),
            wish.parameters(),
            stack.pseudo(),
            made::get,
            name -> exports.value(name).orElseThrow(() -> StackErrors.noExport(name)));
  }

  /**
   * The changes, in the order in which they would be done.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException where a value can't be
   *     worked out
   */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    for (Template.Declared declared : wish.template().resources()) {
      String condition = declared.condition();
      if (condition == null || resolver.holds(condition)) {
        wanted.add(declared.logicalId());
        add(changes, declared);
      }
    }
    stack
        .resources
        .values()
        .forEach(
            one -> {
              if (!wanted.contains(one.logicalId()) && one.made() != null) {
                changes.add(removed(one));
              }
            });
    wish.template().outputs().forEach(output -> resolver.resolve(output.path("Export")));
    return changes;
  }

  private void add(List<Change> changes, Template.Declared declared) {
    Properties after =
        new Properties(resolver.resolve(declared.properties()))
            .tagged(declared.kind(), wish.tags());
    Stack.Resource present = stack.resources.get(declared.logicalId());
    Made now = present == null ? null : present.made();
    if (present == null || now == null) {
      made.put(declared.logicalId(), NOT_YET);
      changes.add(
          change(
              ResourceChange.builder()
                  .action(ChangeAction.ADD)
                  .logicalResourceId(declared.logicalId())
                  .resourceType(declared.kind().type())
                  .scope(List.of())
                  .details(List.of())));
      return;
    }
    boolean otherKind = present.kind() != declared.kind();
    Set<String> changed =
        otherKind ? Set.of() : new TreeSet<>(Deployment.changed(present.properties(), after));
    Replacement replacement = replacement(declared, after, changed, otherKind);
    made.put(declared.logicalId(), replacement == Replacement.FALSE ? now : NOT_YET);
    if (changed.isEmpty() && !otherKind) {
      return;
    }
    Set<ResourceAttribute> scope = new LinkedHashSet<>();
    List<ResourceChangeDetail> details = new ArrayList<>();
    for (String name : changed) {
      scope.add(attribute(name));
      details.addAll(details(declared, after, name));
    }
    changes.add(
        change(
            ResourceChange.builder()
                .action(ChangeAction.MODIFY)
                .logicalResourceId(declared.logicalId())
                .physicalResourceId(now.id())
                .resourceType(declared.kind().type())
                .replacement(replacement)
                .policyAction(
                    replacement == Replacement.FALSE
                        ? null
                        : present.retained()
                            ? PolicyAction.REPLACE_AND_RETAIN
                            : PolicyAction.REPLACE_AND_DELETE)
                .scope(scope)
                .details(details)));
  }

  private static Replacement replacement(
      Template.Declared declared, Properties after, Set<String> changed, boolean otherKind) {
    if (otherKind) {
      return Replacement.TRUE;
    }
    Set<String> replacing = new TreeSet<>(changed);
    replacing.retainAll(declared.kind().replacing());
    if (replacing.isEmpty()) {
      return Replacement.FALSE;
    }
    return replacing.stream().allMatch(name -> isLater(after.node().path(name)))
        ? Replacement.CONDITIONAL
        : Replacement.TRUE;
  }

  /** One detail for each parameter or resource that a value comes from; one where it has none. */
  private List<ResourceChangeDetail> details(
      Template.Declared declared, Properties after, String name) {
    Set<String> causes = new LinkedHashSet<>();
    Template.references(declared.properties().path(name), causes);
    List<ResourceChangeDetail> details = new ArrayList<>();
    for (String cause : causes) {
      boolean parameter = wish.template().parameters().has(cause);
      if (parameter && isChanged(cause)) {
        details.add(detail(declared, after, name, ChangeSource.PARAMETER_REFERENCE, cause));
      } else if (!parameter && NOT_YET.equals(made.get(cause))) {
        details.add(detail(declared, after, name, ChangeSource.RESOURCE_REFERENCE, cause));
      }
    }
    return details.isEmpty()
        ? List.of(detail(declared, after, name, ChangeSource.DIRECT_MODIFICATION, null))
        : details;
  }

  private boolean isChanged(String parameter) {
    return !String.valueOf(wish.parameters().get(parameter))
        .equals(stack.wish.parameters().get(parameter));
  }

  private static ResourceChangeDetail detail(
      Template.Declared declared,
      Properties after,
      String name,
      ChangeSource source,
      @Nullable String cause) {
    boolean later = isLater(after.node().path(name));
    boolean replacing = declared.kind().replacing().contains(name);
    return ResourceChangeDetail.builder()
        .target(
            target ->
                target
                    .attribute(attribute(name))
                    .name(attribute(name) == ResourceAttribute.TAGS ? null : name)
                    .requiresRecreation(
                        !replacing
                            ? RequiresRecreation.NEVER
                            : later ? RequiresRecreation.CONDITIONALLY : RequiresRecreation.ALWAYS))
        .evaluation(later ? EvaluationType.DYNAMIC : EvaluationType.STATIC)
        .changeSource(source)
        .causingEntity(cause)
        .build();
  }

  private static Change removed(Stack.Resource one) {
    return change(
        ResourceChange.builder()
            .action(ChangeAction.REMOVE)
            .policyAction(one.retained() ? PolicyAction.RETAIN : PolicyAction.DELETE)
            .logicalResourceId(one.logicalId())
            .physicalResourceId(one.physicalId())
            .resourceType(one.kind().type())
            .scope(List.of())
            .details(List.of()));
  }

  private static ResourceAttribute attribute(String property) {
    return property.equals("Tags") ? ResourceAttribute.TAGS : ResourceAttribute.PROPERTIES;
  }

  private static boolean isLater(JsonNode value) {
    return value.toString().contains(LATER);
  }

  private static Change change(ResourceChange.Builder change) {
    return Change.builder().type(ChangeType.RESOURCE).resourceChange(change.build()).build();
  }

  /** Every attribute is there, and none is known. */
  private static final class Later extends AbstractMap<String, String> {

    @Override
    public @Nullable String get(@Nullable Object key) {
      return LATER;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return Set.of();
    }
  }
}
