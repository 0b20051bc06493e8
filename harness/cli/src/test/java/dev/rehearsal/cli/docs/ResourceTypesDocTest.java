package dev.rehearsal.cli.docs;

import dev.rehearsal.terraform.aws.AwsTypes;
import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceType;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/resource-types.md} lists the types that the embedded provider serves. */
class ResourceTypesDocTest {

  private final Document document = Document.named("resource-types.md");

  @Test
  void everyResourceTypeIsListed() throws IOException {
    document.block("resource types", list(AwsTypes.resources().stream().map(ResourceType::name)));
  }

  @Test
  void everyDataSourceIsListed() throws IOException {
    document.block("data sources", list(AwsTypes.dataSources().stream().map(DataSource::name)));
  }

  private static String list(Stream<String> names) {
    List<String> sorted = names.sorted().toList();
    return sorted.size()
        + ":\n\n"
        + sorted.stream().map(name -> "- `" + name + "`\n").collect(Collectors.joining())
        + "\n";
  }
}
