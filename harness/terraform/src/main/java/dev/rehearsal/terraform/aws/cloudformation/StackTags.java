package dev.rehearsal.terraform.aws.cloudformation;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** A stack's tags change by an update of the stack, which passes them on to its resources. */
final class StackTags implements Tagging {

  @Override
  public Map<String, String> list(ResourceInstance it) {
    Map<String, String> tags = new LinkedHashMap<>();
    StackType.stack(it).tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  @Override
  public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
    Stack stack = StackType.stack(it);
    Map<String, String> all = list(it);
    all.keySet().removeAll(remove);
    all.putAll(set);
    List<Parameter> parameters =
        stack.parameters().stream()
            .map(
                p ->
                    Parameter.builder()
                        .parameterKey(p.parameterKey())
                        .usePreviousValue(true)
                        .build())
            .toList();
    it.client(CloudFormationClient.class)
        .updateStack(
            update ->
                update
                    .stackName(it.id())
                    .usePreviousTemplate(true)
                    .capabilitiesWithStrings(stack.capabilitiesAsStrings())
                    .parameters(parameters)
                    .tags(
                        all.entrySet().stream()
                            .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                            .toList()));
    StackType.arrived(it, "updating");
  }
}
