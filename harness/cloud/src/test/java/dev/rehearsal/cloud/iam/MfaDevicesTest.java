package dev.rehearsal.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.totp.Totp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AssignmentStatusType;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidAuthenticationCodeException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;
import software.amazon.awssdk.services.sts.StsClient;

class MfaDevicesTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private Cloud cloud;
  private IamClient iam;
  private String seed;
  private String serial;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    iam = cloud.client(IamClient.class, new Caller.Root("000000000000", null), "us-east-1");
    iam.createUser(create -> create.userName("ann"));
    VirtualMFADevice made =
        iam.createVirtualMFADevice(create -> create.virtualMFADeviceName("phone"))
            .virtualMFADevice();
    serial = made.serialNumber();
    seed = made.base32StringSeed().asUtf8String();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void twoCodesThatFollowEachOtherEnableADevice() {
    assertEquals("arn:aws:iam::000000000000:mfa/phone", serial);
    assertEquals(64, seed.length());
    assertThrows(InvalidAuthenticationCodeException.class, () -> enable(0, 0));
    assertThrows(InvalidAuthenticationCodeException.class, () -> enable(0, -1));
    assertThrows(InvalidAuthenticationCodeException.class, () -> enable(-20, -19));
    enable(-1, 0);
    assertThrows(EntityAlreadyExistsException.class, () -> enable(0, 1));
    assertEquals(
        serial, iam.listMFADevices(l -> l.userName("ann")).mfaDevices().get(0).serialNumber());
    assertEquals("ann", iam.getMFADevice(get -> get.serialNumber(serial)).userName());
    VirtualMFADevice listed =
        iam.listVirtualMFADevices(l -> l.assignmentStatus(AssignmentStatusType.ASSIGNED))
            .virtualMFADevices()
            .get(0);
    assertEquals("ann", listed.user().userName());
    assertNull(listed.base32StringSeed());
    assertThrows(DeleteConflictException.class, () -> iam.deleteUser(d -> d.userName("ann")));
    assertThrows(
        DeleteConflictException.class,
        () -> iam.deleteVirtualMFADevice(d -> d.serialNumber(serial)));
    iam.deactivateMFADevice(d -> d.userName("ann").serialNumber(serial));
    assertThrows(
        NoSuchEntityException.class,
        () -> iam.deactivateMFADevice(d -> d.userName("ann").serialNumber(serial)));
    iam.deleteVirtualMFADevice(d -> d.serialNumber(serial));
    iam.deleteUser(d -> d.userName("ann"));
    assertEquals(List.of(), iam.listVirtualMFADevices().virtualMFADevices());
  }

  @Test
  void aSessionTakesEachCodeOnceAndKnowsWhenItWasShown() {
    enable(-1, 0);
    StsClient sts = sts("ann");
    assertEquals("AccessDenied", refused(sts, code(0)));
    String next = code(1);
    String key =
        sts.getSessionToken(get -> get.serialNumber(serial).tokenCode(next))
            .credentials()
            .accessKeyId();
    Caller.User owner = (Caller.User) cloud.accessKeys().find(key).orElseThrow().owner();
    assertEquals(new Caller.User.Session(clock.instant()), owner.session());
    assertEquals("AccessDenied", refused(sts, next));
    clock.move(Duration.ofSeconds(60));
    assertEquals("AccessDenied", refused(sts, "000000".equals(code(0)) ? "000001" : "000000"));
    sts.getSessionToken(get -> get.serialNumber(serial).tokenCode(code(0)));
    iam.createUser(create -> create.userName("bob"));
    clock.move(Duration.ofSeconds(60));
    assertEquals("AccessDenied", refused(sts("bob"), code(0)));
    String plain = sts.getSessionToken(get -> {}).credentials().accessKeyId();
    Caller.User without = (Caller.User) cloud.accessKeys().find(plain).orElseThrow().owner();
    assertEquals(new Caller.User.Session(null), without.session());
    StsClient within = cloud.client(StsClient.class, without, "us-east-1");
    assertThrows(AwsServiceException.class, () -> within.getSessionToken(get -> {}));
  }

  @Test
  void aDeviceWhoseClockIsWrongIsResynchronised() {
    enable(-1, 0);
    StsClient sts = sts("ann");
    clock.move(Duration.ofMinutes(10));
    assertEquals("AccessDenied", refused(sts, code(40)));
    iam.resyncMFADevice(
        resync ->
            resync
                .userName("ann")
                .serialNumber(serial)
                .authenticationCode1(code(40))
                .authenticationCode2(code(41)));
    clock.move(Duration.ofSeconds(30));
    assertTrue(
        sts.getSessionToken(get -> get.serialNumber(serial).tokenCode(code(41)))
            .credentials()
            .accessKeyId()
            .startsWith("ASIA"));
  }

  private void enable(int first, int second) {
    iam.enableMFADevice(
        enable ->
            enable
                .userName("ann")
                .serialNumber(serial)
                .authenticationCode1(code(first))
                .authenticationCode2(code(second)));
  }

  private String code(int steps) {
    return Totp.code(seed, Totp.step(clock.instant()) + steps);
  }

  private StsClient sts(String user) {
    return cloud.client(
        StsClient.class, new Caller.User("000000000000", user, "AIDA1", "AKIA1"), "us-east-1");
  }

  private String refused(StsClient sts, String code) {
    return assertThrows(
            AwsServiceException.class,
            () -> sts.getSessionToken(get -> get.serialNumber(serial).tokenCode(code)))
        .awsErrorDetails()
        .errorCode();
  }
}
