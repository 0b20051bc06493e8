package dev.rehearsal.cloud.ssm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class SsmTest {

  @TempDir Path folder;
  private Cloud cloud;
  private SsmClient ssm;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    ssm = cloud.client(SsmClient.class, new Caller.Root("000000000000", null), "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void put(String name, String value, ParameterType type) {
    ssm.putParameter(p -> p.name(name).value(value).type(type));
  }

  @Test
  void aParameterHasVersionsAndLabels() {
    put("/shop/name", "one", ParameterType.STRING);
    assertThrows(
        ParameterAlreadyExistsException.class,
        () -> put("/shop/name", "two", ParameterType.STRING));
    assertEquals(
        2L, ssm.putParameter(p -> p.name("/shop/name").value("two").overwrite(true)).version());
    ssm.labelParameterVersion(l -> l.name("/shop/name").parameterVersion(1L).labels("old"));
    Parameter latest = ssm.getParameter(g -> g.name("/shop/name")).parameter();
    assertEquals("two", latest.value());
    assertEquals("arn:aws:ssm:eu-west-1:000000000000:parameter/shop/name", latest.arn());
    assertEquals("one", ssm.getParameter(g -> g.name("/shop/name:old")).parameter().value());
    assertEquals("one", ssm.getParameter(g -> g.name("/shop/name:1")).parameter().value());
    assertEquals("two", ssm.getParameter(g -> g.name(latest.arn())).parameter().value());
    assertEquals(2, ssm.getParameterHistory(h -> h.name("/shop/name")).parameters().size());
  }

  @Test
  void aSecureStringIsReadableWithDecryptionOnly() {
    put("/shop/secret", "hidden", ParameterType.SECURE_STRING);
    assertNotEquals("hidden", ssm.getParameter(g -> g.name("/shop/secret")).parameter().value());
    assertEquals(
        "hidden",
        ssm.getParameter(g -> g.name("/shop/secret").withDecryption(true)).parameter().value());
  }

  @Test
  void aPathGivesWhatLiesBelow() {
    put("/shop/a", "1", ParameterType.STRING);
    put("/shop/deep/b", "2", ParameterType.STRING);
    assertEquals(1, ssm.getParametersByPath(g -> g.path("/shop")).parameters().size());
    assertEquals(
        2, ssm.getParametersByPath(g -> g.path("/shop").recursive(true)).parameters().size());
  }

  @Test
  void whatIsMissingIsNamed() {
    put("/shop/a", "1", ParameterType.STRING);
    assertEquals(
        List.of("/shop/none"),
        ssm.getParameters(g -> g.names("/shop/a", "/shop/none")).invalidParameters());
    assertThrows(
        ParameterNotFoundException.class, () -> ssm.getParameter(g -> g.name("/shop/none")));
  }
}
