package dev.rehearsal.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.terraform.provider.Clients;
import dev.rehearsal.terraform.provider.ProviderServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkClient;

/** An embedded cloud with Terraform on a configuration that a test writes. */
public final class TerraformFixture implements AutoCloseable {

  /** The region of the fixture's provider. */
  public static final String REGION = "eu-west-1";

  private static final Caller ROOT = new Caller.Root("000000000000", null);

  private final Cloud cloud;
  private final ProviderServer provider;
  private final Path tree;
  private final Terraform terraform;

  public TerraformFixture(Path folder) {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("cloud"), Path.of("target/cache")))
            .build();
    provider = ProviderServer.start(Clients.of(cloud, ROOT), REGION);
    tree = folder.resolve("configuration");
    terraform =
        Terraform.open(
            TerraformSettings.embedded(
                tree, ".", folder.resolve("work"), Path.of("target/cache"), provider),
            event -> {});
  }

  /** Writes the root module: these resources under an {@code aws} provider with a default tag. */
  public TerraformFixture configure(String resources) {
    try {
      Files.createDirectories(tree);
      Files.writeString(
          tree.resolve("main.tf"),
          """
          terraform {
            required_providers {
              aws = {
                source  = "hashicorp/aws"
                version = "~> 6.0"
              }
            }
          }
          provider "aws" {
            region = "%s"
            default_tags {
              tags = { Project = "rehearsal" }
            }
          }
          %s
          """
              .formatted(REGION, resources));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return this;
  }

  /** Writes a file beside the root module's. */
  public Path file(String name, byte[] content) {
    try {
      Files.createDirectories(tree);
      return Files.write(tree.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Configures and applies, and asserts that a second plan is empty. */
  public TerraformRun apply(String resources) {
    configure(resources);
    TerraformRun run = terraform.apply();
    assertNothingToDo();
    return run;
  }

  /** Asserts that a plan has nothing to do. */
  public void assertNothingToDo() {
    TerraformRun again = terraform.plan();
    if (!again.planned().isEmpty()) {
      fail("a second plan must be empty:\n" + terraform.planText());
    }
  }

  /** The actions planned, by address. */
  public Map<String, String> plan(String resources) {
    configure(resources);
    return planned(terraform.plan());
  }

  /** The actions of a run, by address. */
  public static Map<String, String> planned(TerraformRun run) {
    return run.planned().stream()
        .collect(Collectors.toMap(TerraformEvent.Planned::address, TerraformEvent.Planned::action));
  }

  /** Destroys everything and asserts that the state is empty. */
  public void destroy() {
    terraform.destroy();
    assertEquals(List.of(), terraform.stateList());
  }

  /** Forgets a resource, imports it again and asserts that a plan has nothing to do. */
  public void reimport(String address, String id) {
    terraform.stateRemove(address);
    terraform.importResource(address, id);
    assertNothingToDo();
  }

  /** The outputs, each as text. */
  public Map<String, String> outputs() {
    return terraform.output().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, output -> output.getValue().asText()));
  }

  public Terraform terraform() {
    return terraform;
  }

  public Cloud cloud() {
    return cloud;
  }

  /** A client as the account's root. */
  public <C extends SdkClient> C client(Class<C> type) {
    return cloud.client(type, ROOT, REGION);
  }

  @Override
  public void close() {
    terraform.close();
    provider.close();
    cloud.close();
  }
}
