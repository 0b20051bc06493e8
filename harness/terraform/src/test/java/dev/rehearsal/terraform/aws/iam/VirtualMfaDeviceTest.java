package dev.rehearsal.terraform.aws.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.totp.Totp;
import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

class VirtualMfaDeviceTest {

  private static final String DEVICE = "aws_iam_virtual_mfa_device.ann";

  @TempDir Path folder;

  @Test
  void livesItsWholeLifeAndShowsItsSeedToNobody() throws Exception {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(device("ann", "one"));
      IamClient iam = stage.client(IamClient.class);
      String serial = iam.listVirtualMFADevices().virtualMFADevices().get(0).serialNumber();
      assertEquals("arn:aws:iam::000000000000:mfa/people/ann", serial);
      assertEquals(1, stage.apply(device("ann", "two")).changed());
      assertEquals(
          "two",
          iam.listMFADeviceTags(list -> list.serialNumber(serial)).tags().stream()
              .filter(tag -> tag.key().equals("of"))
              .findFirst()
              .orElseThrow()
              .value());

      Matcher seed =
          Pattern.compile("\"base_32_string_seed\": \"([A-Z2-7]{64})\"")
              .matcher(Files.readString(stage.terraform().state()));
      assertTrue(seed.find());
      assertFalse(stage.plan(device("bob", "two")).isEmpty());
      assertFalse(stage.terraform().planText().contains(seed.group(1)));

      iam.createUser(create -> create.userName("ann"));
      long step = Totp.step(Instant.now());
      iam.enableMFADevice(
          enable ->
              enable
                  .userName("ann")
                  .serialNumber(serial)
                  .authenticationCode1(Totp.code(seed.group(1), step - 1))
                  .authenticationCode2(Totp.code(seed.group(1), step)));
      stage.configure(device("ann", "two"));
      stage.assertNothingToDo();
      stage.reimport(DEVICE, serial);
      assertEquals(Map.of(DEVICE, "replace"), stage.plan(device("bob", "two")));
      stage.configure(device("ann", "two"));
      stage.destroy();
      assertEquals(List.of(), iam.listVirtualMFADevices().virtualMFADevices());
      iam.deleteUser(delete -> delete.userName("ann"));
    }
  }

  private static String device(String name, String tag) {
    return """
    resource "aws_iam_virtual_mfa_device" "ann" {
      virtual_mfa_device_name = "%s"
      path                    = "/people/"
      tags                    = { of = "%s" }
    }
    """
        .formatted(name, tag);
  }
}
